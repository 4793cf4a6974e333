"""Music while somebody speaks to the device: in the background, and back afterwards."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import CONF_SPEAKER
from custom_components.clova_cic.speech import voice as voice_module
from emulator import Emulator, Fault, FaultKind
from tests.ha import LIMIT, QUICK, coordinator_of
from tests.speaker.player import PLAYER, FakePlayer, Kind, add_players
from tests.voice import say, shown, speak, spoken, told, type_in, voice

LOWERED_AND_BACK = ["volume 0.15", "volume 0.50"]


@pytest.fixture
async def player(hass: HomeAssistant, entry: MockConfigEntry) -> AsyncIterator[FakePlayer]:
    """A speaker that plays music."""
    player = FakePlayer(Kind())
    await add_players(hass, player)
    hass.config_entries.async_update_entry(entry, options={CONF_SPEAKER: PLAYER})
    hass.config.internal_url = "http://192.168.1.2:8123"
    coordinator = coordinator_of(entry)
    coordinator.stage.async_request_music()
    await coordinator.speaker.async_play(1, "/api/clova_cic/media/song.mp3", "audio/mpeg")
    player.did.clear()
    yield player
    player.close()


async def until_back(hass: HomeAssistant, player: FakePlayer) -> None:
    """Return once the music is as loud as it was."""
    async with asyncio.timeout(LIMIT):
        while player.did[-1:] != LOWERED_AND_BACK[-1:]:
            await hass.async_block_till_done()
            await asyncio.sleep(0)


@pytest.mark.cic("CIC-PB-074", "CIC-T-084")
async def test_it_is_lowered_until_the_answer_was_heard(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer
) -> None:
    sound = voice(0.5)
    emulator.answer_next(spoken(speak(sound), shown("Here."), sound))
    run = await say(hass)
    await hass.async_block_till_done()
    assert player.did == LOWERED_AND_BACK[:1]
    await run.sound()
    await emulator.wait_for(lambda: len(told(emulator)) == 2, LIMIT)
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


@pytest.mark.cic("CIC-PB-074")
@pytest.mark.parametrize("end_stage", [PipelineStage.INTENT, PipelineStage.TTS])
async def test_an_answer_without_a_voice(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer, end_stage: PipelineStage
) -> None:
    emulator.answer_next(spoken(shown("Here.")))
    await say(hass, end_stage=end_stage)
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


@pytest.mark.cic("CIC-PB-074")
async def test_an_answer_that_nobody_hears(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer
) -> None:
    sound = voice(30.0)
    emulator.answer_next(spoken(speak(sound), shown("Here."), sound))
    await say(hass, end_stage=PipelineStage.INTENT)
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


@pytest.mark.cic("CIC-PB-074", "CIC-T-084")
async def test_a_request_that_fails(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    await say(hass)
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


@pytest.mark.cic("CIC-PB-074", "CIC-T-084")
async def test_a_request_that_is_never_answered(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, player: FakePlayer
) -> None:
    coordinator_of(entry).client._timing = replace(QUICK, listen=0.5, understand=0.2)
    emulator.inject(Fault(FaultKind.SILENCE))
    run = await say(hass)
    assert run.error == "stt-stream-failed"
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


@pytest.mark.cic("CIC-PB-074", "CIC-T-084")
async def test_a_request_that_nobody_claims(
    hass: HomeAssistant,
    emulator: Emulator,
    player: FakePlayer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice_module, "CLAIM_LIMIT", 0.1)
    emulator.answer_next(spoken(shown("Here.")))
    await say(hass, end_stage=PipelineStage.STT)
    await until_back(hass, player)
    assert player.did == LOWERED_AND_BACK


async def test_typed_words_leave_it_alone(
    hass: HomeAssistant, emulator: Emulator, player: FakePlayer
) -> None:
    await type_in(hass, "hello")
    await hass.async_block_till_done()
    assert player.did == []
