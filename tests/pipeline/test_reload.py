"""The device is set up again, or Home Assistant stops, while somebody speaks with it."""

import asyncio

from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator, directive
from tests.ha import LIMIT, coordinator_of
from tests.voice import (
    RECOGNIZE,
    Run,
    microphone,
    named,
    say,
    shown,
    speak,
    spoken,
    told,
    tone,
    type_in,
    voice,
)

TYPED = "TextRecognizer.Recognize"
SLOWLY = 2_000  # bytes per second: a second of speech takes half a second


async def reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set the device up again, which takes a moment, whoever speaks."""
    async with asyncio.timeout(LIMIT):
        assert await hass.config_entries.async_reload(entry.entry_id)
        await coordinator_of(entry).client.wait_ready(LIMIT)


async def begin_speaking(hass: HomeAssistant, emulator: Emulator) -> asyncio.Task[Run]:
    """Return once CLOVA hears somebody who does not stop."""
    speaking = hass.async_create_task(say(hass, microphone(tone(0.4))))
    await emulator.wait_for(lambda: [r for r in emulator.requests if r.audio_times], LIMIT)
    return speaking


async def begin_answering(hass: HomeAssistant, emulator: Emulator, run: Run) -> asyncio.Task[Run]:
    """Return once CLOVA speaks slowly to somebody."""
    sound = voice(20)
    emulator.answer_next(spoken(speak(sound), shown("Slowly."), sound, bytes_per_second=SLOWLY))
    speaking = hass.async_create_task(say(hass, run=run))
    await emulator.wait_for(lambda: told(emulator), LIMIT)
    return speaking


async def test_while_somebody_speaks(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    speaking = await begin_speaking(hass, emulator)
    await reload(hass, entry)
    assert (await speaking).error == "stt-stream-failed"
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


async def test_while_clova_speaks(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    run = Run(hass)
    speaking = await begin_answering(hass, emulator, run)
    hearing = hass.async_create_task(run.sound())
    await reload(hass, entry)
    await speaking
    assert await hearing  # what had come by then
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


async def test_while_a_question_is_open(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    ask = directive(
        "SpeechRecognizer",
        "ExpectSpeech",
        {"expectSpeechId": "s-1", "explicit": True, "timeoutInMilliseconds": 5000},
    )
    emulator.answer_next(spoken(shown("Which one?"), ask))
    first = await say(hass)
    assert first.answer == "Which one?"
    await reload(hass, entry)
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass, conversation_id=first.conversation_id)).answer == "Here."
    (_, second) = named(emulator, RECOGNIZE)
    assert second.event is not None
    assert "speechId" not in second.event["event"]["payload"]


async def test_while_an_answer_to_typed_words_is_due(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(20)
    emulator.answer_next(spoken(speak(sound), sound, to=TYPED, bytes_per_second=SLOWLY))
    typing = hass.async_create_task(type_in(hass, "hello", end_stage=PipelineStage.INTENT))
    await emulator.wait_for(lambda: named(emulator, TYPED), LIMIT)
    await reload(hass, entry)
    await typing
    assert "run-end" in typing.result().types
    emulator.answer_next(spoken(shown("Here.")))
    assert (await say(hass)).answer == "Here."


# Home Assistant's own timer for chat sessions outlives its end.
@pytest.mark.parametrize("expected_lingering_timers", [True])
@pytest.mark.parametrize("answering", [False, True], ids=["somebody speaks", "clova speaks"])
async def test_home_assistant_stops(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, answering: bool
) -> None:
    if answering:
        speaking = await begin_answering(hass, emulator, Run(hass))
    else:
        speaking = await begin_speaking(hass, emulator)
    async with asyncio.timeout(LIMIT):
        await hass.async_stop(force=True)
        await asyncio.wait([speaking])
    assert coordinator_of(entry)._task.done()
    await emulator.wait_for(lambda: emulator.connections_open == 0, LIMIT)
