"""Clova: links, help, extensions, sign-in, suggestions, delegation."""

from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.clova_cic.announcing import EVENT_DIRECTIVE
from custom_components.clova_cic.handlers.clova import MAX_DELEGATIONS
from emulator import Answer, Emulator, Fault, FaultKind, directive
from tests.ha import (
    ask,
    coordinator_of,
    notifications,
    speech,
    translation,
    until_notified,
    until_told,
)
from tests.voice import prepare_pipeline, say, shown, speak, spoken, voice

SITE = {"uri": "https://demo.example/", "title": "Demo site"}
APP = {"uri": "demoapp://home", "title": "Demo app"}


async def push(hass: HomeAssistant, cloud: Emulator, name: str, payload: Any = None) -> None:
    """Push a directive of Clova, and return when it has been carried out."""
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    assert cloud.push("Clova", name, payload if payload is not None else {}) == 1
    await until_told(hass, events, 1)
    assert [event.data["name"] for event in events] == [name]
    await hass.async_block_till_done()


def events_named(cloud: Emulator, name: str) -> list[dict[str, Any]]:
    """Return the payloads of the events of this name that arrived."""
    return [r.event["event"]["payload"] for r in cloud.requests if r.event and r.name == name]


@pytest.mark.cic("CIC-CL-050", "CIC-CL-051")
async def test_a_link_is_shown_once(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await push(hass, emulator, "LaunchURI", {"targets": [APP, SITE, SITE | {"title": "Other"}]})
    shown = await until_notified(hass)
    assert shown["message"] == "[Demo site](<https://demo.example/>)"
    assert shown["title"] == translation("en", "common.link_title", device="CLOVA")


@pytest.mark.cic("CIC-CL-053")
async def test_a_link_is_introduced_by_what_came_with_it(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await push(hass, emulator, "LaunchURI", {"targets": [SITE | {"description": "About it"}]})
    shown = await until_notified(hass)
    assert shown["message"] == "[Demo site](<https://demo.example/>)\n\nAbout it"


@pytest.mark.cic("CIC-CL-004")
@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("RenderText", {"text": "Good morning."}),
        ("RenderTemplate", {"type": "Memo", "content": {"type": "string", "value": "milk"}}),
    ],
)
async def test_what_nobody_asked_for_is_not_shown_without_a_screen(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    name: str,
    payload: dict[str, Any],
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    await push(hass, emulator, name, payload)
    assert [event.data["handled"] for event in events] == [False]
    assert notifications(hass) == []


@pytest.mark.cic("CIC-CL-054")
async def test_what_is_no_web_page_is_not_opened(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await push(hass, emulator, "LaunchURI", {"targets": [APP, {"uri": "file:///x", "title": "x"}]})
    assert notifications(hass) == []
    assert "a link that is no web page" in caplog.text
    assert "demoapp" not in caplog.text


@pytest.mark.cic("CIC-CL-055")
@pytest.mark.parametrize("language", ["en", "ko", "ja"])
async def test_help_is_what_the_device_itself_knows(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, language: str
) -> None:
    hass.config_entries.async_update_entry(entry, options={"language": language})
    await push(hass, emulator, "Help")
    shown = await until_notified(hass)
    assert shown["title"] == translation(language, "common.help_title", device="CLOVA")
    assert "https://" in shown["message"]
    assert "{" not in shown["message"]


@pytest.mark.cic("CIC-CL-055")
async def test_help_as_an_answer_says_where_it_is(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.answer_next(Answer([directive("Clova", "Help", {})]))
    result = await ask(hass, "도와줘", language="ko")
    assert speech(result) == translation("ko", "common.help_shown")
    await until_told(hass, events, 1)
    await until_notified(hass)


@pytest.mark.cic("CIC-CL-056")
async def test_an_extension_is_entered_and_left(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    coordinator = coordinator_of(entry)
    await push(hass, emulator, "StartExtension", {"extension": "Quiz"})
    assert coordinator.data.extension == "Quiz"
    await push(hass, emulator, "FinishExtension", {"extension": "Quiz"})
    assert coordinator.data.extension is None


@pytest.mark.cic("CIC-CL-057")
async def test_an_end_without_a_beginning_is_no_error(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    coordinator = coordinator_of(entry)
    await push(hass, emulator, "FinishExtension", {"extension": "Quiz"})
    await push(hass, emulator, "StartExtension", {"extension": "Story"})
    await push(hass, emulator, "FinishExtension", {"extension": "Quiz"})
    assert coordinator.data.extension == "Story"
    assert coordinator.client.stats.handler_failures == 0
    assert "WARNING" not in caplog.text


@pytest.mark.cic("CIC-CL-060", "CIC-CL-062")
@pytest.mark.parametrize(
    "payload", [{}, {"guideInfo": {"useDefault": "true", "message": "Sign in"}}]
)
async def test_a_guest_is_asked_to_sign_in(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, payload: dict[str, Any]
) -> None:
    await push(hass, emulator, "ExpectLogin", payload)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert flow["context"]["entry_id"] == entry.entry_id


@pytest.mark.cic("CIC-CL-061")
async def test_what_needed_a_sign_in_is_not_asked_again(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.answer_next(
        Answer(
            [
                directive("Clova", "RenderText", {"text": "Please sign in."}),
                directive("Clova", "ExpectLogin", {}),
            ]
        )
    )
    assert speech(await ask(hass, "read my mail")) == "Please sign in."
    await ask(hass, "what time is it?")
    sent = [payload["text"] for payload in events_named(emulator, "TextRecognizer.Recognize")]
    assert sent == ["read my mail", "what time is it?"]


@pytest.mark.cic("CIC-CL-063")
async def test_the_prompt_to_sign_in_is_speech_like_any_other(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await prepare_pipeline(hass)
    sound = voice(0.1)
    words = shown("Please sign in.")
    emulator.answer_next(
        spoken(directive("Clova", "ExpectLogin", {}), words, speak(sound, "prompt"), sound)
    )
    run = await say(hass)
    assert await run.sound()
    assert run.answer == "Please sign in."
    assert hass.config_entries.flow.async_progress()


SUGGESTIONS = {
    "suggestions": [
        {"label": "Tomorrow?", "query": "weather tomorrow", "meta": "m", "type": "0"},
        {"label": "More", "query": "", "meta": "m", "type": "1", "url": "https://more.example/"},
    ]
}


@pytest.mark.cic("CIC-CL-040", "CIC-CL-041")
async def test_suggestions_are_offered_and_chosen_by_their_label(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.answer_next(
        Answer(
            [
                directive("Clova", "RenderText", {"text": "Sunny."}),
                directive("Clova", "RenderSuggestion", SUGGESTIONS),
            ]
        )
    )
    offered = translation("en", "common.suggestions", offered="Tomorrow? · More")
    assert speech(await ask(hass, "weather?")) == f"Sunny.\n{offered}"
    await until_told(hass, events, 2)
    await ask(hass, "tomorrow?")
    assert events_named(emulator, "TextRecognizer.Recognize")[-1]["text"] == "weather tomorrow"
    sent = len(emulator.requests)
    assert speech(await ask(hass, "More")) == translation("en", "common.link_shown")
    assert len(emulator.requests) == sent
    shown = await until_notified(hass)
    assert shown["message"] == "[More](<https://more.example/>)"


@pytest.mark.cic("CIC-CL-070", "CIC-T-090")
async def test_a_delegated_request_is_taken_over(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await push(hass, emulator, "HandleDelegatedEvent", {"delegationId": "deleg-42"})
    await emulator.wait_for(lambda: events_named(emulator, "Clova.ProcessDelegatedEvent"))
    (request,) = [r for r in emulator.requests if r.name == "Clova.ProcessDelegatedEvent"]
    assert request.event is not None
    assert request.event["event"]["payload"] == {"delegationId": "deleg-42"}
    assert "dialogRequestId" not in request.event["event"]["header"]


@pytest.mark.cic("CIC-CL-073", "CIC-T-091")
async def test_what_answers_a_delegated_request_is_carried_out(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    answer = [
        {
            "directive": {
                "header": {
                    "namespace": "Clova",
                    "name": name,
                    "messageId": f"m-{name}",
                    "dialogRequestId": "of-the-app",
                },
                "payload": payload,
            }
        }
        for name, payload in (
            ("LaunchURI", {"targets": [SITE]}),
            ("StartExtension", {"extension": "Quiz"}),
        )
    ]
    emulator.answer_next(Answer(answer, to="Clova.ProcessDelegatedEvent"))
    emulator.push("Clova", "HandleDelegatedEvent", {"delegationId": "deleg-42"})
    await until_told(hass, events, 3)
    await until_notified(hass)
    assert coordinator_of(entry).data.extension == "Quiz"


@pytest.mark.cic("CIC-CL-075")
async def test_a_delegated_request_does_not_end_the_users_own_dialogue(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    await ask(hass, "hello")
    (asked,) = [r for r in emulator.requests if r.name == "TextRecognizer.Recognize"]
    assert asked.event is not None
    dialogue = asked.event["event"]["header"]["dialogRequestId"]
    await push(hass, emulator, "HandleDelegatedEvent", {"delegationId": "deleg-42"})
    await emulator.wait_for(lambda: events_named(emulator, "Clova.ProcessDelegatedEvent"))
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("Clova", "StartExtension", {"extension": "Quiz"}, dialogue_id=dialogue)
    await until_told(hass, events, 1)
    assert coordinator_of(entry).data.extension == "Quiz"


@pytest.mark.cic("CIC-CL-076")
async def test_a_delegation_is_processed_once(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    for delegation in ("a", "a", "b", "a"):
        await push(hass, emulator, "HandleDelegatedEvent", {"delegationId": delegation})
    await emulator.wait_for(lambda: len(events_named(emulator, "Clova.ProcessDelegatedEvent")) >= 2)
    sent = events_named(emulator, "Clova.ProcessDelegatedEvent")
    assert sent == [{"delegationId": "a"}, {"delegationId": "b"}]
    assert len(sent) <= MAX_DELEGATIONS


@pytest.mark.cic("CIC-CL-071")
async def test_a_delegated_request_may_come_while_the_user_asks(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, seconds=0.2))
    asking = hass.async_create_task(ask(hass, "what time is it?"))
    await emulator.wait_for(lambda: emulator.requests[-1].path == "/v1/events")
    await push(hass, emulator, "HandleDelegatedEvent", {"delegationId": "deleg-42"})
    await emulator.wait_for(lambda: events_named(emulator, "Clova.ProcessDelegatedEvent"))
    assert speech(await asking)


async def test_a_delegated_request_without_an_answer_is_told_to_the_log(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=500))
    await push(hass, emulator, "HandleDelegatedEvent", {"delegationId": "deleg-42"})
    await emulator.wait_for(lambda: emulator.requests[-1].status == 500)
    await push(hass, emulator, "Help")
    assert "a delegated request got no answer" in caplog.text
    assert "deleg-42" not in caplog.text


@pytest.mark.cic("CIC-CL-010")
async def test_hello_is_handled_by_the_connection_wherever_it_comes(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> None:
    events = async_capture_events(hass, EVENT_DIRECTIVE)
    emulator.push("Clova", "Hello", {})
    emulator.answer_next(Answer([directive("Clova", "Hello", {})]))
    await ask(hass, "hello")
    await until_told(hass, events, 1)
    assert [event.data["handled"] for event in events] == [True]
    assert coordinator_of(entry).client.ready
    assert coordinator_of(entry).client.stats.connects == 1
