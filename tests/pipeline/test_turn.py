"""Voice turns: one request for ear, agent and voice; questions and their answers."""

import asyncio
import json
from typing import Any

from homeassistant.components.assist_pipeline import PipelineEventType
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_dumps
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.clova_cic.speech.voice import UNHEARD_TEXT
from emulator import Answer, Emulator, directive
from tests.ha import LIMIT
from tests.voice import (
    RECOGNIZE,
    TYPED,
    messages,
    named,
    say,
    shown,
    speak,
    spoken,
    told,
    until_told,
    voice,
)


@pytest.mark.cic("CIC-SR-034", "CIC-SR-040")
async def test_a_voice_turn_is_one_request(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    sound = voice()
    emulator.answer_next(spoken(speak(sound), shown("It is sunny."), sound))
    run = await say(hass)
    assert run.error is None
    assert run.heard == UNHEARD_TEXT
    assert run.answer == "It is sunny."
    assert run.streamed

    client = await hass_client_no_auth()
    response = await client.get(run.url)
    assert response.content_type == "audio/mpeg"
    assert await response.read() == sound.data

    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))
    posted = [str(r.name) for r in emulator.requests if r.method == "POST"]
    assert posted == [
        RECOGNIZE,
        "SpeechSynthesizer.SpeechStarted",
        "SpeechSynthesizer.SpeechFinished",
    ]


