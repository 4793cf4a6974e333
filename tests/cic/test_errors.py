"""The tree of errors: what catches what, what their texts tell, which error a status is."""

import pytest

from custom_components.clova_cic.cic import errors
from custom_components.clova_cic.cic.errors import CicError, RequestRejectedError, Stage, rejection

PARENTS: dict[type[CicError], type[Exception]] = {
    errors.CicError: Exception,
    errors.ConnectFailedError: errors.CicError,
    errors.CertificateRefusedError: errors.ConnectFailedError,
    errors.ConnectionLostError: errors.CicError,
    errors.PingTimeoutError: errors.ConnectionLostError,
    errors.GoAwayError: errors.ConnectionLostError,
    errors.HelloTimeoutError: errors.ConnectionLostError,
    errors.DownchannelEndedError: errors.ConnectionLostError,
    errors.RequestRejectedError: errors.CicError,
    errors.UnauthorizedError: errors.RequestRejectedError,
    errors.NoDownchannelError: errors.RequestRejectedError,
    errors.TooManyDownchannelsError: errors.RequestRejectedError,
    errors.TokenRefusedError: errors.CicError,
    errors.AuthError: errors.CicError,
    errors.AccountTokenRefusedError: errors.AuthError,
    errors.AccountWithdrawnError: errors.AuthError,
    errors.AuthRejectedError: errors.AuthError,
    errors.StateMismatchError: errors.AuthError,
    errors.AuthUnavailableError: errors.AuthError,
    errors.NotReadyError: errors.CicError,
    errors.NoAnswerError: errors.CicError,
    errors.StreamFailedError: errors.CicError,
    errors.StreamRefusedError: errors.StreamFailedError,
    errors.TurnInterruptedError: errors.CicError,
    errors.ProtocolViolationError: errors.CicError,
    errors.MultipartError: errors.ProtocolViolationError,
    errors.MessageError: errors.ProtocolViolationError,
    errors.UsageError: errors.CicError,
}
STAGES: dict[type[CicError], Stage] = {
    errors.CertificateRefusedError: Stage.TLS,
    errors.HelloTimeoutError: Stage.HELLO,
    errors.DownchannelEndedError: Stage.DOWNCHANNEL,
    errors.TokenRefusedError: Stage.TOKEN,
    errors.AuthError: Stage.TOKEN,
    errors.AuthUnavailableError: Stage.TOKEN,
    errors.AccountTokenRefusedError: Stage.AUTHORIZE,
    errors.AccountWithdrawnError: Stage.AUTHORIZE,
    errors.StateMismatchError: Stage.AUTHORIZE,
    errors.NoAnswerError: Stage.EVENT,
    errors.StreamFailedError: Stage.EVENT,
    errors.StreamRefusedError: Stage.EVENT,
    errors.TurnInterruptedError: Stage.EVENT,
}
WITH_STATUS = (RequestRejectedError, errors.AuthRejectedError)
PLAIN = [cls for cls in PARENTS if not issubclass(cls, WITH_STATUS)]


def test_stages_are_named_as_users_see_them() -> None:
    names = "authorize dns tcp tls alpn token downchannel hello event"
    assert " ".join(Stage) == names


def test_each_error_has_its_place_in_the_tree() -> None:
    found = {
        cls
        for cls in vars(errors).values()
        if isinstance(cls, type) and issubclass(cls, CicError) and cls is not CicError
    }
    assert found == PARENTS.keys() - {CicError}
    for cls, parent in PARENTS.items():
        assert cls.__bases__ == (parent,)


@pytest.mark.parametrize("cls", PLAIN)
def test_an_error_knows_its_stage(cls: type[CicError]) -> None:
    assert cls("it broke").stage is STAGES.get(cls)
    assert cls("it broke", stage=Stage.DNS).stage is Stage.DNS
    assert cls("it broke").stage is STAGES.get(cls)


def test_the_text_is_the_reason_after_the_stage() -> None:
    assert str(CicError("it broke")) == "it broke"
    assert str(CicError("it broke", stage=Stage.TCP)) == "tcp: it broke"
    assert CicError("it broke", stage=Stage.TCP).reason == "it broke"


@pytest.mark.parametrize(
    ("status", "cls", "stage"),
    [
        pytest.param(400, RequestRejectedError, Stage.EVENT),
        pytest.param(
            401, errors.UnauthorizedError, Stage.TOKEN, marks=pytest.mark.cic("CIC-T-027")
        ),
        pytest.param(
            412, errors.NoDownchannelError, Stage.EVENT, marks=pytest.mark.cic("CIC-T-069")
        ),
        pytest.param(429, errors.TooManyDownchannelsError, Stage.EVENT),
        pytest.param(500, RequestRejectedError, Stage.EVENT),
        pytest.param(418, RequestRejectedError, Stage.EVENT, marks=pytest.mark.cic("CIC-T-066")),
        pytest.param(599, RequestRejectedError, Stage.EVENT, marks=pytest.mark.cic("CIC-T-066")),
    ],
)
def test_a_status_makes_its_error(
    status: int, cls: type[RequestRejectedError], stage: Stage
) -> None:
    error = rejection(status, stage=Stage.EVENT, code=7, description="no")
    assert type(error) is cls
    assert (error.status, error.code, error.description) == (status, 7, "no")
    assert error.stage is stage


def test_a_rejection_keeps_the_servers_words_out_of_its_text() -> None:
    error = rejection(400, stage=Stage.DOWNCHANNEL, code=400, description="token abc of kim")
    assert str(error) == "downchannel: the server answered with status 400"
    assert "abc" not in repr(error)


def test_a_refused_sign_in_keeps_its_status() -> None:
    error = errors.AuthRejectedError(400)
    assert str(error) == "token: the authorization server answered with status 400"
    assert error.status == 400
    assert errors.AuthRejectedError(400, stage=Stage.AUTHORIZE).stage is Stage.AUTHORIZE


def test_a_rejection_without_a_body_has_no_code() -> None:
    error = rejection(500, stage=Stage.EVENT)
    assert error.code is None
    assert error.description == ""
