"""Ringing on the speaker: the sounds in their order, again and again, and what nobody can hear."""

import asyncio
from collections.abc import Callable
from typing import Any

from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.clova_cic.alerts import ring as alert_ring
from custom_components.clova_cic.cic.audio_focus import SoundType
from custom_components.clova_cic.media.view import Local, Remote, async_media_shelf
from tests.alerts.home import STOP, AlertHome
from tests.ha import LIMIT, coordinator_of

REMINDER = {
    "label": "Water the plants",
    "assets": [
        {"assetId": "bell", "url": "clova://alert/bell/reminder"},
        {"assetId": "speech", "url": "https://media.example.com/plants.mp3"},
    ],
    "assetPlayOrder": ["speech", "bell", "speech"],
}


class Ears:
    """Hears what the speaker is told to say; `hears` decides what comes of it."""

    def __init__(self, home: AlertHome, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[str] = []
        self.hears: Callable[[str], bool] = lambda _: True
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.failures: list[Exception] = []
        self.limit = 1000  # sounds; then it is silent for good
        self._news = asyncio.Event()
        self._hass = home.hass
        monkeypatch.setattr(coordinator_of(home.entry).speaker, "async_announce", self._say)

    async def _say(self, url: str, media_type: str, seconds: float | None, *_: Any) -> bool:
        if self.failures:
            raise self.failures.pop()
        if len(self.heard) >= self.limit:
            await asyncio.Event().wait()
        offer = async_media_shelf(self._hass).find(url.rpartition("/")[2].partition(".")[0])
        assert offer is not None
        source = offer.source
        sound = source.url if isinstance(source, Remote) else f"bell of {seconds} s"
        assert isinstance(source, Local) == (media_type == "audio/wav")
        self.heard.append(sound)
        self._news.set()
        await self.go_on.wait()
        return self.hears(sound)

    async def until(self, count: int) -> None:
        """Wait until so many sounds were heard."""
        async with asyncio.timeout(LIMIT):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()


@pytest.fixture
def ears(home: AlertHome, monkeypatch: pytest.MonkeyPatch) -> Ears:
    """Somebody in the kitchen."""
    monkeypatch.setattr(alert_ring, "DEAF", 0.0)
    return Ears(home, monkeypatch)


@pytest.mark.cic("CIC-AL-021", "CIC-AL-023")
async def test_a_reminder_plays_its_assets_in_order_until_it_is_stopped(
    home: AlertHome, ears: Ears
) -> None:
    ears.limit = 7
    await home.rings("a", "REMINDER", **REMINDER)
    await ears.until(7)
    speech = "https://media.example.com/plants.mp3"
    assert ears.heard == [speech, "bell of 4.0 s", speech, speech, "bell of 4.0 s", speech, speech]
    await home.hass.services.async_call("button", "press", {"entity_id": STOP}, blocking=True)
    await home.hears("AlertStopped")


@pytest.mark.cic("CIC-AL-023")
async def test_what_cannot_be_fetched_is_skipped_and_the_bell_still_rings(
    home: AlertHome, ears: Ears
) -> None:
    ears.limit = 6
    ears.hears = lambda sound: not sound.startswith("http")
    only_speech = REMINDER | {"assetPlayOrder": ["speech"]}
    await home.rings("a", "REMINDER", **only_speech)
    await ears.until(6)
    speech = "https://media.example.com/plants.mp3"
    assert ears.heard == [speech, "bell of 4.0 s"] * 3


@pytest.mark.cic("CIC-AL-025")
async def test_the_sounds_of_an_alert_are_one_for_audio_focus(home: AlertHome, ears: Ears) -> None:
    ears.limit = 5
    focus = coordinator_of(home.entry).stage._focus
    await home.rings("a", "REMINDER", **REMINDER)
    await ears.until(1)
    first = focus.foreground
    await ears.until(5)
    assert focus.foreground == first is not None


@pytest.mark.cic("CIC-AL-036")
async def test_an_action_timer_is_heard_once_and_ends(home: AlertHome, ears: Ears) -> None:
    await home.rings("a", "ACTIONTIMER", label="tell me a joke")
    await home.hears("AlertStopped")
    assert ears.heard == ["bell of 2.5 s"]
    assert "RequestAlertStop" not in home.heard()


async def test_an_action_timer_ends_though_nobody_can_hear_it(home: AlertHome, ears: Ears) -> None:
    ears.hears = lambda _: False
    await home.rings("a", "ACTIONTIMER")
    await home.hears("AlertStopped")
    assert ears.heard == ["bell of 2.5 s"] * 2


async def test_an_alarm_tries_on_where_there_is_no_speaker(home: AlertHome, ears: Ears) -> None:
    ears.hears = lambda _: len(ears.heard) > 4
    ears.limit = 6
    await home.rings()
    await ears.until(6)
    assert home.heard() == ["SetAlertSucceeded", "AlertStarted"]


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (
            HomeAssistantError("no player could reach this"),
            "cannot be heard: no player could reach",
        ),
        (ValueError("oh"), "in a way that was not foreseen"),
    ],
)
async def test_an_alarm_that_cannot_be_heard_is_told_once_and_tried_again(
    home: AlertHome,
    ears: Ears,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    told: str,
) -> None:
    ears.failures = [failure] * 3
    ears.limit = 1
    await home.rings()
    await ears.until(1)
    assert caplog.text.count(told) == 1


async def test_a_later_alert_takes_the_place_of_the_one_that_rings(
    home: AlertHome, ears: Ears
) -> None:
    ears.go_on.clear()
    await home.rings("a")
    await ears.until(1)
    await home.rings("b", "TIMER")
    await ears.until(2)
    assert ears.heard == ["bell of 4.0 s", "bell of 3.0 s"]
    assert home.heard()[:2] == ["SetAlertSucceeded", "AlertStarted"]
    await home.hears("AlertStopped")
    assert [each.token for each in home.alerts.state.active_alerts] == ["b"]


async def test_it_is_silent_while_somebody_speaks_and_rings_on(home: AlertHome, ears: Ears) -> None:
    device = coordinator_of(home.entry).stage
    ears.go_on.clear()
    await home.rings()
    await ears.until(1)
    dialogue = device.listening()
    await home.hass.async_block_till_done()
    assert len(ears.heard) == 1
    device.dialogue_ended(dialogue)
    await ears.until(2)


async def test_who_silences_everything_does_not_end_an_alarm(home: AlertHome, ears: Ears) -> None:
    ears.go_on.clear()
    await home.rings()
    await ears.until(1)
    coordinator_of(home.entry).stage.stop(SoundType.ALERT)
    await ears.until(2)
