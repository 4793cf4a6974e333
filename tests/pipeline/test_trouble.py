"""What goes wrong in a voice turn, and how it ends."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

from homeassistant.components.assist_pipeline import PipelineEvent, PipelineEventType
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic import coordinator
from custom_components.clova_cic.cic import CicClient
from emulator import Emulator, Fault, FaultKind
from tests.ha import LIMIT, QUICK, coordinator_of, translation, until_greeted
from tests.voice import (
    RECOGNIZE,
    REQUEST,
    Run,
    microphone,
    named,
    quiet,
    say,
    shown,
    speak,
    spoken,
    told,
    tone,
    type_in,
    until_told,
    voice,
)

SLOWLY = 2_000  # bytes per second: a second of speech takes half a second


async def impatient(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch, **limits: float
) -> None:
    """Set the device up again with shorter limits."""
    timing = replace(QUICK, **limits)
    monkeypatch.setattr(coordinator, "CicClient", partial(CicClient, timing=timing))
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)


async def test_a_run_that_is_stopped_while_clova_answers_ends_the_answer(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(20)
    emulator.answer_next(spoken(speak(sound), shown("Slowly."), sound, bytes_per_second=SLOWLY))
    run = Run(hass)
    speaking = hass.async_create_task(say(hass, run=run))
    await emulator.wait_for(lambda: told(emulator), LIMIT)
    assert run.streamed
    hearing = hass.async_create_task(run.sound())
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    assert len(await hearing) < len(sound.data)
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechStopped", "t-1"))
    (request,) = named(emulator, RECOGNIZE)
    await emulator.wait_for(lambda: request.reset is not None, LIMIT)


@pytest.mark.parametrize(
    "audio", [quiet(1.0), bytes(320), b"", tone(0.01)], ids=["silence", "10 ms", "none", "cough"]
)
async def test_whatever_is_heard_has_an_end(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, audio: bytes
) -> None:
    emulator.answer_next(spoken(shown("I did not hear you.")))
    run = await say(hass, microphone(audio, ends=True))
    assert run.answer == "I did not hear you."


async def test_a_client_that_vanishes_ends_its_request(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    speaking = hass.async_create_task(say(hass, microphone(tone(0.4))))
    await emulator.wait_for(lambda: [r for r in emulator.requests if r.audio_times], LIMIT)
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    (request,) = [r for r in emulator.requests if r.method == "POST"]
    await emulator.wait_for(lambda: request.reset is not None, LIMIT)
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


async def test_a_microphone_that_breaks_is_an_error(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield tone(0.4)
        raise TimeoutError

    run = await say(hass, breaking())
    assert run.error == "stt-stream-failed"
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


@pytest.mark.cic("CIC-SR-035")
async def test_clova_never_says_that_it_has_heard_enough(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await impatient(hass, entry, monkeypatch, listen=0.5, understand=0.2)
    await until_greeted(emulator)
    emulator.inject(Fault(FaultKind.SILENCE))
    run = await say(hass, microphone(tone(1.5)))
    assert run.error == "stt-stream-failed"
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


async def test_a_voice_that_breaks_off_is_heard_as_far_as_it_came(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(20)
    emulator.answer_next(spoken(speak(sound), sound, bytes_per_second=SLOWLY))
    run = Run(hass)
    speaking = hass.async_create_task(say(hass, run=run))
    await emulator.wait_for(lambda: told(emulator), LIMIT)
    emulator.inject(Fault(FaultKind.DROP))
    await speaking
    assert run.answer == translation("en", "common.spoken_reply")
    heard = await run.sound()
    assert heard
    assert sound.data.startswith(heard)
    await coordinator_of(entry).client.wait_ready(LIMIT)


async def test_a_failure_is_spoken(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    run = await type_in(hass, "hello")
    assert run.intent["response"]["response_type"] == "error"
    assert run.answer == translation("en", "exceptions.server_error.message", status="500")
    assert await run.sound() == sound.data


async def test_a_connection_that_is_lost_between_the_stages_is_told(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, seconds=60))
    run = Run(hass)

    def lose(event: PipelineEvent) -> None:
        if event.type is PipelineEventType.STT_END:
            emulator.inject(Fault(FaultKind.DROP))

    run.watchers.append(lose)
    await say(hass, run=run, end_stage=PipelineStage.INTENT)
    assert run.answer == translation("en", "exceptions.connection_lost.message")
    await coordinator_of(entry).client.wait_ready(LIMIT)


async def test_a_connection_that_is_lost_while_clova_listens_is_an_error(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    speaking = hass.async_create_task(say(hass, microphone(tone(0.4))))
    await emulator.wait_for(lambda: [r for r in emulator.requests if r.audio_times], LIMIT)
    emulator.inject(Fault(FaultKind.DROP))
    assert (await speaking).error == "stt-stream-failed"
    await coordinator_of(entry).client.wait_ready(LIMIT)


async def test_a_new_request_of_the_room_ends_the_old_one(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, seconds=60))
    old = hass.async_create_task(say(hass, end_stage=PipelineStage.INTENT, conversation_id="room"))
    await emulator.wait_for(lambda: named(emulator, RECOGNIZE), LIMIT)
    emulator.answer_next(spoken(shown("New.")))
    new = await say(hass, end_stage=PipelineStage.INTENT, conversation_id="room")
    assert new.answer == "New."
    ended = await old
    assert ended.error == "stt-stream-failed" or ended.answer == translation(
        "en", "exceptions.interrupted.message"
    )
    (request,) = named(emulator, RECOGNIZE)[:1]
    assert request.reset is not None
