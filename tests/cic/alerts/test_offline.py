"""Without the cloud, and back (flows/alerts.md §7)."""

from datetime import timedelta

import pytest

from custom_components.clova_cic.cic.alerts import (
    DEFAULT_GRACE,
    MAX_REPORTS,
    Alerts,
    ClockSet,
    Connected,
    Disconnected,
    PressDelete,
    PressStop,
    Sent,
    Tick,
    Unlinked,
    Unsent,
)
from custom_components.clova_cic.cic.alerts.book import MAX_PAST

from .bedside import DAY, Bedside, alert

ASKED = "RequestSynchronizeAlert"


def ringing() -> Bedside:
    """An alert that rings since a second; CLOVA knows it."""
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    return bedside


@pytest.mark.cic("CIC-AL-043", "CIC-AL-150")
def test_alerts_ring_without_the_cloud_until_the_grace_period_is_over() -> None:
    bedside = Bedside()
    bedside.set("a", 23 * 3600)
    bedside.set("b", 25 * 3600)
    bedside.disconnect()
    bedside.fed(Disconnected())
    assert bedside.passes(23 * 3600) == ["ring a", "ringing a"]
    assert bedside.passes(3599) == ["silence", "stopped a"]
    assert bedside.passes(1) == ["deleted a", "deleted b"]
    assert bedside.passes(3600) == []
    assert bedside.connect(alert("b", 30 * 3600)) == [ASKED, "set b"]


@pytest.mark.cic("CIC-AL-150")
def test_the_grace_period_can_be_changed_while_it_runs() -> None:
    bedside = Bedside()
    assert Alerts().grace == DEFAULT_GRACE == timedelta(minutes=5)
    bedside.set("a", 80_000)
    bedside.disconnect()
    bedside.passes(3600)
    bedside.alerts.grace = timedelta(hours=2)
    assert bedside.fed(Tick()) == []
    assert bedside.passes(3600) == ["deleted a"]


@pytest.mark.cic("CIC-AL-043")
def test_without_a_grace_period_alerts_go_with_the_network() -> None:
    bedside = Bedside(grace=timedelta())
    bedside.set("a", 600)
    bedside.set("b", 60)
    bedside.passes(60)
    assert bedside.disconnect() == ["deleted a"]
    assert bedside.active == ["b"]
    assert bedside.fed(PressStop()) == ["silence", "stopped b", "deleted b"]


@pytest.mark.cic("CIC-AL-043")
def test_an_account_that_is_unlinked_takes_its_alerts_along_at_once() -> None:
    bedside = ringing()
    bedside.set("b", 600)
    assert bedside.fed(Unlinked()) == ["silence", "stopped a", "deleted a", "deleted b"]
    assert bedside.passes(DAY.total_seconds() * 2) == []
    assert bedside.alerts.offline_since is None


@pytest.mark.cic("CIC-AL-033")
def test_what_rang_and_ended_without_the_cloud_is_told_later() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    assert bedside.passes(60) == ["ring a", "ringing a"]
    assert bedside.fed(PressStop()) == ["silence", "stopped a"]
    assert bedside.connect(alert("a", 60)) == [ASKED, "AlertStarted a", "AlertStopped a"]
    first, second = (each.state for each in bedside.events[-2:])
    assert [each.token for each in first.active_alerts] == ["a"]
    assert second.active_alerts == ()
    bedside.disconnect()
    assert bedside.connect(alert("a", 60)) == [ASKED]


def test_what_still_rings_when_the_cloud_is_back_is_told() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    bedside.passes(70)
    assert bedside.connect(alert("a", 60)) == [ASKED, "AlertStarted a"]
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]


def test_what_clova_has_forgotten_is_not_told() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    bedside.passes(70)
    assert bedside.connect() == [ASKED, "silence", "stopped a", "deleted a"]


def test_the_network_is_lost_while_it_rings() -> None:
    bedside = ringing()
    assert bedside.disconnect() == []
    assert bedside.active == ["a"]
    assert bedside.fed(PressDelete("a")) == []
    assert bedside.fed(PressStop()) == ["silence", "stopped a"]
    bedside.passes(60)
    assert bedside.active == ["a"]  # as CLOVA believes
    assert bedside.connect(alert("a", 1)) == [ASKED, "AlertStopped a"]
    assert bedside.active == []


def test_the_network_is_lost_after_stop_was_pressed() -> None:
    bedside = ringing()
    bedside.fed(PressStop())
    bedside.disconnect()
    assert bedside.passes(5) == ["stopped a"]
    assert bedside.connect(alert("a", 1)) == [ASKED, "AlertStopped a"]


def test_stop_is_pressed_before_clova_knows_that_it_rings() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    bedside.passes(60)
    bedside.fed(Connected())
    assert bedside.fed(PressStop()) == ["silence", "stopped a"]
    assert bedside.listed(alert("a", 60)) == ["AlertStarted a", "AlertStopped a"]


def test_a_stop_of_what_clova_was_never_told_about_is_answered() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    bedside.passes(60)
    bedside.fed(Connected())
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]
    assert bedside.listed(alert("a", 60)) == []


def test_what_was_on_its_way_when_the_network_was_lost_is_told_anew() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.takes = False
    bedside.passes(1)
    bedside.disconnect()
    bedside.takes = True
    assert bedside.connect(alert("a", 1)) == [ASKED, "AlertStarted a"]


