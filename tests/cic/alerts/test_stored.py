"""The book on the disk: what outlives a restart, and what damage costs."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.alerts import (
    MAX_ALERTS,
    VERSION,
    Changed,
    PressStop,
    SendEvent,
    dumped,
    loaded,
)
from custom_components.clova_cic.cic.errors import MessageError

from .bedside import DAY, Bedside, alert

ASKED = "RequestSynchronizeAlert"


@pytest.mark.cic("CIC-AL-008", "CIC-AL-005")
def test_alerts_outlive_a_restart() -> None:
    bedside = Bedside()
    assets = [{"assetId": "x", "url": "https://tts.example/1.mp3"}]
    bedside.set("a", 600, "REMINDER", label="물 주기", assets=assets, assetPlayOrder=["x", "x"])
    bedside.set("b", 900)
    before = [each.alert for each in bedside.alerts.book]
    assert bedside.restart(down=60) == []
    assert [each.alert for each in bedside.alerts.book] == before
    assert bedside.passes(540) == ["ring a", "ringing a"]
    assert bedside.connect(alert("b", 900)) == [ASKED, "silence", "stopped a", "deleted a"]


@pytest.mark.cic("CIC-AL-008", "CIC-AL-012")
@pytest.mark.parametrize(("down", "seen"), [(70, ["ring a", "ringing a"]), (71, ["missed a"])])
def test_what_came_due_during_the_restart(down: int, seen: list[str]) -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    assert bedside.restart(down=down) == seen
    assert bedside.restart() == (["ring a"] if down == 70 else [])
    assert bedside.tokens == ["a"]


def test_what_rang_rings_on_and_is_not_told_twice() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    bedside.passes(10)
    assert bedside.restart(down=300) == ["ring a"]
    assert bedside.connect(alert("a", 10)) == [ASKED]
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]
    assert bedside.restart() == []
    assert bedside.connect(alert("a", 10)) == [ASKED]


def test_what_rang_too_long_ago_has_ended() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    bedside.passes(10)
    assert bedside.restart(down=600) == ["stopped a"]
    assert bedside.connect(alert("a", 10)) == [ASKED, "AlertStopped a"]


def test_what_was_muted_stays_silent() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    bedside.passes(10)
    bedside.fed(PressStop())
    assert bedside.restart(down=1) == []
    assert bedside.passes(4) == ["stopped a"]


def test_the_grace_period_goes_on_through_restarts() -> None:
    bedside = Bedside()
    bedside.set("a", 100 * 3600)
    bedside.disconnect()
    bedside.restart(down=20 * 3600)
    bedside.restart(down=1)
    assert bedside.passes(4 * 3600 - 2) == []
    assert bedside.passes(1) == ["deleted a"]


def test_a_home_that_dies_connected_is_offline_from_its_start() -> None:
    bedside = Bedside()
    bedside.set("a", 100 * 3600)
    assert bedside.restart(down=72 * 3600) == []
    assert bedside.alerts.offline_since == bedside.now
    assert bedside.passes(DAY.total_seconds()) == ["deleted a"]


def test_an_event_says_nothing_that_is_not_on_the_disk() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    bedside.passes(10)
    bedside.stop("a")
    bedside.delete("a")
    for place, effect in enumerate(bedside.effects):
        if isinstance(effect, SendEvent):
            assert Changed() in bedside.effects[:place]
    changes = [place for place, each in enumerate(bedside.effects) if each == Changed()]
    events = [place for place, each in enumerate(bedside.effects) if isinstance(each, SendEvent)]
    assert len(events) == 4
    assert all(
        any(change == event - 1 or change == event - 2 for change in changes) for event in events
    )


GOOD = {"alert": alert("a", 600), "missed": False}
RAN = {
    "time": "x",
    "since": "2030-05-01T21:00:00+00:00",
    "over": False,
    "start_told": True,
    "stop_told": False,
    "stop_due": None,
}


@pytest.mark.parametrize(
    "data",
    [None, [], "book", {}, {"version": VERSION}, {"version": VERSION, "alerts": {}}],
)
def test_what_is_no_book_is_not_read(data: object) -> None:
    with pytest.raises(MessageError, match="no alert book"):
        loaded(data, grace=DAY)


@pytest.mark.parametrize("version", [VERSION + 1, None, "1"])
def test_a_book_of_another_version_is_not_read(version: object) -> None:
    with pytest.raises(MessageError, match="another version"):
        loaded({"version": version, "alerts": []}, grace=DAY)


@pytest.mark.parametrize(
    "record",
    [
        None,
        7,
        {},
        {"alert": []},
        {"alert": {"token": "b"}},
        {"alert": alert("b") | {"scheduledTime": 7}},
        {"alert": alert("b" * 5000)},
    ],
)
def test_a_damaged_record_costs_only_itself(record: object) -> None:
    data = {"version": VERSION, "alerts": [record, GOOD], "offline_since": "x"}
    alerts, damaged = loaded(data, grace=DAY)
    assert damaged == 1
    assert [each.alert.token for each in alerts.book] == ["a"]
    assert alerts.offline_since is None


@pytest.mark.parametrize("run", [None, 7, {}, {"time": "x"}, RAN | {"time": 7}, RAN | {"since": 7}])
def test_half_a_ringing_is_none(run: object) -> None:
    data = {"version": VERSION, "alerts": [GOOD | {"run": run}]}
    alerts, damaged = loaded(data, grace=DAY)
    assert damaged == 0
    assert [each.run for each in alerts.book] == [None]


@pytest.mark.parametrize(
    "past",
    [None, 7, [7, {}, {"token": 7}, {"token": "b", "run": 7}], [{"token": "a", "run": RAN}]],
)
def test_what_is_gone_is_read_as_far_as_it_makes_sense(past: object) -> None:
    data = {"version": VERSION, "alerts": [GOOD], "past": past}
    alerts, damaged = loaded(data, grace=DAY)
    assert (damaged, alerts.book.past) == (0, {})


def test_a_book_that_is_too_long_has_an_end() -> None:
    records = [{"alert": alert(f"t-{number}")} for number in range(MAX_ALERTS + 5)]
    alerts, damaged = loaded({"version": VERSION, "alerts": records}, grace=DAY)
    assert (len(alerts.book), damaged) == (MAX_ALERTS, 0)


def test_nothing_is_lost_by_writing_and_reading() -> None:
    bedside = Bedside()
    bedside.listed(alert("past", -3600), alert("rung", 10), alert("next", 600))
    bedside.passes(10)
    bedside.fed(PressStop())
    written = dumped(bedside.alerts)
    again, damaged = loaded(written, grace=timedelta(hours=1))
    assert damaged == 0
    assert again.grace == timedelta(hours=1)
    assert dumped(again) == written
    assert [each.phase for each in again.book] == [each.phase for each in bedside.alerts.book]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(JSON, max_size=4), st.dictionaries(st.sampled_from(sorted(RAN)), JSON))
def test_any_damage_is_survived(records: list[Any], run: dict[str, Any]) -> None:
    data = {"version": VERSION, "alerts": [*records, GOOD | {"run": RAN | run}]}
    alerts, damaged = loaded(data, grace=DAY)
    assert damaged == len(records)
    assert len(alerts.book) == 1
