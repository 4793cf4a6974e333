"""The right moment, whatever the clock does (alerts.md §5.2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.alerts import (
    ClockSet,
    Disconnected,
    Phase,
    PressStop,
    RingOver,
    Tick,
    moment_of,
)

from .bedside import Bedside, at

RANG = ["ring a", "ringing a", "AlertStarted a"]


@pytest.mark.cic("CIC-AL-010", "CIC-AL-020")
def test_it_rings_at_its_second_and_says_so() -> None:
    bedside = Bedside()
    bedside.set("a", 3600)
    assert bedside.passes(3599.999) == []
    assert bedside.passes(0.001) == RANG
    state = bedside.events[-1].state
    assert state.all_alerts == state.active_alerts
    assert [each.token for each in state.active_alerts] == ["a"]


@pytest.mark.cic("CIC-AL-011")
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2030-05-01T07:10:00Z", datetime(2030, 5, 1, 7, 10, tzinfo=UTC)),
        ("2030-05-01T07:10:00+09:00", datetime(2030, 4, 30, 22, 10, tzinfo=UTC)),
        ("2030-05-01T07:10:00-03:30", datetime(2030, 5, 1, 10, 40, tzinfo=UTC)),
        ("2030-05-01T07:10:00.25+09:00", datetime(2030, 4, 30, 22, 10, 0, 250_000, tzinfo=UTC)),
        ("2030-05-01T07:10:00", None),
        ("2030-05-01", None),
        ("2030-02-30T07:10:00Z", None),
        ("2030-05-01T25:10:00Z", None),
        ("07:10", None),
        ("", None),
    ],
)
def test_the_offset_that_is_given_counts(text: str, moment: datetime | None) -> None:
    assert moment_of(text) == moment


@settings(deadline=None)
@given(st.text(alphabet="0123456789-:+TZ. ", max_size=40))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = moment_of(text)
    assert found is None or found.tzinfo is UTC


@pytest.mark.cic("CIC-AL-011")
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        # On 31 March 2030 clocks in Paris go from 2:00 to 3:00, on 27 October from 3:00 to 2:00.
        ("2030-03-31T03:30:00+02:00", 3600),
        ("2030-03-31T01:30:00Z", 3600),
        ("2030-10-27T02:30:00+02:00", 3600),
        ("2030-10-27T02:30:00+01:00", 7200),
    ],
)
def test_a_clock_that_is_put_forward_or_back_by_law_changes_nothing(
    text: str, seconds: int
) -> None:
    bedside = Bedside()
    home = ZoneInfo("Europe/Paris")
    bedside.now = datetime(2030, int(text[5:7]), int(text[8:10]), 1, 30, tzinfo=home)
    bedside.set("a", scheduledTime=text)
    start = bedside.now.astimezone(UTC)
    for second in range(seconds):
        bedside.now = (start + timedelta(seconds=second)).astimezone(home)
        assert bedside.fed(Tick()) == []
    bedside.now = (start + timedelta(seconds=seconds)).astimezone(home)
    assert bedside.fed(Tick()) == RANG


@pytest.mark.cic("CIC-AL-012")
def test_a_clock_that_is_put_forward_over_an_alert() -> None:
    bedside = Bedside()
    bedside.set("a", 1000)
    bedside.set("b", 1061)
    bedside.now += timedelta(seconds=1061)
    assert bedside.fed(ClockSet(timedelta(seconds=1061))) == [
        "missed a",
        "ring b",
        "ringing b",
        "AlertStarted b",
    ]
    assert bedside.tokens == ["a", "b"]
    assert bedside.active == ["b"]
    assert bedside.listed() == ["deleted a", "silence", "stopped b", "deleted b", "AlertStopped b"]


@pytest.mark.cic("CIC-AL-012")
def test_an_alert_that_is_a_minute_late_rings_at_once() -> None:
    bedside = Bedside()
    bedside.set("a", 1000)
    bedside.now += timedelta(seconds=1060)
    assert bedside.fed(ClockSet(timedelta(seconds=1060))) == RANG


@pytest.mark.cic("CIC-AL-012")
def test_a_clock_that_is_put_back_lets_what_was_missed_ring() -> None:
    bedside = Bedside()
    bedside.set("a", 600)
    bedside.now += timedelta(hours=1)
    assert bedside.fed(ClockSet(timedelta(hours=1))) == ["missed a"]
    assert bedside.fed(Tick()) == []
    bedside.now -= timedelta(hours=1)
    assert bedside.fed(ClockSet(timedelta(hours=-1))) == []
    assert bedside.passes(599) == []
    assert bedside.passes(1) == RANG


def test_what_has_rung_does_not_ring_again_on_a_clock_that_is_put_back() -> None:
    bedside = Bedside()
    bedside.set("a", 600)
    bedside.passes(610)
    bedside.stop("a")
    bedside.now -= timedelta(hours=1)
    assert bedside.fed(ClockSet(timedelta(hours=-1))) == []
    assert bedside.passes(7200) == []
    assert [each.phase for each in bedside.alerts.book] == [Phase.ENDED]


@pytest.mark.parametrize("hours", [-1, 1])
def test_what_lasts_a_while_does_so_on_any_clock(hours: int) -> None:
    """The wait for StopAlert, the longest ringing, the retry of a report, the grace period."""
    jump = timedelta(hours=hours)
    bedside = Bedside(grace=timedelta(minutes=5))
    bedside.set("a", 10)
    bedside.set("z", 86_400)
    bedside.passes(10)
    bedside.passes(300)

    def put() -> list[str]:
        bedside.now += jump
        return bedside.fed(ClockSet(jump))

    assert put() == []
    bedside.fed(PressStop())
    assert put() == []
    assert bedside.passes(4) == []
    assert bedside.passes(1) == ["stopped a", "AlertStopped a"]
    assert bedside.disconnect() == []
    assert put() == []
    assert bedside.passes(299) == []
    assert bedside.passes(1) == ["deleted a", "deleted z"]


def test_a_clock_at_the_end_of_the_calendar_ends_nothing() -> None:
    bedside = Bedside(grace=timedelta.max)
    bedside.set("a", 10)
    bedside.passes(10)
    bedside.fed(Disconnected())
    assert bedside.fed(ClockSet(timedelta.max)) == []
    assert bedside.active == ["a"]


@pytest.mark.cic("CIC-AL-006")
def test_alerts_of_one_second_all_get_their_turn() -> None:
    bedside = Bedside()
    for token in ("a", "b", "c"):
        bedside.set(token, 60)
    assert bedside.passes(60) == [
        "ring a",
        "ringing a",
        "silence",
        "stopped a",
        "ring b",
        "ringing b",
        "silence",
        "stopped b",
        "ring c",
        "ringing c",
        *("AlertStarted a", "AlertStopped a", "AlertStarted b", "AlertStopped b"),
        "AlertStarted c",
    ]
    assert bedside.active == ["c"]


@pytest.mark.cic("CIC-AL-033", "CIC-AL-006")
def test_a_later_alert_takes_the_place_of_the_one_that_rings() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.set("b", 70, "TIMER")
    bedside.passes(60)
    assert bedside.passes(10) == [
        "silence",
        "stopped a",
        "ring b",
        "ringing b",
        "AlertStopped a",
        "AlertStarted b",
    ]


@pytest.mark.cic("CIC-AL-036")
def test_an_action_timer_ends_when_it_was_heard() -> None:
    bedside = Bedside()
    bedside.set("a", 1, "ACTIONTIMER", label="lights off")
    bedside.passes(1)
    (ring,) = bedside.rings
    assert bedside.fed(RingOver(ring.number - 1)) == []
    assert bedside.fed(RingOver(ring.number)) == ["silence", "stopped a", "AlertStopped a"]
    assert bedside.fed(RingOver(ring.number)) == []


@pytest.mark.cic("CIC-AL-021")
def test_an_alarm_does_not_end_because_it_was_heard() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.fed(RingOver(bedside.rings[0].number)) == []
    assert bedside.active == ["a"]


def test_it_asks_for_one_tick_at_the_right_time() -> None:
    bedside = Bedside()
    bedside.set("a", 600)
    assert bedside.wake == bedside.now + timedelta(seconds=600)
    bedside.effects.clear()
    bedside.set("b", 900)
    bedside.fed(Tick())
    assert bedside.wake == bedside.now + timedelta(seconds=600)
    bedside.delete("a")
    assert bedside.wake == bedside.now + timedelta(seconds=900)
    bedside.delete("b")
    assert bedside.wake is None


def test_an_alert_next_year_waits() -> None:
    bedside = Bedside()
    bedside.set("a", scheduledTime="9998-12-31T23:59:59Z")
    assert bedside.passes(86_400 * 30) == []
    assert bedside.set("b", scheduledTime=at(-30)) == ["SetAlertFailed b"]