def test_a_report_that_waited_for_the_next_connection_counts() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.takes = False
    bedside.passes(1)
    bedside.fed(Disconnected())
    bedside.fed(Connected())
    bedside.takes = True
    assert bedside.taken() == ["AlertStarted a", ASKED]
    assert bedside.listed(alert("a", 1)) == []


@pytest.mark.cic("CIC-AL-160")
def test_reports_leave_one_at_a_time_in_their_order() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a", 60)
    bedside.set("a", 90)
    bedside.delete("a")
    assert len(bedside.pending) == 1
    assert bedside.taken() == ["SetAlertSucceeded a"]
    assert bedside.taken() == ["SetAlertSucceeded a"]
    assert bedside.taken() == ["DeleteAlertSucceeded a"]
    assert bedside.pending == []
    counts = [len(each.state.all_alerts) for each in bedside.events]
    assert counts == [1, 1, 0]


def test_a_report_that_fails_is_tried_again_with_growing_pauses() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a", 3600)
    bedside.set("b", 3600)
    for pause in (1, 2, 4, 8, 16, 32, 60, 60):
        first = bedside.pending.pop()
        bedside.fed(Unsent(first.number, again=True))
        bedside.passes(pause - 0.1)
        assert bedside.pending == []
        bedside.passes(0.1)
        assert [each.number for each in bedside.pending] == [first.number]
    assert bedside.taken() == ["SetAlertSucceeded a"]
    assert bedside.taken() == ["SetAlertSucceeded b"]


def test_a_report_is_tried_again_on_time_though_the_clock_was_set() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a", 10 * 3600)
    bedside.fed(Unsent(bedside.pending.pop().number, again=True))
    bedside.now -= timedelta(hours=1)
    bedside.fed(ClockSet(timedelta(hours=-1)))
    bedside.passes(0.9)
    assert bedside.pending == []
    bedside.passes(0.1)
    assert bedside.taken() == ["SetAlertSucceeded a"]


def test_a_report_that_is_refused_is_not_repeated() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.fed(Unsent(bedside.pending.pop().number, again=False))
    bedside.fed(Unsent(bedside.pending.pop().number, again=False))
    assert bedside.pending == []
    bedside.takes = True
    bedside.disconnect()
    assert bedside.connect(alert("a", 1)) == [ASKED]


def test_word_about_an_event_that_is_not_on_its_way_is_ignored() -> None:
    bedside = Bedside()
    bedside.takes = False
    bedside.set("a")
    bedside.set("b")
    for news in (Sent(0), Sent(99), Unsent(0, again=True), Unsent(99, again=False)):
        assert bedside.fed(news) == []
    assert bedside.taken() == ["SetAlertSucceeded a"]


def test_a_request_to_stop_that_never_left_is_not_sent_after_the_end() -> None:
    bedside = ringing()
    bedside.takes = False
    bedside.set("b", 3600)
    assert bedside.fed(PressStop()) == ["silence"]
    assert bedside.passes(9) == []
    assert bedside.passes(1) == ["stopped a"]
    assert bedside.taken() == ["SetAlertSucceeded b"]
    assert bedside.taken() == ["AlertStopped a"]
    assert bedside.pending == []


def test_more_reports_than_can_wait_are_settled_by_a_list() -> None:
    bedside = Bedside(judged=False)
    bedside.takes = False
    for number in range(MAX_REPORTS + 2):
        bedside.set(f"t-{number}", 3600)
    bedside.takes = True
    seen = bedside.taken()
    assert seen == ["SetAlertSucceeded t-0", f"SetAlertSucceeded t-{MAX_REPORTS + 1}", ASKED]
    assert bedside.listed(alert("t-0", 3600))[-1] == "deleted t-501"


def test_nothing_is_told_to_a_cloud_that_is_not_there() -> None:
    bedside = Bedside(connected=False)
    bedside.set("a", 60)
    assert bedside.events == []
    assert bedside.tokens == ["a"]


def test_what_rang_does_not_ring_again_because_clova_missed_its_change() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.takes = False
    bedside.set("a", 30)
    bedside.disconnect()
    bedside.takes = True
    assert bedside.connect(alert("a", 1)) == [ASKED, "changed a", "AlertStopped a"]
    assert bedside.passes(60) == []


@pytest.mark.parametrize("killed", [False, True])
def test_what_rang_does_not_ring_again_because_clova_missed_its_end(*, killed: bool) -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.takes = False
    bedside.delete("a")
    if killed:
        bedside.restart(down=5)
    else:
        bedside.disconnect()
    bedside.takes = True
    assert bedside.connect(alert("a", 1)) == [ASKED, "set a", "AlertStopped a"]
    assert bedside.passes(60) == []
    assert bedside.set("a", 90)[0] == "changed a"
    assert bedside.passes(60)[0] == "ring a"


def test_what_rang_for_an_earlier_time_is_no_news_to_clova() -> None:
    bedside = Bedside()
    bedside.set("a", 60)
    bedside.disconnect()
    bedside.passes(60)
    bedside.fed(PressStop())
    assert bedside.connect(alert("a", 600)) == [ASKED, "changed a"]
    assert bedside.passes(600)[0] == "ring a"


def test_only_so_many_that_are_gone_are_remembered() -> None:
    bedside = Bedside(judged=False)
    for number in range(MAX_PAST + 1):
        bedside.set(f"t-{number}", 0)
        bedside.delete(f"t-{number}")
    assert len(bedside.alerts.book.past) == MAX_PAST
    assert "t-0" not in bedside.alerts.book.past
    bedside.fed(Unlinked())
    assert bedside.alerts.book.past == {}
