"""Set, change, delete, stop: what CLOVA orders, and what it is told (alerts.md §5.1, §5.4)."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.clova_cic.cic.alerts import (
    MAX_ALERTS,
    MAX_SOUNDS,
    Alerts,
    Phase,
    PressDelete,
    PressStop,
    Tick,
)
from custom_components.clova_cic.cic.alerts.book import MAX_LABEL, MAX_NAME
from custom_components.clova_cic.cic.errors import UsageError

from .bedside import EVENING, Bedside, alert, at


@pytest.mark.cic("CIC-AL-001", "CIC-AL-002")
def test_an_alert_is_added_and_told_once() -> None:
    bedside = Bedside()
    assert bedside.set("a", 60) == ["set a", "SetAlertSucceeded a"]
    assert bedside.set("b", 60) == ["set b", "SetAlertSucceeded b"]
    assert bedside.tokens == ["a", "b"]
    (first, _) = bedside.events
    assert [each.token for each in first.state.all_alerts] == ["a"]


@pytest.mark.cic("CIC-AL-001")
def test_a_known_token_changes_its_alert_in_every_field() -> None:
    bedside = Bedside()
    bedside.set("a", 60, "REMINDER", label="water the plants")
    assert bedside.set("a", 90, "TIMER") == ["changed a", "SetAlertSucceeded a"]
    assert bedside.state["allAlerts"] == [alert("a", 90, "TIMER")]
    (entry,) = bedside.alerts.book
    assert entry.alert.label is None
    assert bedside.passes(89) == []
    assert bedside.passes(1) == ["ring a", "ringing a", "AlertStarted a"]


@pytest.mark.cic("CIC-AL-002")
def test_the_same_alert_once_more_is_told_once_more_and_changes_nothing() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    assert bedside.set("a", 10) == ["SetAlertSucceeded a"]
    bedside.passes(10)
    assert bedside.set("a", 10) == ["SetAlertSucceeded a"]
    assert bedside.active == ["a"]
    bedside.stop("a")
    bedside.passes(5)
    assert bedside.set("a", 10) == ["SetAlertSucceeded a"]
    assert len(bedside.rings) == 1


@pytest.mark.cic("CIC-AL-007")
@pytest.mark.parametrize(
    "changes",
    [
        {"scheduledTime": "tomorrow"},
        {"scheduledTime": "2030-05-01T22:10:00"},
        {"scheduledTime": ""},
        {"scheduledTime": at(-61)},
        {"scheduledTime": "9999-12-31T23:59:59Z"},
        {"scheduledTime": "0001-01-01T00:00:00+14:00"},
        {"type": "SIREN"},
        {"token": "x" * (MAX_NAME + 1)},
    ],
)
def test_what_cannot_ring_is_not_set(changes: dict[str, Any]) -> None:
    bedside = Bedside(judged="type" not in changes)  # no event may name an unknown type
    made = alert("a") | changes
    assert bedside.told("Alerts.SetAlert", **made) == [f"SetAlertFailed {made['token']}"]
    assert bedside.tokens == []


@pytest.mark.cic("CIC-AL-007")
def test_after_a_change_that_failed_the_former_version_stays() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    assert bedside.set("a", -3600) == ["SetAlertFailed a"]
    assert bedside.state["allAlerts"] == [alert("a", 60)]
    bedside.passes(60)
    assert bedside.set("a", -3600) == ["SetAlertFailed a"]
    assert bedside.active == ["a"]


@pytest.mark.cic("CIC-AL-007")
def test_a_full_book_takes_changes_only() -> None:
    bedside = Bedside(judged=False)  # the emulator remembers fewer
    for number in range(MAX_ALERTS):
        bedside.set(f"t-{number}", 3600)
    assert bedside.set("one-more", 60) == ["SetAlertFailed one-more"]
    assert bedside.set("t-0", 7200) == ["changed t-0", "SetAlertSucceeded t-0"]
    bedside.delete("t-1")
    assert bedside.set("one-more", 60) == ["set one-more", "SetAlertSucceeded one-more"]
    assert len(bedside.alerts.book) == MAX_ALERTS


def test_an_alert_has_bounds() -> None:
    bedside = Bedside(judged=False)
    sounds = [{"assetId": str(n), "url": "http://x.example/"} for n in range(2 * MAX_SOUNDS)]
    sounds[0]["url"] *= MAX_NAME
    sounds[1]["assetId"] *= 2 * MAX_NAME
    order = [each["assetId"] for each in sounds]
    bedside.set("a", 60, "TIMER", label="x" * MAX_LABEL * 2, assets=sounds, assetPlayOrder=order)
    (entry,) = bedside.alerts.book
    assert len(entry.alert.label or "") == MAX_LABEL
    assert [each.asset_id for each in entry.alert.assets or ()] == order[2:MAX_SOUNDS]
    assert list(entry.alert.asset_play_order or ()) == [order[0], *order[2:MAX_SOUNDS]]


@pytest.mark.cic("CIC-AL-003", "CIC-AL-130")
def test_an_alert_is_deleted_and_then_told() -> None:
    bedside = Bedside()
    bedside.set("a")
    assert bedside.delete("a") == ["deleted a", "DeleteAlertSucceeded a"]
    assert bedside.events[-1].state.all_alerts == ()
    assert bedside.passes(120) == []


@pytest.mark.cic("CIC-AL-003")
@pytest.mark.parametrize(("token", "kind"), [("b", "ALARM"), ("a", "TIMER")])
def test_only_token_and_type_together_name_what_is_deleted(token: str, kind: str) -> None:
    bedside = Bedside()
    bedside.set("a")
    assert bedside.delete(token, kind) == [f"DeleteAlertFailed {token}"]
    assert bedside.tokens == ["a"]


@pytest.mark.cic("CIC-AL-131")
def test_a_ringing_alert_is_stopped_before_it_is_deleted() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.delete("a") == [
        "silence",
        "stopped a",
        "deleted a",
        "AlertStopped a",
        "DeleteAlertSucceeded a",
    ]


@pytest.mark.cic("CIC-AL-110")
def test_a_ringing_alert_is_stopped_before_it_is_changed() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.set("a", 30) == [
        "silence",
        "stopped a",
        "changed a",
        "AlertStopped a",
        "SetAlertSucceeded a",
    ]
    assert bedside.passes(29) == ["ring a", "ringing a", "AlertStarted a"]


@pytest.mark.cic("CIC-AL-110")
def test_a_change_that_leaves_the_time_does_not_ring_twice() -> None:
    bedside = Bedside()
    bedside.set("a", 1, "REMINDER", label="plants")
    bedside.passes(1)
    assert bedside.set("a", 1, "REMINDER", label="flowers")[-2:] == [
        "AlertStopped a",
        "SetAlertSucceeded a",
    ]
    assert bedside.passes(60) == []


@pytest.mark.cic("CIC-AL-030", "CIC-AL-033", "CIC-AL-034")
def test_stop_alert_ends_it_and_it_stays_until_it_is_deleted() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]
    state = bedside.events[-1].state
    assert [each.token for each in state.all_alerts] == ["a"]
    assert state.active_alerts == ()
    assert bedside.tokens == ["a"]
    assert bedside.delete("a") == ["deleted a", "DeleteAlertSucceeded a"]


@pytest.mark.cic("CIC-AL-030")
def test_a_stop_of_another_type_stops_nothing() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.stop("a", "TIMER") == ["AlertStopped a"]
    assert bedside.active == ["a"]
    assert "silence" not in bedside.passes(60)


@pytest.mark.cic("CIC-AL-035")
def test_what_does_not_ring_has_stopped_again() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    assert bedside.stop("a") == ["AlertStopped a"]
    assert bedside.passes(10)[0] == "ring a"
    bedside.stop("a")
    assert bedside.stop("a") == ["AlertStopped a"]
    assert bedside.tokens == ["a"]


@pytest.mark.cic("CIC-AL-031", "CIC-AL-120")
def test_a_button_mutes_and_asks_and_stop_alert_ends() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.fed(PressStop()) == ["silence", "RequestAlertStop a"]
    assert bedside.active == ["a"]
    assert bedside.fed(PressStop()) == []
    assert bedside.passes(3) == []
    assert bedside.stop("a") == ["stopped a", "AlertStopped a"]
    assert bedside.passes(30) == []
    names = [type(each.event).__name__ for each in bedside.events]
    assert names == ["SetAlertSucceeded", "AlertStarted", "RequestAlertStop", "AlertStopped"]


@pytest.mark.cic("CIC-AL-124", "CIC-AL-035")
def test_without_stop_alert_a_button_ends_it_after_five_seconds() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.fed(PressStop("a"))
    assert bedside.passes(4.9) == []
    assert bedside.passes(0.1) == ["stopped a", "AlertStopped a"]
    assert bedside.stop("a") == ["AlertStopped a"]


@pytest.mark.cic("CIC-AL-121")
def test_only_the_alert_that_is_named_is_stopped() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.set("b", 2)
    bedside.passes(1)
    bedside.fed(PressStop("a"))
    assert bedside.passes(1) == ["ring b", "ringing b", "AlertStarted b"]
    assert bedside.active == ["a", "b"]
    assert bedside.fed(PressStop("a")) == []
    assert bedside.stop("a") == ["stopped a", "AlertStopped a"]
    assert bedside.active == ["b"]


@pytest.mark.cic("CIC-AL-037")
def test_a_delete_button_asks_and_delete_alert_deletes() -> None:
    bedside = Bedside()
    bedside.set("a")
    assert bedside.fed(PressDelete("a")) == ["RequestDeleteAlert a"]
    assert bedside.tokens == ["a"]
    assert bedside.fed(PressDelete("unknown")) == []
    assert bedside.delete("a") == ["deleted a", "DeleteAlertSucceeded a"]


@pytest.mark.cic("CIC-AL-122", "CIC-AL-044")
@pytest.mark.parametrize("token", ["a", "b"])
def test_the_next_time_may_have_the_same_token_or_another(token: str) -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.stop("a")
    bedside.set(token, 120)
    assert bedside.passes(118) == []
    assert bedside.passes(1) == [f"ring {token}", f"ringing {token}", f"AlertStarted {token}"]
    assert bedside.tokens == (["a"] if token == "a" else ["a", "b"])


@pytest.mark.cic("CIC-AL-161", "CIC-AL-006")
def test_two_alerts_may_be_equal_but_for_their_token() -> None:
    bedside = Bedside()
    bedside.set("a", 10)
    bedside.set("b", 10)
    assert bedside.delete("a") == ["deleted a", "DeleteAlertSucceeded a"]
    assert bedside.passes(10) == ["ring b", "ringing b", "AlertStarted b"]


@pytest.mark.cic("CIC-AL-005", "CIC-CX-007", "CIC-CX-011")
@pytest.mark.parametrize(
    "text",
    [
        "2030-05-02T07:10:00+09:00",
        "2030-05-01T22:10:00Z",
        "2030-05-01T22:10:00.5Z",
        "2030-05-01T22:10:00.123456789+00:00",
        "2030-05-01T19:40:00-02:30",
    ],
)
def test_a_time_goes_back_byte_for_byte(text: str) -> None:
    bedside = Bedside()
    bedside.set("a", scheduledTime=text, label="x", assets=[], assetPlayOrder=[])
    assert bedside.state["allAlerts"] == [{"token": "a", "type": "ALARM", "scheduledTime": text}]
    bedside.passes(15 * 60)
    assert len(bedside.rings) == 1
    assert bedside.events[1].state.active_alerts[0].scheduled_time == text


@pytest.mark.cic("CIC-AL-120", "CIC-AL-036")
def test_nobody_stops_it() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    assert bedside.passes(599) == []
    assert bedside.passes(1) == ["silence", "stopped a", "AlertStopped a"]


def test_a_clock_has_a_time_zone() -> None:
    with pytest.raises(UsageError, match="time zone"):
        Alerts().feed(EVENING.replace(tzinfo=None), Tick())


def test_what_is_none_of_its_business_does_nothing() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    before = bedside.state
    assert bedside.fed(object()) == []
    assert bedside.state == before
    assert [each.phase for each in bedside.alerts.book] == [Phase.SET]


def test_the_next_alert_is_the_soonest_that_can_ring() -> None:
    bedside = Bedside()
    assert bedside.alerts.next is None
    bedside.set("late", 60)
    bedside.set("soon", 30)
    found = bedside.alerts.next
    assert found is not None
    assert (found.alert.token, found.due) == ("soon", EVENING + timedelta(seconds=30))
    bedside.passes(30)
    found = bedside.alerts.next
    assert found is not None
    assert found.alert.token == "late"
