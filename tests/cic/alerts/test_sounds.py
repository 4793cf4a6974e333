"""What is heard when an alert rings (alerts.md §5.3)."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.alerts import MAX_SOUNDS, Bell, Clip, RingPlan, plan_of
from custom_components.clova_cic.cic.interfaces.alerts import SetAlert
from custom_components.clova_cic.cic.interfaces.payload import read

from .bedside import Bedside, alert

BELL = "clova://alert/bell/reminder"
SPEECH = "https://tts.example/r/2.mp3"


def plan(kind: str, order: list[str] | None = None, **assets: Any) -> RingPlan:
    """How an alert with these assets rings."""
    changes: dict[str, Any] = {}
    if assets:
        changes["assets"] = [{"assetId": key, "url": url} for key, url in assets.items()]
    if order is not None:
        changes["assetPlayOrder"] = order
    return plan_of(read(SetAlert, alert("t", 60, kind, **changes)))


@pytest.mark.cic("CIC-AL-021")
@pytest.mark.parametrize("kind", ["REMINDER", "TIMER"])
def test_assets_in_their_play_order_again_and_again(kind: str) -> None:
    found = plan(kind, ["b", "a", "b"], a=BELL, b=SPEECH)
    assert found == RingPlan((Clip(SPEECH), Bell("REMINDER"), Clip(SPEECH)), True, Bell(kind))


@pytest.mark.cic("CIC-AL-021")
def test_an_alarm_has_its_bell_whatever_comes_along() -> None:
    found = plan("ALARM", ["a"], a=SPEECH)
    assert found == RingPlan((Bell("ALARM"),), True, Bell("ALARM"))


def test_an_action_timer_is_heard_once() -> None:
    assert plan("ACTIONTIMER", ["a", "a"], a=SPEECH) == RingPlan(
        (Clip(SPEECH), Clip(SPEECH)), False, Bell("ACTIONTIMER")
    )


@pytest.mark.cic("CIC-AL-022")
@pytest.mark.parametrize(
    ("url", "bell"),
    [
        (BELL, "REMINDER"),
        ("clova://alert/bell/alarm", "ALARM"),
        ("clova://alert/bell/TIMER", "TIMER"),
        ("clova://alert/bell/gong", "TIMER"),
        ("clova://alert/bell/", "TIMER"),
    ],
)
def test_a_bell_that_is_not_known_is_that_of_the_type(url: str, bell: str) -> None:
    assert plan("TIMER", ["a"], a=url).sounds == (Bell(bell),)


@pytest.mark.cic("CIC-AL-023")
@pytest.mark.parametrize(
    "url",
    [None, "", "file:///etc/passwd", "clova://notifier/sound/default", "https://", "http://[x"],
)
def test_what_is_no_sound_is_skipped(url: str | None) -> None:
    assert plan("TIMER", ["x", "a", "nothing"], x=url, a=SPEECH).sounds == (Clip(SPEECH),)
    assert plan("TIMER", ["x"], x=url).sounds == (Bell("TIMER"),)


def test_without_an_order_the_assets_are_the_order() -> None:
    assert plan("REMINDER", a=SPEECH, b=BELL).sounds == (Clip(SPEECH), Bell("REMINDER"))
    assert plan("REMINDER", [], a=SPEECH).sounds == (Bell("REMINDER"),)
    assert plan("REMINDER").sounds == (Bell("REMINDER"),)


def test_an_order_has_an_end() -> None:
    assert len(plan("TIMER", ["a"] * 1000, a=SPEECH).sounds) == MAX_SOUNDS


def test_an_address_is_not_shown() -> None:
    assert "tts.example" not in repr(plan("TIMER", a=SPEECH))


@pytest.mark.cic("CIC-AL-021")
def test_a_ringing_alert_brings_its_plan() -> None:
    bedside = Bedside()
    bedside.set("a", 1, "TIMER", assets=[{"assetId": "x", "url": SPEECH}], assetPlayOrder=["x"])
    bedside.passes(1)
    (ring,) = bedside.rings
    assert ring.alert.token == "a"
    assert ring.plan == RingPlan((Clip(SPEECH),), True, Bell("TIMER"))
