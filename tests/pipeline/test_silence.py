"""A question that nobody answers: the microphone closes, and CLOVA hears nothing of it."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.components.assist_pipeline import PipelineEventType
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator, directive
from tests.voice import (
    RECOGNIZE,
    Run,
    messages,
    microphone,
    named,
    quiet,
    say,
    shown,
    speak,
    spoken,
    told,
    tone,
    until_told,
    voice,
)


def question(milliseconds: int) -> dict[str, Any]:
    """Ask back; the microphone waits for so long."""
    payload = {"expectSpeechId": "q-1", "explicit": True, "timeoutInMilliseconds": milliseconds}
    return directive("SpeechRecognizer", "ExpectSpeech", payload)


async def ask_back(hass: HomeAssistant, emulator: Emulator, milliseconds: int) -> Run:
    """Let CLOVA ask something, without a voice."""
    emulator.answer_next(spoken(shown("How long?"), question(milliseconds)))
    asked = await say(hass, end_stage=PipelineStage.INTENT)
    assert asked.intent["continue_conversation"]
    return asked


@pytest.mark.cic("CIC-SR-066")
@pytest.mark.parametrize("ends", [False, True], ids=["open", "closed"])
async def test_who_does_not_answer_ends_the_dialogue_quietly(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, ends: bool
) -> None:
    asked = await ask_back(hass, emulator, 100)
    run = await say(hass, microphone(quiet(0.5), ends=ends), conversation_id=asked.conversation_id)
    assert run.error == "stt-no-text-recognized"
    assert PipelineEventType.STT_END not in [event.type for event in run.events]
    assert len(named(emulator, RECOGNIZE)) == 1

    emulator.answer_next(spoken(shown("It is noon.")))
    again = await say(hass, conversation_id=asked.conversation_id, end_stage=PipelineStage.INTENT)
    assert again.answer == "It is noon."
    first, second = messages(emulator, RECOGNIZE)
    assert second["header"]["dialogRequestId"] != first["header"]["dialogRequestId"]
    assert "speechId" not in second["payload"]


async def test_silence_cuts_nothing_off(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    """Home Assistant may open the microphone while the end of the question still sounds."""
    sound = voice(1)
    emulator.answer_next(spoken(shown("How long?"), speak(sound), sound, question(100)))
    asked = await say(hass)
    assert await asked.sound() == sound.data
    await until_told(emulator, ("SpeechStarted", "t-1"))
    await say(hass, microphone(quiet(0.5)), conversation_id=asked.conversation_id)
    await emulator.wait_for(lambda: len(told(emulator)) == 2, 5)
    assert told(emulator)[1] == ("SpeechFinished", "t-1")


@pytest.mark.cic("CIC-SR-060", "CIC-SR-061")
async def test_who_thinks_before_the_answer_is_heard(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    asked = await ask_back(hass, emulator, 7000)

    async def thinking() -> AsyncIterator[bytes]:
        async for chunk in microphone(quiet(3), ends=True):
            assert len(named(emulator, RECOGNIZE)) == 1
            yield chunk
        async for chunk in microphone(tone(0.2) + quiet(0.84)):
            yield chunk

    emulator.answer_next(spoken(shown("Ten minutes.")))
    run = await say(
        hass, thinking(), conversation_id=asked.conversation_id, end_stage=PipelineStage.INTENT
    )
    assert run.answer == "Ten minutes."
    assert messages(emulator, RECOGNIZE)[1]["payload"]["speechId"] == "q-1"
