"""What CLOVA is told of its own voice: starts, ends, and the state in the context of events."""

import asyncio
from typing import Any

from homeassistant.components.assist_pipeline import PipelineEvent
from homeassistant.components.assist_pipeline.models import PipelineStage
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.ha import LIMIT, ask, coordinator_of
from tests.pushing import device_of
from tests.voice import (
    REQUEST,
    TYPED,
    Run,
    microphone,
    named,
    prepare_pipeline,
    say,
    shown,
    speak,
    spoken,
    told,
    tone,
    until_told,
    voice,
)

LONG = 60.0  # seconds of speech: no test hears its end
STATE = {"namespace": "SpeechSynthesizer", "name": "SpeechState"}


@pytest.fixture(autouse=True)
async def pipeline(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Let the device be spoken to."""
    await prepare_pipeline(hass)


def states(cloud: Emulator) -> list[tuple[str, dict[str, Any] | None]]:
    """Return the events that arrived, each with the state of speech in its context."""
    return [
        (
            str(request.name).partition(".")[2],
            next(
                (each["payload"] for each in request.event["context"] if each["header"] == STATE),
                None,
            ),
        )
        for request in cloud.events
        if request.event
    ]


async def begin_to_speak(hass: HomeAssistant, cloud: Emulator, token: str = "long") -> str:
    """Ask something whose answer takes long to hear; return the conversation."""
    sound = voice(LONG)
    cloud.answer_next(spoken(shown("Once upon a time."), speak(sound, token), sound))
    run = await say(hass)
    await run.sound()
    await cloud.wait_for(lambda: ("SpeechStarted", token) in told(cloud), LIMIT)
    return run.conversation_id


@pytest.mark.cic("CIC-SS-030", "CIC-SS-031", "CIC-SS-036")
async def test_the_context_tells_the_latest_item(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    first, second = voice(0.1), voice(0.1)
    emulator.answer_next(
        spoken(speak(first, "a"), speak(second, "b"), shown("Both."), first, second)
    )
    await (await say(hass)).sound()
    await emulator.wait_for(lambda: len(told(emulator)) == 4, LIMIT)
    await ask(hass, "hello")
    playing, finished = {"playerActivity": "PLAYING"}, {"playerActivity": "FINISHED"}
    assert states(emulator) == [
        ("Recognize", None),
        ("SpeechStarted", {"token": "a"} | playing),
        ("SpeechFinished", {"token": "a"} | finished),
        ("SpeechStarted", {"token": "b"} | playing),
        ("SpeechFinished", {"token": "b"} | finished),
        ("Recognize", {"token": "b"} | finished),
    ]


@pytest.mark.cic("CIC-CX-008")
async def test_formats_and_speech_are_part_of_every_context(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(speak(sound, "a"), shown("One."), sound))
    await (await say(hass)).sound()
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    told = emulator.events[-1].event
    assert told is not None
    names = {f"{each['header']['namespace']}.{each['header']['name']}" for each in told["context"]}
    assert {"Device.Audio", "SpeechSynthesizer.SpeechState"} <= names


@pytest.mark.cic("CIC-SS-030")
async def test_an_item_starts_after_its_pause_and_ends_after_its_length(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.3)
    emulator.answer_next(spoken(speak(sound, "a", pause=200), shown("One."), sound))
    run = await say(hass)
    (recognized,) = emulator.events
    await run.sound()
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    _, started, finished = emulator.events
    assert recognized.ended_at is not None
    assert started.began_at - recognized.ended_at >= 0.2
    assert finished.began_at - started.began_at >= 0.3


@pytest.mark.cic("CIC-SS-010", "CIC-SS-034")
async def test_a_pause_begins_when_the_item_before_has_ended(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    first, second = voice(0.2), voice(0.1)
    emulator.answer_next(
        spoken(speak(first, "a"), speak(second, "b", pause=200), shown("Two."), first, second)
    )
    await (await say(hass)).sound()
    await until_told(
        emulator,
        ("SpeechStarted", "a"),
        ("SpeechFinished", "a"),
        ("SpeechStarted", "b"),
        ("SpeechFinished", "b"),
    )
    finished, started = emulator.events[2:4]
    assert started.began_at - finished.began_at >= 0.2


@pytest.mark.cic("CIC-SS-035")
async def test_reports_belong_to_no_dialogue(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(speak(sound), shown("One."), sound))
    await (await say(hass)).sound()
    await until_told(emulator, ("SpeechStarted", "t-1"), ("SpeechFinished", "t-1"))
    reports = [r.event["event"]["header"] for r in emulator.events[1:] if r.event]
    assert len(reports) == 2
    assert all("dialogRequestId" not in header for header in reports)


@pytest.mark.cic("CIC-SS-014", "CIC-SS-032", "CIC-SS-033")
async def test_a_new_spoken_request_cuts_off_what_sounds(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    conversation = await begin_to_speak(hass, emulator)
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("New."), speak(sound, "new"), sound))
    await (await say(hass, conversation_id=conversation)).sound()
    await until_told(
        emulator,
        ("SpeechStarted", "long"),
        ("SpeechStopped", "long"),
        ("SpeechStarted", "new"),
        ("SpeechFinished", "new"),
    )


@pytest.mark.cic("CIC-SS-014")
async def test_a_spoken_request_without_a_spoken_answer_cuts_off_what_sounds(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await begin_to_speak(hass, emulator)
    emulator.answer_next(spoken(shown("Shown only.")))
    await say(hass, end_stage=PipelineStage.INTENT)
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))


async def test_an_item_has_not_ended_while_it_still_arrives(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.1)
    emulator.answer_next(
        spoken(speak(sound, "a"), shown("Slowly."), sound, bytes_per_second=len(sound.data) * 2)
    )
    await (await say(hass)).sound()
    await until_told(emulator, ("SpeechStarted", "a"), ("SpeechFinished", "a"))
    recognized, _, finished = emulator.events
    assert recognized.answered_at is not None
    assert finished.began_at - recognized.answered_at >= 0.4


async def test_a_request_that_is_not_finished_cuts_nothing_off(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await begin_to_speak(hass, emulator)
    speaking = asyncio.create_task(say(hass, microphone(tone(0.4))))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times, LIMIT)
    speaking.cancel()
    await asyncio.wait([speaking])
    await emulator.wait_for(lambda: emulator.requests[-1].reset is not None, LIMIT)
    assert told(emulator) == [("SpeechStarted", "long")]


@pytest.mark.cic("CIC-SS-014", "CIC-SS-032")
async def test_a_typed_request_cuts_off_what_sounds(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await begin_to_speak(hass, emulator)
    emulator.answer_next(spoken(shown("New."), to=TYPED))
    await ask(hass, "hello")
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))


@pytest.mark.parametrize("action", ["ask", "send_event", "cancel"])
async def test_an_action_cuts_off_what_sounds(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry, action: str
) -> None:
    await begin_to_speak(hass, emulator)
    event = {"namespace": "TextRecognizer", "name": "Recognize", "payload": {"text": "hello"}}
    actions: dict[str, dict[str, Any]] = {
        "ask": {"text": "hello"},
        "send_event": event,
        "cancel": {},
    }
    data = actions[action]
    await hass.services.async_call(
        DOMAIN, action, {"device_id": device_of(hass, entry).id, **data}, blocking=True
    )
    await until_told(emulator, ("SpeechStarted", "long"), ("SpeechStopped", "long"))


async def test_another_event_cuts_nothing_off(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await begin_to_speak(hass, emulator)
    device = device_of(hass, entry).id
    await hass.services.async_call(DOMAIN, "report_state", {"device_id": device}, blocking=True)
    assert told(emulator) == [("SpeechStarted", "long")]
    assert states(emulator)[-1] == ("ReportState", {"token": "long", "playerActivity": "PLAYING"})


@pytest.mark.cic("CIC-SS-032")
async def test_a_device_that_goes_away_says_that_it_stops(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    await begin_to_speak(hass, emulator)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert told(emulator) == [("SpeechStarted", "long"), ("SpeechStopped", "long")]


@pytest.mark.cic("CIC-SS-033")
async def test_items_that_never_started_are_not_reported(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    first, second, third = voice(LONG), voice(0.1), voice(0.1)
    emulator.answer_next(
        spoken(
            shown("Three."),
            *(speak(first, "a"), speak(second, "b"), first, second),
            *(speak(third, "c", pause=10_000), third),
        )
    )
    await (await say(hass)).sound()
    await emulator.wait_for(lambda: told(emulator), LIMIT)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert told(emulator) == [("SpeechStarted", "a"), ("SpeechStopped", "a")]


@pytest.mark.cic("CIC-SS-014")
async def test_an_item_in_its_pause_is_dropped(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("One."), speak(sound, "a", pause=20_000), sound))
    run = await say(hass)
    await run.sound()
    emulator.answer_next(spoken(shown("Two."), to=TYPED))
    await ask(hass, "hello")
    assert coordinator_of(entry).voice.reports.state is None
    assert told(emulator) == []


async def test_an_item_without_a_token_is_heard_and_not_reported(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    nameless, sound = voice(0.1), voice(0.1)
    said = speak(nameless)
    del said["directive"]["payload"]["token"]
    emulator.answer_next(spoken(shown("Two."), said, nameless, speak(sound, "b"), sound))
    assert await (await say(hass)).sound() == nameless.data + sound.data
    await until_told(emulator, ("SpeechStarted", "b"), ("SpeechFinished", "b"))


async def test_a_report_that_cannot_be_sent_is_no_misfortune(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    """What CLOVA never heard of has no end, and is no state either."""
    first, second = voice(0.1), voice(0.1)
    emulator.answer_next(
        spoken(speak(first, "a"), speak(second, "b"), shown("Both."), first, second)
    )
    run = Run(hass)

    def refuse(event: PipelineEvent) -> None:
        if (event.data or {}).get("tts_start_streaming"):
            emulator.inject(Fault(FaultKind.EVENT_STATUS, status=500))

    run.watchers.append(refuse)
    await say(hass, run=run)
    assert await run.sound() == first.data + second.data
    await emulator.wait_for(lambda: ("SpeechFinished", "b") in told(emulator), LIMIT)
    assert ("SpeechFinished", "a") not in told(emulator)


async def test_speech_on_request_is_reported_too(
    hass: HomeAssistant, emulator: Emulator, entry: MockConfigEntry
) -> None:
    sound = voice(0.1)
    emulator.answer_next(spoken(shown("Yes.")))
    emulator.answer_next(spoken(speak(sound, "r"), sound, to=REQUEST))
    assert await (await say(hass)).sound() == sound.data
    await until_told(emulator, ("SpeechStarted", "r"), ("SpeechFinished", "r"))
    assert len(named(emulator, REQUEST)) == 1
