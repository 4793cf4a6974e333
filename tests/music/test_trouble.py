"""Music while a connection, a speaker, an entry or Home Assistant itself goes away."""

import asyncio

from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest

from custom_components.clova_cic.cic import CicError
from custom_components.clova_cic.cic.interfaces.template_runtime import MoreCommandIssued
from custom_components.clova_cic.const import CONF_SPEAKER, DOMAIN
from custom_components.clova_cic.speaker import following as speaker_following
from emulator import Emulator, Fault, FaultKind
from tests.ha import ask, coordinator_of, hurry, set_up, trust, wait_for_state
from tests.music.home import PLAYER, MusicHome
from tests.music.kitchen import KITCHEN


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe at once that a speaker is gone."""
    monkeypatch.setattr(speaker_following, "ABSENCE", 0.0)


async def test_an_unloaded_device_is_silent_and_the_cloud_knows(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(3)
    url = home.kitchen.played[-1]
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert home.told() == ["PlayStopped track-1 3"]
    assert home.state_told()["playerActivity"] == "STOPPED"
    assert home.kitchen.state == "idle"
    assert await home.kitchen.status_of(url) == 404


async def test_a_device_that_played_nothing_leaves_nothing_to_fetch(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(hass, emulator)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert f"{DOMAIN}_media" not in hass.data  # not even the view of it


async def test_who_asks_while_the_device_is_unloaded_is_told(home: MusicHome) -> None:
    music = home.music
    home.cloud.inject(Fault(FaultKind.SILENCE))
    asking = asyncio.ensure_future(music.asking.async_send(MoreCommandIssued(token="a")))
    await home.cloud.wait_for(lambda: home.told() == ["MoreCommandIssued a"])
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    with pytest.raises(CicError):
        await asking


@pytest.mark.cic("CIC-PB-003", "CIC-AP-024")
async def test_after_a_restart_the_player_is_truly_idle(home: MusicHome) -> None:
    await home.starts("track-1")
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await coordinator_of(home.entry).client.wait_ready(5)
    assert home.told() == ["PlayStopped track-1 0"]
    await ask(home.hass, "hello")
    assert home.state_told() == {"playerActivity": "IDLE", "repeatMode": "NONE"}
    assert home.player.state == "idle"
    await home.starts("track-2")
    assert home.player.state == "playing"


async def test_home_assistant_stops(home: MusicHome) -> None:
    await home.starts("track-1")
    for job in list(home.hass._shutdown_jobs):
        if (running := home.hass.async_run_hass_job(job.job, *job.args)) is not None:
            await running
    assert home.told() == ["PlayStopped track-1 0"]
    assert home.kitchen.state == "idle"


async def test_nothing_begins_before_home_assistant_has_started(home: MusicHome) -> None:
    home.hass.set_state(CoreState.starting)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await coordinator_of(home.entry).client.wait_ready(5)
    await home.push("AudioPlayer.Play", home.sample("track-2"))
    assert home.kitchen.played == []
    assert home.told() == []
    home.hass.set_state(CoreState.running)
    home.hass.bus.async_fire("homeassistant_started")
    await home.until(lambda: "PlayStarted track-2 0" in home.told())


@pytest.mark.cic("CIC-PC-002")
async def test_without_a_connection_buttons_act_here_and_the_result_is_told_later(
    home: MusicHome,
) -> None:
    await home.starts("track-1")
    await home.passes(4)
    home.cloud.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500, times=None))
    home.cloud.inject(Fault(FaultKind.DROP))
    await wait_for_state(home.hass, "binary_sensor.clova_connectivity", "off")
    assert home.player.state == "playing"
    home.cloud.forget_requests()
    await home.press("media_pause")
    await wait_for_state(home.hass, PLAYER, "paused")
    await wait_for_state(home.hass, KITCHEN, "paused")
    await home.press("media_play")
    await wait_for_state(home.hass, KITCHEN, "playing")
    await home.press("media_stop")
    await wait_for_state(home.hass, KITCHEN, "idle")
    assert home.told() == []
    home.cloud.lift_faults()
    await home.until(lambda: len(home.told()) == 3)
    assert home.told() == ["PlayPaused track-1 4", "PlayResumed track-1 4", "PlayStopped track-1 4"]
    states = [home.state_told(index)["playerActivity"] for index in home.places("AudioPlayer")]
    assert states == ["PAUSED", "PLAYING", "STOPPED"]


async def test_a_speaker_that_vanishes_ends_playback_and_keeps_the_place(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(6)
    home.kitchen.vanish()
    await home.hears("PlayStopped track-1 6")
    assert home.player.state == "idle"
    home.kitchen.vanish(gone=False)
    await home.push("PlaybackController.Resume")
    await home.until(lambda: "PlayResumed track-1 6" in home.told())
    assert home.kitchen.state_attributes["media_position"] == 6


async def test_a_speaker_that_is_gone_from_the_start(home: MusicHome) -> None:
    home.kitchen.vanish()
    home.cloud.play("track-1")
    await home.hears("StreamRequested track-1", "PlayStopped track-1 0")
    home.choose(**{CONF_SPEAKER: None})
    home.cloud.play("track-2", playable=True)
    await home.hears("PlayStopped track-2 0")


@pytest.mark.cic("CIC-PB-030")
async def test_what_somebody_does_at_the_speaker_is_told(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(5)
    await home.at_the_speaker("media_pause")
    await home.hears("PlayPaused track-1 5")
    await home.at_the_speaker("media_play")
    await home.hears("PlayResumed track-1 5")
    await home.at_the_speaker("media_stop")
    await home.hears("PlayStopped track-1 5")


async def test_a_speaker_that_somebody_takes_for_something_else(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(5)
    await home.at_the_speaker(
        "play_media",
        media_content_id=f"{home.cloud.media_url}/track-9.mp3",
        media_content_type="music",
    )
    await home.hears("PlayStopped track-1 5")
    assert home.player.state == "idle"
    await home.do("media_stop")
    assert home.kitchen.state == "playing"


async def test_another_speaker_goes_on_with_the_music(home: MusicHome) -> None:
    await home.starts("track-1")
    await home.passes(8)
    bath = await home.add_speaker("media_player.bath")
    home.choose(**{CONF_SPEAKER: bath.entity_id})
    await home.until(lambda: bath.state == "playing")
    await home.hears()
    assert home.kitchen.state == "idle"
    assert home.player.state == "playing"
    assert bath.state_attributes["media_position"] == 8
    await home.do("volume_set", volume_level=0.2)
    assert (bath.volume_level, home.kitchen.volume_level) == (0.2, 0.5)


async def test_music_without_a_speaker_is_a_notice_until_there_is_one(home: MusicHome) -> None:
    issues = ir.async_get(home.hass)
    notice = f"no_speaker_{home.entry.entry_id}"
    home.choose(**{CONF_SPEAKER: None})
    home.cloud.play("track-1", playable=True)
    await home.hears("PlayStopped track-1 0")
    assert issues.async_get_issue(DOMAIN, notice) is not None
    home.choose(**{CONF_SPEAKER: KITCHEN})
    await home.starts("track-2")
    assert issues.async_get_issue(DOMAIN, notice) is None


async def test_a_home_that_no_player_can_reach(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.hass.config.async_update(internal_url=None)
    monkeypatch.setattr(home.hass.config, "api", None)  # as where nothing serves pages
    home.cloud.play("track-1", playable=True)
    await home.hears("PlayStopped track-1 0")
    assert ir.async_get(home.hass).async_get_issue(DOMAIN, "no_url") is not None


async def test_a_fault_of_ones_own_costs_one_track(
    home: MusicHome, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(coordinator_of(home.entry).speaker, "async_play", None)
    home.cloud.play("track-1", playable=True)
    await home.passes_until(lambda: "PlayStopped track-1 0" in home.told())
    assert "not foreseen" in caplog.text
    monkeypatch.undo()
    monkeypatch.setattr(dt_util, "utcnow", home.clock.utcnow)
    await home.starts("track-2")
    caplog.clear()


async def test_the_player_is_never_its_own_speaker(home: MusicHome) -> None:
    home.choose(**{CONF_SPEAKER: PLAYER})
    assert er.async_get(home.hass).async_get(PLAYER)
    home.cloud.play("track-1", playable=True)
    await home.hears("PlayStopped track-1 0")
