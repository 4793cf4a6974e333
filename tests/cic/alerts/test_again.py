"""What has rung does not ring again, though CLOVA has missed what became of it since."""

import json

import pytest

from custom_components.clova_cic.cic.alerts import PressStop, dumped
from custom_components.clova_cic.cic.alerts.book import MAX_FORMER

from .bedside import Bedside, alert

ASKED = "RequestSynchronizeAlert"


def changed_unheard(bedside: Bedside, *, killed: bool) -> None:
    """CLOVA changes what rings to a time right after, and never hears what came of it."""
    bedside.set("a", 1)
    bedside.passes(1)
    bedside.takes = False
    bedside.set("a", 5)
    assert bedside.passes(4)[:2] == ["ring a", "ringing a"]
    if killed:
        bedside.restart(down=1)
    else:
        bedside.disconnect()
    bedside.takes = True


@pytest.mark.cic("CIC-AL-020", "CIC-AL-033")
@pytest.mark.parametrize("killed", [False, True])
def test_the_former_time_comes_back_while_the_later_one_rings(*, killed: bool) -> None:
    bedside = Bedside()
    changed_unheard(bedside, killed=killed)
    assert bedside.state["activeAlerts"] == [alert("a", 5)]
    seen = bedside.connect(alert("a", 1))
    assert seen == [ASKED, "changed a", "AlertStopped a", "AlertStarted a"]
    assert bedside.stop("a") == ["silence", "stopped a", "AlertStopped a"]
    assert bedside.passes(60) == []


@pytest.mark.cic("CIC-AL-034", "CIC-AL-033")
@pytest.mark.parametrize("killed", [False, True])
def test_the_former_time_comes_back_after_both_have_rung(*, killed: bool) -> None:
    bedside = Bedside()
    changed_unheard(bedside, killed=killed)
    bedside.fed(PressStop())
    assert bedside.active == ["a"]  # as far as CLOVA knows
    assert bedside.connect(alert("a", 1)) == [ASKED, "changed a", "AlertStopped a"]
    assert bedside.active == []
    assert bedside.passes(60) == []


def test_two_times_that_rang_unheard_are_told_if_clova_has_them() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.takes = False
    bedside.passes(1)
    bedside.set("a", 5)
    bedside.passes(4)
    bedside.disconnect()
    bedside.takes = True
    seen = bedside.connect(alert("a", 1))
    assert seen == [ASKED, "changed a", "AlertStarted a", "AlertStopped a", "AlertStarted a"]


def test_only_so_many_former_times_are_remembered() -> None:
    bedside = Bedside(judged=False)
    for second in range(1, MAX_FORMER + 4):
        bedside.set("a", second)
        bedside.passes(1)
    (entry,) = bedside.alerts.book
    times = [each.time for each in entry.runs]
    assert times == [alert("a", second)["scheduledTime"] for second in range(3, MAX_FORMER + 4)]
    bedside.restart()
    (entry,) = bedside.alerts.book
    assert [each.time for each in entry.runs] == times
    assert [each.over for each in entry.runs] == [True] * MAX_FORMER + [False]


def test_a_file_with_more_former_times_than_are_remembered_is_cut() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.passes(1)
    run = dumped(bedside.alerts)["alerts"][0]["run"]
    for _ in range(MAX_FORMER * 2):
        run = run | {"former": run}
    assert bedside.saved is not None
    bedside.saved = json.loads(json.dumps(bedside.saved))
    bedside.saved["alerts"][0]["run"] = run
    bedside.restart()
    (entry,) = bedside.alerts.book
    assert len(entry.runs) == MAX_FORMER + 1
    assert [each.over for each in entry.runs] == [True] * MAX_FORMER + [False]


@pytest.mark.cic("CIC-AL-004")
def test_what_has_ended_is_active_until_that_leaves() -> None:
    bedside = Bedside()
    bedside.set("a", 1)
    bedside.set("b", 2)
    bedside.takes = False
    bedside.passes(1)
    bedside.passes(1)
    assert bedside.active == ["a", "b"]  # AlertStarted of a is on its way, its end waits
    bedside.taken()
    assert bedside.active == ["b"]
