"""Statistics that diagnostics may show as they are."""

import asyncio
from collections.abc import Callable
import json
from typing import Any

import pytest

from custom_components.clova_cic.cic.errors import CicError, ConnectionLostError, Stage
from custom_components.clova_cic.cic.history import MAX_TURNS, TurnTimes
from custom_components.clova_cic.cic.stats import MAX_FLAWS, MAX_ROUND_TRIPS, News, Stats

from .test_history import NOON, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stats(clock: Clock) -> Stats:
    return Stats(wall=clock.wall, ticks=clock.ticks)


def recorded(stats: Stats, news: News) -> tuple[list[News], Callable[[], None]]:
    """Return a list that grows with each news of a kind, and what ends that."""
    told: list[News] = []
    return told, stats.listen(news, lambda: told.append(news))


def test_it_starts_at_nothing() -> None:
    found = Stats().as_dict()
    assert not any(found.pop("counters").values())
    assert not any(found.values())


def test_connections_losses_and_returns_are_counted(stats: Stats) -> None:
    stats.attempt(Stage.TCP)
    stats.failed(CicError("not yet"))
    stats.attempt(Stage.TCP)
    stats.connected()
    assert (stats.connects, stats.reconnects) == (1, 0)  # it was never lost
    for _ in range(2):
        stats.failed(ConnectionLostError("broke"))
        stats.disconnected()
        stats.failed(CicError("still not"))
        stats.connected()
    assert (stats.connects, stats.losses, stats.reconnects, stats.dials) == (3, 2, 2, 0)


def test_a_stop_is_no_loss(stats: Stats) -> None:
    stats.connected()
    stats.stopped()
    stats.connected()
    assert (stats.connects, stats.reconnects) == (2, 0)
    stats.failed(ConnectionLostError("broke"))
    stats.stopped()
    stats.connected()
    assert stats.reconnects == 0


def test_the_trouble_is_the_last_failure_until_it_is_over(stats: Stats) -> None:
    first, second = CicError("first"), CicError("second")
    for error in (first, second, second):
        stats.failed(error)
        assert stats.trouble is error
    stats.connected()
    assert stats.trouble is None
    assert stats.connected_since == NOON


def test_as_a_dict_it_is_plain_json(stats: Stats, clock: Clock) -> None:
    stats.drop("stale")
    stats.drop("malformed")
    stats.drop("stale")
    stats.ignore("Clova.Help")
    stats.ignore("Secret.Thing")
    stats.malformed("it is no JSON")
    for seconds in (0.25, 0.05, 0.15):
        stats.pinged(seconds)
    stats.server_said("Fri, 15 Jan 2027 08:00:00 GMT")
    clock.wrong_by = 3600
    found = json.loads(json.dumps(stats.as_dict()))
    assert found["counters"]["dropped"] == {"stale": 2, "malformed": 1}
    assert found["counters"]["unhandled"] == {"Clova.Help": 1, "unknown": 1}
    assert found["counters"]["unreadable"] == {"it is no JSON": 1}
    assert found["clock_ahead"] == 3600
    assert found["round_trip"] == {
        "last": 0.15,
        "least": 0.05,
        "most": 0.25,
        "mean": 0.15,
        "count": 3,
    }


def test_no_two_clients_share_their_counts() -> None:
    first, second = Stats(), Stats()
    first.drop("stale")
    first.listen(News.PING, lambda: second.drop("stale"))
    second.pinged(1.0)
    assert not second.dropped


def test_what_is_kept_is_bounded(stats: Stats) -> None:
    for number in range(MAX_FLAWS + 9):
        stats.malformed(f"flaw {number}")
    stats.malformed("flaw 0")
    for number in range(MAX_ROUND_TRIPS + 9):
        stats.pinged(float(number))
    for _ in range(MAX_TURNS + 9):
        with stats.turn(TurnTimes(), spoken=False):
            pass
    found = stats.as_dict()
    assert len(found["counters"]["unreadable"]) == MAX_FLAWS
    assert found["counters"]["unreadable"]["flaw 0"] == 2
    assert (found["round_trip"]["count"], found["round_trip"]["least"]) == (MAX_ROUND_TRIPS, 9)
    assert len(found["turns"]) == MAX_TURNS
    assert stats.turns == MAX_TURNS + 9


def test_listeners_hear_what_they_asked_for_and_no_longer_than_they_want(stats: Stats) -> None:
    link, stop = recorded(stats, News.LINK)
    pings, _ = recorded(stats, News.PING)
    error = CicError("no")
    stats.failed(error)
    stats.failed(error)
    stats.connected()
    stats.evicted(contested=True)
    stats.settled()
    stats.pinged(0.1)
    assert (len(link), len(pings)) == (3, 1)
    stop()
    stats.stopped()
    assert len(link) == 3


def test_a_listener_that_fails_harms_nobody(stats: Stats, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ZeroDivisionError("a bug")

    stats.listen(News.PING, fail)
    told, _ = recorded(stats, News.PING)
    stats.pinged(0.1)
    assert told == [News.PING]
    assert "a bug" in caplog.text


def test_a_contest_is_over_when_it_settles_or_the_client_stops(stats: Stats) -> None:
    for over in (stats.settled, stats.stopped):
        stats.evicted(contested=True)
        assert stats.contested
        over()
        assert not stats.contested
    stats.evicted(contested=False)
    assert (stats.evictions, stats.contested) == (3, False)


@pytest.mark.parametrize(
    "date", ["Fri, 15 Jan 2027 08:00:00 GMT", "Fri, 15 Jan 2027 08:00:00 -0000"]
)
def test_the_clock_is_compared_with_the_servers(stats: Stats, clock: Clock, date: str) -> None:
    assert stats.clock_ahead is None
    clock.wrong_by = -600
    stats.server_said(date)
    assert stats.clock_ahead == -600
    # It is put right while the connection goes on: no further answer is needed to see that.
    clock.seconds, clock.wrong_by = 90.0, 0.0
    assert stats.clock_ahead == 0


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 15 Jan 99999 08:00:00 GMT"])
def test_a_date_that_is_none_changes_nothing(stats: Stats, date: str) -> None:
    stats.server_said(date)
    assert stats.clock_ahead is None


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (CicError("too bad", stage=Stage.EVENT), ("event", "too bad")),
        (asyncio.CancelledError(), (None, "cancelled")),
        (ZeroDivisionError("secret"), (None, "an unforeseen ZeroDivisionError")),
    ],
)
def test_a_turn_that_fails_is_kept_with_its_cause(
    stats: Stats, clock: Clock, error: BaseException, cause: tuple[Any, str]
) -> None:
    told, _ = recorded(stats, News.TURN)

    def go_wrong() -> None:
        with stats.turn(TurnTimes(clock.ticks), spoken=True):
            clock.seconds = 2.0
            raise error

    with pytest.raises(type(error)):
        go_wrong()
    assert (stats.turns, told) == (0, [News.TURN])
    assert stats.last_turn is not None
    found = stats.last_turn.as_dict()
    assert (found["failed_at"], found["cause"]) == cause
    assert (found["end"], found["kind"]) == (2.0, "spoken")


def test_without_a_ping_or_a_turn_there_is_nothing_to_tell(stats: Stats) -> None:
    assert (stats.round_trip, stats.last_turn) == (None, None)
    stats.pinged(0.5)
    assert stats.round_trip == 0.5
