"""What is read of the authorization server's answers, and which failure each of the others is."""

import pytest

from custom_components.clova_cic.cic import (
    AccountTokenRefusedError,
    AccountWithdrawnError,
    AuthError,
    AuthRejectedError,
    AuthUnavailableError,
    Stage,
)

from .auth_script import LEFT_OUT, Answer, Asked, AuthScript, body, granted, tokens


@pytest.mark.parametrize(
    ("told", "lifetime"),
    [
        (7200, 7200),
        (12960000, 12960000),
        (3, 3),
        (3.0, 3),
        ("332000", 332000),
        (0, None),
        (-5, None),
        (0.5, None),
        (1e300, None),
        (10**12, None),
        ("soon", None),
        ("-3", None),
        (True, None),
        (None, None),
        ([], None),
        ("", None),
        (LEFT_OUT, None),
    ],
)
@pytest.mark.cic("CIC-A-023")
async def test_a_lifetime_is_whole_seconds(told: object, lifetime: int | None) -> None:
    pair = await AuthScript(tokens(expires_in=told)).api(lambda: 1000.0).issue("c-1")
    assert pair.expires_at == (None if lifetime is None else 1000.0 + lifetime)


async def test_a_lifetime_counts_from_when_it_is_told() -> None:
    clock = [0.0]

    def answer(_asked: Asked) -> Answer:
        clock.append(500.0)
        return tokens(expires_in=100)

    pair = await AuthScript(answer).api(lambda: clock[-1]).issue("c-1")
    assert pair.expires_at == 600.0


async def test_a_result_may_stand_in_a_value() -> None:
    script = AuthScript(
        lambda asked: body(summary="x", value={"code": "c-9", "state": asked.query["state"]}),
        body(value={"access_token": "a-9", "expires_in": 5, "refresh_token": "r-9"}),
    )
    api = script.api()
    assert (await api.authorize("acct")).code == "c-9"
    pair = await api.issue("c-9")
    assert (pair.access_token, pair.refresh_token, pair.expires_at) == ("a-9", "r-9", 1005.0)


async def test_a_plain_result_comes_before_a_value() -> None:
    api = AuthScript(body(access_token="plain", value={"access_token": "wrapped"})).api()
    assert (await api.issue("c-1")).access_token == "plain"


@pytest.mark.parametrize("refresh_token", [None, LEFT_OUT, "", 5, "r\n1", "토큰", "x" * 9000])
async def test_a_refresh_token_that_is_none_is_left_out(refresh_token: object) -> None:
    pair = await AuthScript(tokens(refresh_token=refresh_token)).api().issue("c-1")
    assert pair.refresh_token is None


UNREADABLE = [
    b"",
    b"<!doctype html><title>Log in</title>",
    b"[]",
    b"null",
    b'"text"',
    b"{}",
    b'{"value": []}',
    b'{"value": {}}',
    b'{"access_token": 5, "code": 5}',
    b'{"access_token": "", "code": ""}',
    b'{"access_token": null, "code": null}',
    b"\xff\xfe",
]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_an_answer_that_cannot_be_read_is_no_refusal(content: bytes) -> None:
    api = AuthScript((200, content)).api()
    for request, stage in (
        (api.authorize("acct"), Stage.AUTHORIZE),
        (api.issue("c-1"), Stage.TOKEN),
        (api.refresh("r-1"), Stage.TOKEN),
    ):
        with pytest.raises(AuthUnavailableError) as caught:
            await request
        assert caught.value.stage is stage


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "a b", "토큰", "x" * 9000])
async def test_a_token_that_no_header_can_carry_is_not_taken(token: str) -> None:
    with pytest.raises(AuthUnavailableError):
        await AuthScript(tokens(access_token=token)).api().issue("c-1")


@pytest.mark.parametrize("token", ["", "a\r\nX-Evil: 1", "two words", "토큰", "a\0"])
async def test_an_account_token_that_no_header_can_carry_is_not_sent(token: str) -> None:
    script = AuthScript(granted())
    with pytest.raises(AccountTokenRefusedError):
        await script.api().authorize(token)
    assert script.asked == []


@pytest.mark.parametrize(
    ("status", "of_account", "of_token"),
    [
        (400, AuthRejectedError, AuthRejectedError),
        (401, AuthRejectedError, AuthRejectedError),
        (403, AccountTokenRefusedError, AuthRejectedError),
        (404, AuthRejectedError, AuthRejectedError),
        (423, AccountWithdrawnError, AuthRejectedError),
        (499, AuthRejectedError, AuthRejectedError),
        (451, AuthUnavailableError, AuthRejectedError),  # it has neither code nor page here
        (408, AuthUnavailableError, AuthUnavailableError),
        (429, AuthUnavailableError, AuthUnavailableError),
        (204, AuthUnavailableError, AuthUnavailableError),
        (302, AuthUnavailableError, AuthUnavailableError),
        (500, AuthUnavailableError, AuthUnavailableError),
        (503, AuthUnavailableError, AuthUnavailableError),
    ],
)
@pytest.mark.parametrize("content", [b'{"error": "se+cr"}', b"<html>", b""])
async def test_a_status_tells_what_can_help(
    content: bytes, status: int, of_account: type[AuthError], of_token: type[AuthError]
) -> None:
    api = AuthScript((status, content)).api()
    with pytest.raises(AuthError) as caught:
        await api.authorize("acct")
    assert type(caught.value) is of_account
    assert caught.value.stage is Stage.AUTHORIZE
    for request in (api.issue("c-1"), api.refresh("r-1"), api.delete("a-1")):
        with pytest.raises(AuthError) as caught:
            await request
        assert type(caught.value) is of_token
        assert caught.value.stage is Stage.TOKEN
        assert "se+cr" not in str(caught.value)


async def test_a_rejection_knows_its_status() -> None:
    with pytest.raises(AuthRejectedError) as caught:
        await AuthScript((404, b"")).api().issue("c-1")
    assert caught.value.status == 404
    assert str(caught.value) == "token: the authorization server answered with status 404"


async def test_a_server_out_of_reach_is_told_with_the_stage() -> None:
    class SpecialError(AuthUnavailableError):
        """What a transport may tell in more detail."""

    failure = SpecialError("the name was not found")
    failure.__cause__ = OSError("https://auth.example/?client_secret=x")
    api = AuthScript(failure).api()
    for request, stage in (
        (api.authorize("acct"), Stage.AUTHORIZE),
        (api.delete("a-1"), Stage.TOKEN),
    ):
        with pytest.raises(SpecialError) as caught:
            await request
        assert str(caught.value) == f"{stage}: the name was not found"
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_nothing_of_a_fault_of_the_transport_gets_out() -> None:
    fault = ValueError("https://auth.example/token?client_secret=x")
    with pytest.raises(AuthUnavailableError) as caught:
        await AuthScript(fault).api().issue("c-1")
    assert str(caught.value) == "token: an unforeseen ValueError of the transport"
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
