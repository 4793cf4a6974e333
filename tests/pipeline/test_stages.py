"""Each stage may be another engine, or missing; words and voice may be missing too."""

import asyncio

from homeassistant.components.assist_pipeline import PipelineEventType
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.const import DOMAIN
from custom_components.clova_cic.speech import voice as voice_module
from custom_components.clova_cic.speech.voice import UNHEARD_TEXT
from emulator import Emulator, directive
from tests.ha import AGENT, LIMIT, translation
from tests.voice import (
    EAR,
    EAR_HEARD,
    OTHER_VOICE,
    RECOGNIZE,
    REQUEST,
    TYPED,
    add_ear,
    add_voice,
    change_pipeline,
    messages,
    microphone,
    named,
    say,
    shown,
    speak,
    spoken,
    told,
    type_in,
    voice,
)

SLOWLY = 2_000  # bytes per second: a second of speech takes half a second
REPORTS = {f"SpeechSynthesizer.Speech{what}" for what in ("Started", "Finished", "Stopped")}


async def test_typed_words_are_answered_with_clovas_voice(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice()
    emulator.answer_next(spoken(shown("Yes."), speak(sound), sound, to=TYPED))
    run = await type_in(hass, "Are you there?")
    assert run.answer == "Yes."
    assert run.streamed
    assert await run.sound() == sound.data
    assert [str(r.name) for r in emulator.events if r.name not in REPORTS] == [TYPED]


async def test_an_answer_without_a_voice_is_spoken_on_request(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.answer_next(spoken(shown("Yes."), to=TYPED))
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    run = await type_in(hass, "Are you there?")
    assert not run.streamed
    assert await run.sound() == sound.data
    (message,) = messages(emulator, REQUEST)
    assert message["payload"] == {"text": "Yes.", "lang": "en"}


async def test_a_long_answer_without_a_voice_is_spoken_on_request(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    """Home Assistant begins to speak a long text before it is known whether there is a voice."""
    text = "This answer has more letters than Home Assistant waits for before it begins to speak."
    emulator.answer_next(spoken(shown(text), to=TYPED))
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    run = await type_in(hass, "Say something long.")
    assert run.streamed
    assert await run.sound() == sound.data
    (message,) = messages(emulator, REQUEST)
    assert message["payload"]["text"] == text


async def test_other_words_than_those_that_were_spoken_are_asked_for(
    hass: HomeAssistant, telling: Emulator, discarded: asyncio.Event
) -> None:
    telling.hear_next("turn on the light")
    telling.answer_next(spoken(shown("It is on.")))
    heard = await say(hass, end_stage=PipelineStage.STT)
    telling.answer_next(spoken(shown("It is noon."), to=TYPED))
    run = await type_in(
        hass,
        "what time is it",
        conversation_id=heard.conversation_id,
        end_stage=PipelineStage.INTENT,
    )
    assert run.answer == "It is noon."
    assert discarded.is_set()
    (message,) = messages(telling, TYPED)
    assert message["payload"] == {"text": "what time is it"}


async def test_the_words_of_another_ear_are_asked_as_text(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await add_ear(hass)
    await change_pipeline(hass, stt_engine=EAR)
    sound = voice()
    emulator.answer_next(spoken(shown("Yes."), speak(sound), sound, to=TYPED))
    run = await say(hass, microphone(ends=True))
    assert run.heard == EAR_HEARD
    assert await run.sound() == sound.data
    (message,) = messages(emulator, TYPED)
    assert message["payload"] == {"text": EAR_HEARD}
    assert named(emulator, RECOGNIZE) == []


async def test_another_agent_gets_the_words_and_clova_takes_nothing_for_granted(
    hass: HomeAssistant,
    telling: Emulator,
    discarded: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What nobody claims is forgotten: no directive of it takes effect."""
    monkeypatch.setattr(voice_module, "CLAIM_LIMIT", 0.05)
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    await change_pipeline(hass, conversation_engine="conversation.home_assistant")
    telling.hear_next("turn on the light")
    sound = voice()
    telling.answer_next(spoken(shown("It is on."), speak(sound), sound))
    run = await say(hass)
    assert run.heard == "turn on the light"
    assert run.data(PipelineEventType.INTENT_START)["engine"] == "conversation.home_assistant"
    async with asyncio.timeout(LIMIT):
        await discarded.wait()
    assert told(telling) == []
    assert [event.data["name"] for event in events] == ["StopCapture"]


async def test_another_agent_cannot_answer_what_has_no_words(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    issue_registry: ir.IssueRegistry,
) -> None:
    pipeline = await change_pipeline(hass, conversation_engine="conversation.home_assistant")
    run = await say(hass)
    assert run.error == "stt-stream-failed"
    issue = issue_registry.async_get_issue(DOMAIN, f"wordless_{entry.entry_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"device": "CLOVA", "pipelines": pipeline.name}
    assert issue.translation_key == "wordless"

    await change_pipeline(hass, conversation_engine=AGENT)
    assert (await say(hass)).error is None
    assert issue_registry.async_get_issue(DOMAIN, f"wordless_{entry.entry_id}") is None


async def test_a_run_that_ends_with_the_words_leaves_nothing_behind(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    discarded: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice_module, "CLAIM_LIMIT", 0.05)
    sound = voice()
    emulator.answer_next(spoken(shown("Never seen."), speak(sound), sound))
    run = await say(hass, end_stage=PipelineStage.STT)
    assert run.heard == UNHEARD_TEXT
    async with asyncio.timeout(LIMIT):
        await discarded.wait()
    assert told(emulator) == []
    emulator.answer_next(spoken(shown("Seen.")))
    assert (await say(hass, conversation_id=run.conversation_id)).answer == "Seen."


async def test_a_run_without_a_voice_lets_the_voice_go(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More speech than is kept: the words come although nobody reads it."""
    monkeypatch.setattr(voice_module, "LISTENER_LIMIT", 0.05)
    sound = voice(300)
    emulator.answer_next(spoken(shown("First."), speak(sound), sound, shown("Last.")))
    run = await say(hass, end_stage=PipelineStage.INTENT)
    assert run.answer == "First.\nLast."
    assert told(emulator) == []


async def test_another_voice_speaks_the_words(
    hass: HomeAssistant,
    emulator: Emulator,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice_module, "LISTENER_LIMIT", 0.05)
    await add_voice(hass)
    await change_pipeline(hass, tts_engine=OTHER_VOICE)
    sound = voice(300)
    emulator.answer_next(spoken(speak(sound), sound))
    run = await say(hass)
    assert run.answer == translation("en", "common.spoken_reply")
    assert await run.sound() == run.answer.encode()
    assert told(emulator) == []


async def test_an_answer_without_words_is_heard(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound))
    run = await say(hass)
    assert run.answer == translation("en", "common.spoken_reply")
    assert await run.sound() == sound.data


async def test_words_that_come_long_after_the_voice_are_shown_after_all(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    """The voice does not wait for words, and the words are not lost."""
    sound = voice(1)
    emulator.answer_next(spoken(speak(sound), sound, shown("Slowly."), bytes_per_second=SLOWLY))
    run = await say(hass)
    assert run.answer == "Slowly."
    assert run.streamed
    assert await run.sound() == sound.data


async def test_better_words_are_added_to_those_that_came_in_time(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    template = {
        "type": "Unheard",
        "failureMessage": {"type": "string", "value": "There is a list."},
    }
    sound = voice(1)
    template_part = directive("Clova", "RenderTemplate", template)
    emulator.answer_next(
        spoken(template_part, speak(sound), sound, shown("A, B."), bytes_per_second=SLOWLY)
    )
    run = await say(hass)
    assert run.answer == "There is a list.\nA, B."
    assert await run.sound() == sound.data


async def test_an_answer_without_words_and_voice_is_told(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    emulator.answer_next(spoken(directive("Clova", "Hello")))
    sound = voice()
    emulator.answer_next(spoken(speak(sound), sound, to=REQUEST))
    run = await say(hass)
    assert run.answer == translation("en", "common.silent_reply")
    assert await run.sound() == sound.data
