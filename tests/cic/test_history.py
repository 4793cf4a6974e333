"""The history of connections and the stages of turns: what is kept, and how much of it."""

import json

import pytest

from custom_components.clova_cic.cic.errors import (
    CicError,
    ConnectFailedError,
    ConnectionLostError,
    NoAnswerError,
    Stage,
)
from custom_components.clova_cic.cic.history import (
    MAX_CONNECTIONS,
    ConnectionHistory,
    Mark,
    TurnTimes,
)

NOON = 1_800_000_000.0  # 2027-01-15T08:00:00Z


class Clock:
    """Wall and stop-watch, moved by hand; the wall can also be put wrong."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wrong_by = 0.0

    def wall(self) -> float:
        return NOON + self.seconds + self.wrong_by

    def ticks(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(clock: Clock) -> ConnectionHistory:
    return ConnectionHistory(clock.wall, clock.ticks)


def test_a_connection_that_comes_up_and_breaks(history: ConnectionHistory, clock: Clock) -> None:
    history.attempt(Stage.TCP)
    clock.seconds = 0.25
    history.attempt(Stage.HELLO)
    assert history.connected_since is None
    clock.seconds = 0.5
    history.up()
    assert history.connected_since == NOON + 0.5
    clock.seconds = 3600.5
    assert history.failed(ConnectionLostError("the connection broke"))
    assert history.connected_since is None
    assert history.as_list() == [
        {
            "at": "2027-01-15T08:00:00.000+00:00",
            "stage": "connected",
            "cause": "the connection broke",
            "took": 0.5,
            "lasted": 3600.0,
        }
    ]


def test_a_failed_attempt_names_its_stage_and_how_long_it_took(
    history: ConnectionHistory, clock: Clock
) -> None:
    history.attempt(Stage.TCP)
    clock.seconds = 8.0
    history.failed(ConnectFailedError("no answer in time", stage=Stage.DNS))
    (found,) = history.as_list()
    assert (found["stage"], found["took"], found["lasted"]) == ("dns", None, 8.0)


def test_an_attempt_that_hangs_shows_where(history: ConnectionHistory) -> None:
    history.attempt(Stage.TCP)
    history.attempt(Stage.HELLO)
    (found,) = history.as_list()
    assert (found["stage"], found["cause"], found["lasted"]) == ("hello", None, None)
    history.stopped()
    history.stopped()
    (found,) = history.as_list()
    assert (found["stage"], found["cause"]) == ("hello", "stopped here")


def test_an_error_that_comes_up_twice_is_one_failure(history: ConnectionHistory) -> None:
    history.attempt(Stage.TCP)
    error = CicError("no")
    assert history.failed(error)
    assert not history.failed(error)
    # Another one without an attempt of its own, such as a token that is refused for good.
    assert history.failed(CicError("never", stage=Stage.TOKEN))
    assert [(one["stage"], one["cause"]) for one in history.as_list()] == [
        ("tcp", "no"),
        ("token", "never"),
    ]


def test_hello_without_an_attempt_counts_too(history: ConnectionHistory) -> None:
    history.up()
    assert history.connected_since == NOON


def test_durations_do_not_follow_a_clock_that_is_put_right(
    history: ConnectionHistory, clock: Clock
) -> None:
    history.attempt(Stage.TCP)
    history.up()
    clock.seconds, clock.wrong_by = 60.0, -3600.0
    history.failed(CicError("no"))
    assert history.as_list()[0]["lasted"] == 60.0


def test_only_the_last_ones_are_kept(history: ConnectionHistory) -> None:
    for number in range(MAX_CONNECTIONS + 7):
        history.attempt(Stage.TCP)
        history.failed(CicError(str(number)))
    causes = [one["cause"] for one in history.as_list()]
    assert causes == [str(number) for number in range(7, MAX_CONNECTIONS + 7)]


def test_the_stages_of_a_spoken_turn(clock: Clock) -> None:
    times = TurnTimes(clock.ticks)
    times.mark(Mark.SENT)  # before its time has come
    times.begin(clock.wall(), spoken=True)
    for stage in (Mark.LAST_AUDIO_SENT, Mark.LAST_AUDIO_SENT, Mark.STOP_CAPTURE, Mark.SENT):
        clock.seconds += 0.2
        times.mark(stage, again=stage is Mark.LAST_AUDIO_SENT)
    clock.seconds += 0.2
    for _ in range(2):
        times.mark(Mark.FIRST_DIRECTIVE)
        clock.seconds += 0.2
    times.mark(Mark.END)
    assert times.between(Mark.LAST_AUDIO_SENT, Mark.STOP_CAPTURE) == pytest.approx(0.2)
    assert times.between(Mark.SENT, Mark.FIRST_DIRECTIVE) == pytest.approx(0.2)
    assert times.between(Mark.SENT, Mark.FIRST_AUDIO) is None
    assert times.between(Mark.FIRST_AUDIO, Mark.END) is None
    assert times.between(Mark.END, Mark.SENT) == 0.0
    assert times.at_mark(Mark.END) == pytest.approx(1.4)
    assert json.loads(json.dumps(times.as_dict())) == {
        "at": "2027-01-15T08:00:00.000+00:00",
        "kind": "spoken",
        "sent": 0.8,
        "first_directive": 1.0,
        "first_audio": None,
        "last_audio_sent": 0.4,
        "stop_capture": 0.6,
        "end": 1.4,
        "failed_at": None,
        "cause": None,
    }


def test_of_a_request_that_is_sent_twice_the_second_time_counts(clock: Clock) -> None:
    times = TurnTimes(clock.ticks)
    times.begin(clock.wall(), spoken=False)
    times.mark(Mark.SENT)
    clock.seconds = 1.0
    times.again()
    assert times.at_mark(Mark.SENT) is None
    times.mark(Mark.SENT)
    times.fail(NoAnswerError("no answer in time"))
    found = times.as_dict()
    assert (found["kind"], found["sent"]) == ("typed", 1.0)
    assert (found["failed_at"], found["cause"]) == ("event", "no answer in time")
