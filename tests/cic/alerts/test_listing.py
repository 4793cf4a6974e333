"""Synchronisation: the book becomes what CLOVA says (alerts.md §5.5, flows/alerts.md §6)."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.alerts import MAX_ALERTS, ClockSet, Connected, Phase, Unsent
from custom_components.clova_cic.cic.alerts.book import MAX_NAME
from custom_components.clova_cic.cic.alerts.listing import ANSWER_LIMIT

from .bedside import EVENING, Bedside, alert, at

ASKED = "RequestSynchronizeAlert"


@pytest.mark.cic("CIC-AL-040", "CIC-AL-140", "CIC-SY-002")
def test_every_connection_begins_with_a_request_for_the_list() -> None:
    bedside = Bedside(connected=False)
    assert bedside.fed(Connected()) == [ASKED]
    bedside.listed()
    bedside.disconnect()
    assert bedside.fed(Connected()) == [ASKED]


@pytest.mark.cic("CIC-AL-041", "CIC-AL-141")
def test_one_of_three_remains_and_nothing_is_reported() -> None:
    bedside = Bedside()
    for token in ("a", "b", "c"):
        bedside.set(token)
    assert bedside.listed(alert("b")) == ["deleted a", "deleted c"]
    assert bedside.tokens == ["b"]


@pytest.mark.cic("CIC-AL-041", "CIC-AL-141", "CIC-AL-144")
def test_a_list_adds_changes_and_removes() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.set("b", 60, "REMINDER", label="plants")
    changed = alert("b", 60, "REMINDER", label="flowers")
    assert bedside.listed(changed, alert("c", 90)) == ["deleted a", "changed b", "set c"]
    assert bedside.state["allAlerts"] == [alert("b", 60, "REMINDER"), alert("c", 90)]
    assert [each.alert.label for each in bedside.alerts.book] == ["flowers", None]
    assert bedside.passes(60)[:2] == ["ring b", "ringing b"]


@pytest.mark.cic("CIC-AL-141")
def test_an_empty_list_removes_all() -> None:
    bedside = Bedside()
    bedside.set("a")
    assert bedside.listed() == ["deleted a"]
    assert bedside.tokens == []


@pytest.mark.cic("CIC-AL-042", "CIC-SY-010", "CIC-SY-012")
@pytest.mark.parametrize(
    ("payload", "tokens"),
    [({}, ["a"]), ({"allAlerts": []}, ["a"]), ({"allAlerts": [alert("b")]}, ["b"])],
)
def test_the_old_list_counts_if_there_is_something_on_it(
    payload: dict[str, Any], tokens: list[str]
) -> None:
    bedside = Bedside()
    bedside.set("a")
    bedside.told("System.SynchronizeState", **payload)
    assert bedside.tokens == tokens


@pytest.mark.cic("CIC-AL-142")
@pytest.mark.parametrize("seconds", [1, 1000])
def test_what_rings_and_is_listed_rings_on(seconds: int) -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    changed = [] if seconds == 1 else ["changed a"]
    assert bedside.listed(alert("a", seconds)) == changed
    assert bedside.active == ["a"]
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]
    rings = [] if seconds == 1 else ["ring a", "ringing a", "AlertStarted a"]
    assert bedside.passes(1000) == rings


@pytest.mark.cic("CIC-AL-142", "CIC-AL-033")
@pytest.mark.parametrize("listed", [[], [alert("a", 600, "TIMER")]])
def test_what_rings_and_is_not_listed_stops(listed: list[Any]) -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    seen = bedside.listed(*listed)
    assert [seen[0], seen[1], seen[2], seen[-1]] == [
        "silence",
        "stopped a",
        "deleted a",
        "AlertStopped a",
    ]
    state = bedside.events[-1].state
    assert (len(state.all_alerts), len(state.active_alerts)) == (len(listed), 0)


@pytest.mark.cic("CIC-AL-143")
def test_what_is_past_is_kept_and_not_rung() -> None:
    bedside = Bedside()
    assert bedside.listed(alert("a", -61), alert("b", -60)) == [
        "set a",
        "set b",
        "missed a",
        "ring b",
        "ringing b",
        "AlertStarted b",
    ]
    assert bedside.tokens == ["a", "b"]
    assert bedside.active == ["b"]
    assert bedside.listed(alert("a", -61), alert("b", -60)) == []


@pytest.mark.cic("CIC-AL-141", "CIC-AL-143")
def test_what_has_rung_or_was_missed_does_so_once_for_each_time() -> None:
    bedside = Bedside()
    bedside.listed(alert("missed", -3600), alert("rung", 10))
    bedside.passes(10)
    bedside.stop("rung")
    labelled = [alert("missed", -3600, label="x"), alert("rung", 10, label="x")]
    assert bedside.listed(*labelled) == ["changed missed", "changed rung"]
    assert bedside.passes(60) == []
    seen = bedside.listed(alert("missed", 100), alert("rung", 110))
    assert seen == ["changed missed", "changed rung"]
    assert [each.phase for each in bedside.alerts.book] == [Phase.SET, Phase.SET]
    assert [each for each in bedside.passes(120) if each.startswith("ring ")] == [
        "ring missed",
        "ring rung",
    ]


@pytest.mark.parametrize(
    "odd", [alert("odd", 60, "SIREN"), alert("odd") | {"scheduledTime": "soon"}]
)
def test_what_cannot_ring_is_listed_all_the_same(odd: dict[str, Any]) -> None:
    bedside = Bedside(judged=False)
    bedside.listed(odd)
    assert bedside.state["allAlerts"] == [odd]
    assert bedside.passes(3600) == []


def test_of_two_with_one_token_the_later_counts() -> None:
    bedside = Bedside()
    assert bedside.listed(alert("a", 60), alert("a", 90)) == ["set a"]
    assert bedside.state["allAlerts"] == [alert("a", 90)]


def test_a_list_that_is_too_long_keeps_what_rings_first() -> None:
    bedside = Bedside(judged=False)
    bedside.set("known", 10**6)
    many = [alert(f"t-{number}", 10_000 - number) for number in range(MAX_ALERTS)]
    odd = [
        alert("known", 10**6),
        alert("never") | {"scheduledTime": "soon"},
        alert("past", -3600),
        alert("x" * (MAX_NAME + 1)),
    ]
    seen = bedside.listed(*odd, *many)
    assert seen[0] == "no room for 3"
    assert len(bedside.alerts.book) == MAX_ALERTS
    assert set(bedside.tokens) == {"known", *(f"t-{number}" for number in range(1, MAX_ALERTS))}


def test_what_was_set_while_the_list_was_on_its_way_is_not_lost() -> None:
    bedside = Bedside()
    bedside.listed(alert("old"), alert("kept"))
    bedside.disconnect()
    bedside.fed(Connected())
    bedside.set("new")
    bedside.delete("old")
    assert bedside.listed(alert("old"), alert("kept", 90)) == ["changed kept", ASKED]
    assert bedside.tokens == ["kept", "new"]
    assert bedside.listed(alert("kept", 90), alert("new")) == []
    assert bedside.tokens == ["kept", "new"]


def test_an_outcome_that_clova_may_not_know_yet_waits_for_another_list() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a")
    bedside.set("b")
    assert bedside.listed() == []
    assert bedside.tokens == ["a", "b"]
    assert bedside.taken() == ["SetAlertSucceeded a"]
    assert bedside.taken() == ["SetAlertSucceeded b"]
    assert bedside.taken() == [ASKED]
    assert bedside.listed(alert("a")) == ["deleted b"]


def test_a_list_that_was_asked_for_again_counts_for_what_was_set_before() -> None:
    bedside = Bedside(connected=False)
    bedside.fed(Connected())
    bedside.set("a", 3600)
    assert bedside.passes(10) == [ASKED]
    assert bedside.listed() == ["deleted a"]


def test_lists_that_settle_nothing_hold_no_report_up() -> None:
    bedside = Bedside()
    bedside.takes = False
    for number in range(5):
        bedside.set(f"t-{number}")
        bedside.listed()
    seen = [bedside.taken()[0] for _ in range(6)]
    assert seen == [*(f"SetAlertSucceeded t-{number}" for number in range(5)), ASKED]
    assert bedside.pending == []


def test_more_changes_than_a_list_can_settle_are_not_remembered() -> None:
    bedside = Bedside(judged=False)
    bedside.fed(Connected())
    for number in range(MAX_ALERTS + 1):
        bedside.delete(f"t-{number}")
    last = f"t-{MAX_ALERTS}"
    assert bedside.listed(alert("t-0"), alert(last)) == [f"set {last}", ASKED]


@pytest.mark.cic("CIC-AL-040")
def test_a_list_that_does_not_come_is_asked_for_again_ever_more_seldom() -> None:
    bedside = Bedside(connected=False)
    assert bedside.fed(Connected()) == [ASKED]
    assert bedside.passes(9) == []
    assert bedside.passes(1) == [ASKED]
    assert bedside.passes(19) == []
    assert bedside.passes(1) == [ASKED]
    bedside.effects.clear()
    bedside.passes(24 * 3600)
    assert 90 < len(bedside.events) < 110
    bedside.listed()
    assert bedside.passes(24 * 3600) == []


def test_a_list_may_come_before_its_request_is_known_to_have_arrived() -> None:
    bedside = Bedside(connected=False)
    bedside.takes = False
    bedside.fed(Connected())
    bedside.listed()
    bedside.takes = True
    assert bedside.taken() == [ASKED]
    assert bedside.passes(3600) == []


def test_a_request_is_repeated_on_time_though_the_clock_was_set() -> None:
    bedside = Bedside(connected=False)
    bedside.fed(Connected())
    bedside.now -= ANSWER_LIMIT * 100
    assert bedside.fed(ClockSet(-ANSWER_LIMIT * 100)) == []
    assert bedside.passes(9) == []
    assert bedside.passes(1) == [ASKED]


def test_a_request_that_is_refused_is_not_sent_again_at_once() -> None:
    bedside = Bedside(connected=False)
    bedside.takes = False
    bedside.fed(Connected())
    bedside.fed(Unsent(bedside.pending.pop().number, again=False))
    assert bedside.pending == []
    bedside.takes = True
    assert bedside.passes(10) == [ASKED]


def test_the_state_of_a_request_is_that_of_its_moment() -> None:
    bedside = Bedside()
    bedside.set("a", scheduledTime=at(5, base=EVENING))
    bedside.disconnect()
    bedside.fed(Connected())
    assert [each.token for each in bedside.events[-1].state.all_alerts] == ["a"]
