"""What follows a failure, and when."""

from random import Random

import pytest

from custom_components.clova_cic.cic import errors
from custom_components.clova_cic.cic.errors import CicError, Stage, rejection
from custom_components.clova_cic.cic.retry import (
    FIRST_DELAY,
    LONGEST_DELAY,
    Backoff,
    Resend,
    Step,
    next_step,
    resend,
)


def status(code: int) -> CicError:
    """The error of a refused request."""
    return rejection(code, stage=Stage.EVENT)


@pytest.mark.parametrize(
    ("error", "step", "again"),
    [
        pytest.param(
            errors.TokenRefusedError("no"),
            Step.SIGN_IN,
            Resend.NEVER,
            marks=pytest.mark.cic("CIC-T-028"),
        ),
        pytest.param(
            status(401),
            Step.RENEW_TOKEN,
            Resend.AFTER_RENEWING,
            marks=pytest.mark.cic("CIC-T-027", "CIC-SY-022"),
        ),
        pytest.param(
            status(412),
            Step.RECONNECT,
            Resend.AFTER_REOPENING,
            marks=pytest.mark.cic("CIC-T-069"),
        ),
        pytest.param(
            status(429),
            Step.RECONNECT_LATE,
            Resend.NEVER,
            marks=pytest.mark.cic("CIC-T-016"),
        ),
        (status(400), Step.RECONNECT, Resend.NEVER),
        (status(403), Step.RECONNECT, Resend.NEVER),
        (status(500), Step.RECONNECT, Resend.NEVER),
        (status(503), Step.RECONNECT, Resend.NEVER),
        pytest.param(status(499), Step.RECONNECT, Resend.NEVER, marks=pytest.mark.cic("CIC-T-066")),
        (errors.ConnectFailedError("no", stage=Stage.DNS), Step.RECONNECT, Resend.NEVER),
        (errors.CertificateRefusedError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.ConnectionLostError("no"), Step.RECONNECT, Resend.NEVER),
        pytest.param(
            errors.PingTimeoutError("no"),
            Step.RECONNECT,
            Resend.NEVER,
            marks=pytest.mark.cic("CIC-T-022"),
        ),
        (errors.GoAwayError("no"), Step.RECONNECT, Resend.WHEN_READY),
        (errors.HelloTimeoutError("no"), Step.RECONNECT, Resend.NEVER),
        pytest.param(
            errors.DownchannelEndedError("no"),
            Step.RECONNECT,
            Resend.NEVER,
            marks=pytest.mark.cic("CIC-T-018"),
        ),
        (errors.NotReadyError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.NoAnswerError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.StreamFailedError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.StreamRefusedError("no"), Step.RECONNECT, Resend.WHEN_READY),
        (errors.TurnInterruptedError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.ProtocolViolationError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.MultipartError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.MessageError("no"), Step.RECONNECT, Resend.NEVER),
        (errors.UsageError("no"), Step.RECONNECT, Resend.NEVER),
    ],
    ids=lambda value: value.name if isinstance(value, Step | Resend) else str(value),
)
def test_what_follows_a_failure(error: CicError, step: Step, again: Resend) -> None:
    assert next_step(error) is step
    assert resend(error) is again


class Highest(Random):
    """Draws the upper end always."""

    def uniform(self, a: float, b: float) -> float:
        assert a == 0
        return b


@pytest.mark.cic("CIC-T-018")
def test_the_first_attempt_comes_at_once() -> None:
    assert Backoff().delay() == 0


def test_the_upper_end_grows_to_the_longest_delay_and_stays_there() -> None:
    backoff = Backoff(Highest())
    delays = [backoff.delay() for _ in range(5000)]
    assert delays[:8] == [0, 1, 2, 4, 8, 16, 32, 60]
    assert set(delays[8:]) == {LONGEST_DELAY}


def test_a_delay_lies_anywhere_below_its_upper_end() -> None:
    drawn = []
    for seed in range(300):
        backoff = Backoff(Random(seed))
        drawn.append([backoff.delay() for _ in range(8)])
    for attempt, cap in enumerate([1, 2, 4, 8, 16, 32, 60], start=1):
        delays = [delays[attempt] for delays in drawn]
        assert 0 <= min(delays) < cap * 0.1
        assert cap * 0.9 < max(delays) <= cap


def test_the_delays_of_one_seed_are_the_same_each_time() -> None:
    first, second = Backoff(Random(7)), Backoff(Random(7))
    assert [first.delay() for _ in range(9)] == [second.delay() for _ in range(9)]


def test_two_clients_do_not_wait_in_step() -> None:
    first, second = Backoff(), Backoff()
    assert [first.delay() for _ in range(9)] != [second.delay() for _ in range(9)]


def test_a_stable_connection_makes_it_begin_anew() -> None:
    backoff = Backoff(Highest())
    for _ in range(5):
        backoff.delay()
    backoff.reset()
    assert [backoff.delay() for _ in range(3)] == [0, FIRST_DELAY, 2 * FIRST_DELAY]


@pytest.mark.cic("CIC-T-016")
def test_a_request_for_patience_is_met_with_the_longest_delay() -> None:
    assert Backoff(Highest()).longest() == LONGEST_DELAY


@pytest.mark.cic("CIC-T-016")
def test_after_a_request_for_patience_no_attempt_comes_at_once() -> None:
    backoff = Backoff(Highest())
    backoff.longest()
    assert backoff.delay() == FIRST_DELAY