async def test_clients_see_a_call_without_arguments_and_its_result(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    """Agents that take the conversation over need a result for every call."""
    sound = voice()
    emulator.answer_next(spoken(speak(sound), shown("It is sunny."), sound))
    run = await say(hass)
    deltas = [
        event.data["chat_log_delta"]
        for event in run.events
        if event.type is PipelineEventType.INTENT_PROGRESS
        and event.data
        and "chat_log_delta" in event.data
    ]
    assert deltas[0] == {"role": "assistant", "content": "It is sunny."}
    (call,) = deltas[1]["tool_calls"]
    assert (call.tool_name, call.tool_args, call.external) == ("clova_voice", {}, True)
    assert deltas[2]["role"] == "tool_result"
    assert deltas[2]["tool_call_id"] == call.id
    assert deltas[2]["result"] == {"data": {}, "error": False}
    assert len(deltas) == 3
    assert json.loads(json_dumps([event.data for event in run.events]))


async def test_the_words_are_shown_where_clova_tells_them(
    hass: HomeAssistant, telling: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling.hear_next("what is the weather")
    telling.answer_next(spoken(shown("It is sunny.")))
    run = await say(hass)
    assert run.heard == "what is the weather"
    assert run.answer == "It is sunny."
    assert named(telling, TYPED) == []
    assert len(named(telling, RECOGNIZE)) == 1


def expectation(**more: Any) -> dict[str, Any]:
    """Build an ExpectSpeech."""
    payload = {"expectSpeechId": "q-1", "explicit": True, "timeoutInMilliseconds": 7000}
    return directive("SpeechRecognizer", "ExpectSpeech", payload | more)


def question(text: str) -> Answer:
    """Ask back."""
    sound = voice()
    return spoken(shown(text), speak(sound), sound, expectation())


@pytest.mark.parametrize("explicit", [True, False])
@pytest.mark.cic("CIC-SR-060", "CIC-SR-061", "CIC-SR-062")
async def test_the_microphone_opens_for_every_question(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, explicit: bool
) -> None:
    """Home Assistant opens it where the agent wants to go on, and asks no other agent then."""
    emulator.answer_next(spoken(shown("And then?"), expectation(explicit=explicit)))
    asked = await say(hass, end_stage=PipelineStage.INTENT)
    assert asked.intent["continue_conversation"]
    await say(hass, conversation_id=asked.conversation_id, end_stage=PipelineStage.INTENT)
    assert messages(emulator, RECOGNIZE)[1]["payload"]["explicit"] is explicit


@pytest.mark.cic("CIC-SR-064")
async def test_the_microphone_opens_after_the_question_even_if_that_comes_later(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice()
    emulator.answer_next(spoken(expectation(), shown("How long?"), speak(sound), sound))
    run = await say(hass)
    assert run.intent["continue_conversation"]
    begun = [bool((event.data or {}).get("tts_start_streaming")) for event in run.events]
    assert begun.index(True) < run.types.index("intent-end")
    assert await run.sound() == sound.data


@pytest.mark.parametrize(
    "wanted",
    [{}, {"expectContentType": "audio/l16"}, {"expectContentType": "application/x-clova-feat"}],
)
@pytest.mark.cic("CIC-SR-067")
async def test_an_answer_is_plain_audio_whatever_the_question_asks_for(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, wanted: dict[str, str]
) -> None:
    emulator.answer_next(spoken(shown("How long?"), expectation(**wanted)))
    asked = await say(hass, end_stage=PipelineStage.INTENT)
    await say(hass, conversation_id=asked.conversation_id, end_stage=PipelineStage.INTENT)
    types = [
        [line for line in request.body.lower().splitlines() if line.startswith(b"content-type")]
        for request in named(emulator, RECOGNIZE)
    ]
    assert types[0] == types[1]
    assert types[1][1:] == [b"content-type: application/octet-stream"]


@pytest.mark.cic("CIC-SR-009", "CIC-SR-015", "CIC-SR-063")
async def test_a_question_is_answered_in_its_dialogue(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.answer_next(question("For how long?"))
    asked = await say(hass)
    assert asked.intent["continue_conversation"]
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))
    sound = voice()
    emulator.answer_next(spoken(shown("Ten minutes."), speak(sound, "t-2"), sound))
    done = await say(hass, conversation_id=asked.conversation_id)
    assert not done.intent["continue_conversation"]
    assert await done.sound() == sound.data

    first, second = messages(emulator, RECOGNIZE)
    assert second["header"]["dialogRequestId"] == first["header"]["dialogRequestId"]
    assert (second["payload"]["speechId"], second["payload"]["explicit"]) == ("q-1", True)


@pytest.mark.cic("CIC-SR-008", "CIC-SR-068")
async def test_another_satellite_does_not_answer_the_question(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.answer_next(question("For how long?"))
    await say(hass)
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))
    await say(hass)
    first, second = messages(emulator, RECOGNIZE)
    assert second["header"]["dialogRequestId"] != first["header"]["dialogRequestId"]
    assert "speechId" not in second["payload"]
    assert "explicit" not in second["payload"]


@pytest.mark.cic("CIC-SR-016", "CIC-SR-017")
async def test_the_device_says_who_it_is_for_good(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await say(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await say(hass)
    first, second = (message["payload"]["initiator"] for message in messages(emulator, RECOGNIZE))
    assert (first["type"], first["inputSource"]) == ("TAP", "SELF")
    assert first == second
    assert first["payload"]["deviceUUID"] not in {entry.unique_id, entry.entry_id}


async def test_the_same_sentence_twice_is_answered_twice(
    hass: HomeAssistant, telling: Emulator
) -> None:
    conversation, reports = None, list[tuple[str, str]]()
    for number, sound in enumerate((voice(0.1), voice(0.2))):
        telling.hear_next("tell me a joke")
        telling.answer_next(spoken(shown("Ha."), speak(sound, f"t-{number}"), sound))
        run = await say(hass, conversation_id=conversation)
        conversation = run.conversation_id
        assert run.answer == "Ha."
        assert await run.sound() == sound.data
        reports += [("SpeechStarted", f"t-{number}"), ("SpeechFinished", f"t-{number}")]
        await until_told(telling, *reports)
    assert len(named(telling, RECOGNIZE)) == 2


async def test_two_satellites_at_once_get_their_own_answers(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sounds = {"kitchen": voice(0.1), "bedroom": voice(0.2)}
    for name, sound in sounds.items():
        emulator.answer_next(spoken(shown(name), speak(sound, name), sound))
    for run in await asyncio.gather(say(hass), say(hass)):
        assert await run.sound() == sounds.pop(run.answer).data
    assert sounds == {}
    await emulator.wait_for(lambda: len(told(emulator)) == 4, LIMIT)
