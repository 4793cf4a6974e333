"""A satellite shows when the answer sounds, and CLOVA is told that."""

import asyncio

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from emulator import Emulator, directive
from tests.ha import LIMIT
from tests.satellite import Satellite, add_satellite
from tests.voice import (
    RECOGNIZE,
    REQUEST,
    messages,
    microphone,
    quiet,
    shown,
    speak,
    spoken,
    told,
    until_told,
    voice,
)

LONG = 60.0  # seconds of speech: no test hears its end
TAKES = 0.4  # seconds that a satellite takes to play what is shorter by its length


@pytest.fixture
async def satellite(hass: HomeAssistant, entry: MockConfigEntry) -> Satellite:
    return await add_satellite(hass)


async def begin_to_respond(cloud: Emulator, satellite: Satellite) -> None:
    """Ask something whose answer takes long to hear."""
    sound = voice(LONG)
    cloud.answer_next(spoken(shown("Once upon a time."), speak(sound, "long"), sound))
    run = await satellite.hear()
    await run.sound()
    await until_told(cloud, ("SpeechStarted", "long"))


@pytest.mark.cic("CIC-SS-030", "CIC-SS-031")
async def test_speech_ends_when_the_satellite_is_done(
    emulator: Emulator, satellite: Satellite
) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("One."), speak(sound, "a"), sound))
    await satellite.hear_and_play(TAKES)
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    assert emulator.events[-1].began_at >= satellite.done_at > 0


@pytest.mark.cic("CIC-SS-030")
async def test_speech_starts_when_the_satellite_responds(
    emulator: Emulator, satellite: Satellite
) -> None:
    """It shows so when the agent has told everything."""
    sound = voice(0.1)
    rate = len(sound.data) * 2
    emulator.answer_next(spoken(speak(sound, "a"), shown("Slowly."), sound, bytes_per_second=rate))
    await satellite.hear_and_play(0)
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    recognized, started, _ = emulator.events
    assert recognized.answered_at is not None
    assert started.began_at - recognized.answered_at >= 0.4


@pytest.mark.cic("CIC-SS-032", "CIC-SS-033")
async def test_a_wake_word_stops_speech_at_once(emulator: Emulator, satellite: Satellite) -> None:
    """Not only when CLOVA has heard the end of the sentence."""
    await begin_to_respond(emulator, satellite)
    listening = asyncio.create_task(satellite.hear(microphone(quiet(0.2))))
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))
    assert not listening.done()
    listening.cancel()
    await asyncio.wait([listening])


@pytest.mark.cic("CIC-SS-014", "CIC-SS-033")
async def test_an_answer_that_is_interrupted_ends_once(
    emulator: Emulator, satellite: Satellite
) -> None:
    await begin_to_respond(emulator, satellite)
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("New."), speak(sound, "new"), sound))
    await satellite.hear_and_play(0.1)
    await until_told(
        emulator,
        ("SpeechStarted", "long"),
        ("SpeechStopped", "long"),
        ("SpeechStarted", "new"),
        ("SpeechFinished", "new"),
    )


@pytest.mark.cic("CIC-SS-032")
async def test_a_satellite_that_is_told_to_be_quiet_stops_speech(
    emulator: Emulator, satellite: Satellite
) -> None:
    await begin_to_respond(emulator, satellite)
    satellite.tts_response_finished()
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))


@pytest.mark.cic("CIC-SS-034")
async def test_every_item_that_was_heard_is_told(emulator: Emulator, satellite: Satellite) -> None:
    """A satellite that is done a little before the estimate has played them all."""
    first, second = voice(0.3), voice(0.3)
    emulator.answer_next(
        spoken(speak(first, "a"), speak(second, "b"), shown("Both."), first, second)
    )
    await satellite.hear_and_play(0.1)
    await until_told(
        emulator,
        ("SpeechStarted", "a"),
        ("SpeechFinished", "a"),
        ("SpeechStarted", "b"),
        ("SpeechFinished", "b"),
    )


async def test_speech_on_request_is_told_too(emulator: Emulator, satellite: Satellite) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("Yes.")))
    emulator.answer_next(spoken(speak(sound, "r"), sound, to=REQUEST))
    await satellite.hear_and_play(TAKES)
    await until_told(emulator, ("SpeechStarted", "r"), ("SpeechFinished", "r"))
    assert emulator.events[-1].began_at >= satellite.done_at > 0


@pytest.mark.cic("CIC-SR-063")
async def test_a_question_is_heard_before_it_is_answered(
    emulator: Emulator, satellite: Satellite
) -> None:
    question, answer = voice(0.1), voice(0.1)
    expect = {"expectSpeechId": "e-1", "explicit": True, "timeoutInMilliseconds": 7000}
    emulator.answer_next(
        spoken(
            *(shown("How long?"), speak(question, "q"), question),
            directive("SpeechRecognizer", "ExpectSpeech", expect),
        )
    )
    run = await satellite.hear_and_play(0.1)
    assert run.intent["continue_conversation"]
    await until_told(emulator, ("SpeechStarted", "q"), ("SpeechFinished", "q"))
    emulator.answer_next(spoken(shown("All right."), speak(answer, "a"), answer))
    await satellite.hear_and_play(0.1)
    await emulator.wait_for(lambda: len(told(emulator)) == 4, LIMIT)
    asked, answered = messages(emulator, RECOGNIZE)
    assert answered["header"]["dialogRequestId"] == asked["header"]["dialogRequestId"]
    assert answered["payload"]["speechId"] == "e-1"
