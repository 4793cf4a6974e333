"""Events about music on their way to the cloud: in order, none held up, none lost while it is away."""

import asyncio

from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.clova_cic.music import reports as music_reports
from custom_components.clova_cic.music.clock import LoopClock
from emulator import Fault, FaultKind
from tests.ha import LIMIT, wait_for_state
from tests.music.home import PLAYER, MusicHome

CONNECTED = "binary_sensor.clova_connectivity"


async def cut(home: MusicHome) -> None:
    """Let the cloud be away."""
    home.cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500, times=None))
    home.cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(home.hass, CONNECTED, "off")
    home.cloud.forget_requests()


async def press(home: MusicHome, *actions: str) -> None:
    """Press buttons, each when the one before has taken effect."""
    shown = {"media_pause": "paused", "media_play": "playing", "media_stop": "idle"}
    for action in actions:
        await home.press(action)
        await wait_for_state(home.hass, PLAYER, shown[action])


async def test_an_answer_that_never_comes_holds_up_nothing(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(music_reports, "PATIENCE", 0.05)
    await home.starts("track-1")
    home.cloud.inject(Fault(FaultKind.SILENCE))
    for _ in range(2):
        assert home.cloud.push("AudioPlayer", "ExpectReportPlaybackState", {}) == 1
    await home.cloud.wait_for(lambda: len(home.events("ReportPlaybackState")) == 2)
    home.cloud.lift_faults()


async def test_what_could_not_be_told_is_told_in_order(home: MusicHome) -> None:
    await home.starts("track-1")
    await cut(home)
    home.music.async_connected(connected=True)  # it believes so, and finds out
    await press(home, "media_pause", "media_play", "media_stop")
    reports = home.music._reports
    async with asyncio.timeout(LIMIT):
        while reports._connected.is_set():
            await asyncio.wait(reports._sending)
    home.cloud.lift_faults()
    await home.until(lambda: len(home.told()) == 3)
    assert home.told() == ["PlayPaused track-1 0", "PlayResumed track-1 0", "PlayStopped track-1 0"]


async def test_only_so_much_waits_for_a_connection(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.starts("track-1")
    await cut(home)
    monkeypatch.setattr(music_reports, "MAX_WAITING", 2)
    await press(home, "media_pause", "media_play", "media_pause", "media_stop")
    home.cloud.lift_faults()
    await home.until(lambda: len(home.told()) == 2)
    assert home.told() == ["PlayPaused track-1 0", "PlayStopped track-1 0"]


async def test_progress_of_an_outage_is_not_told_afterwards(home: MusicHome) -> None:
    await home.push("AudioPlayer.Play", home.sample(interval=5000))
    await home.hears("PlayStarted track-1 0")
    await cut(home)
    for _ in range(4):
        home.clock.next(home.clock.now() + 5)
    await press(home, "media_pause")
    home.cloud.lift_faults()
    await home.until(lambda: any(each.startswith("PlayPaused") for each in home.told()))
    assert home.told() == ["PlayPaused track-1 20"]


async def test_a_button_that_only_the_cloud_can_answer_fails_without_it(home: MusicHome) -> None:
    await home.starts("track-1")
    await cut(home)
    with pytest.raises(HomeAssistantError):
        await home.press("media_next_track")
    home.cloud.lift_faults()
    await wait_for_state(home.hass, CONNECTED, "on")


async def test_an_unloaded_device_waits_for_no_connection(home: MusicHome) -> None:
    await home.starts("track-1")
    await cut(home)
    await press(home, "media_pause")
    await home.music._work.async_join()
    waiting = [each.answer for each in home.music._reports._waiting]
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert waiting
    assert all(each.done() for each in waiting)
    home.cloud.lift_faults()


async def test_the_clock_of_the_loop_rings_and_can_be_told_not_to() -> None:
    clock, rung = LoopClock(asyncio.get_running_loop()), asyncio.Event()
    cancel = clock.call_at(clock.now(), lambda: pytest.fail("it was ended"))
    cancel()
    clock.call_at(clock.now(), rung.set)
    async with asyncio.timeout(5):
        await rung.wait()
