"""Violations: each way to break a rule is seen, and an honest client is left alone."""

from collections.abc import Callable
import json
from typing import Any

import pytest

from emulator import Answer, Emulator, Fault, FaultKind, directive

from .client import (
    AUDIO_HEADERS,
    METADATA_HEADERS,
    Client,
    Response,
    event,
    event_body,
    multipart,
    new_id,
    text_event,
)
from .conftest import ClientFactory

pytestmark = pytest.mark.usefixtures("channel")


def rules(cloud: Emulator) -> list[str]:
    return [text.partition(":")[0] for text in cloud.violations]


def changed(
    change: Callable[[dict[str, Any]], None], message: dict[str, Any] | None = None
) -> bytes:
    message = message or text_event("hello")
    change(message)
    return event_body(message)


def json_of(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


SPEECH = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
FREETALK = {"header": {"namespace": "Clova", "name": "FreetalkState"}, "payload": {}}

BODIES: dict[str, tuple[bytes, list[str]]] = {
    "honest": (event_body(text_event("x")), []),
    "preamble": (b"hello\r\n" + event_body(text_event("x")), ["CIC-T-034"]),
    "epilogue": (event_body(text_event("x")) + b"more", ["CIC-T-034"]),
    "blank epilogue": (event_body(text_event("x")) + b"\r\n", []),
    "line feeds": (event_body(text_event("x")).replace(b"\r\n", b"\n"), ["CIC-T-034"]),
    "not named metadata": (
        multipart(
            (
                ('Content-Disposition: form-data; name="x"', METADATA_HEADERS[1]),
                json_of(text_event("x")),
            )
        ),
        ["CIC-T-032"],
    ),
    "no disposition": (
        multipart(((METADATA_HEADERS[1],), json_of(text_event("x")))),
        ["CIC-T-032"],
    ),
    "no charset": (
        multipart(
            ((METADATA_HEADERS[0], "Content-Type: application/json"), json_of(text_event("x")))
        ),
        ["CIC-T-032"],
    ),
    "audio with text": (event_body(text_event("x"), b"ab"), ["CIC-TX-002"]),
    "audio with another event": (
        event_body(event("DeviceControl.ReportState"), b"ab"),
        ["CIC-T-036"],
    ),
    "speech without audio": (event_body(SPEECH), ["CIC-T-036"]),
    "audio not named audio": (
        multipart(
            (METADATA_HEADERS, json_of(SPEECH)),
            (('Content-Disposition: form-data; name="x"', AUDIO_HEADERS[1]), b"ab"),
        ),
        ["CIC-T-033"],
    ),
    "audio of another type": (
        multipart(
            (METADATA_HEADERS, json_of(SPEECH)),
            ((AUDIO_HEADERS[0], "Content-Type: audio/l16"), b"ab"),
        ),
        ["CIC-T-033"],
    ),
    "half a sample": (event_body(SPEECH, b"abc"), ["CIC-T-038"]),
    "boundary in the text": (event_body(text_event("about --q7 and more")), ["CIC-T-035"]),
    "messageId is no UUID": (
        changed(lambda it: it["event"]["header"].update(messageId="1")),
        ["CIC-T-047"],
    ),
    "dialogRequestId is no UUID": (
        changed(lambda it: it["event"]["header"].update(dialogRequestId="1")),
        ["CIC-T-073"],
    ),
    "context is no array": (changed(lambda it: it.update(context={})), ["CIC-CX-003"]),
    "context object is none": (changed(lambda it: it["context"].append(1)), ["CIC-T-046"]),
    "context object without payload": (
        changed(lambda it: it["context"].append({"header": FREETALK["header"]})),
        ["CIC-T-046"],
    ),
    "context object twice": (
        changed(lambda it: it["context"].append(it["context"][0])),
        ["CIC-CX-004"],
    ),
    "withdrawn context": (changed(lambda it: it["context"].append(FREETALK)), ["CIC-CX-040"]),
    "empty text": (event_body(text_event(" ")), ["CIC-TX-001"]),
    "withdrawn event": (
        event_body(event("SpeechRecognizer.ExpectSpeechTimedOut")),
        ["CIC-SR-080"],
    ),
    "undefined event": (event_body(event("Clova.RequestSuggestion")), ["CIC-CL-042"]),
    "speechId without a question": (event_body(text_event("x", speechId="1")), ["CIC-TX-006"]),
    "explicit without a question": (event_body(text_event("x", explicit=True)), ["CIC-TX-006"]),
    "speech with speechId": (
        event_body(
            event(
                "SpeechRecognizer.Recognize",
                {"lang": "en", "speechId": "1"},
                dialogRequestId=new_id(),
            ),
            b"ab",
        ),
        ["CIC-SR-015"],
    ),
    "speech unwrapped": (
        event_body(SPEECH["event"] | {"context": SPEECH["context"]}, b"ab"),
        ["CIC-SR-020"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES.keys())
async def test_bodies(cloud: Emulator, client: Client, body: bytes, expected: list[str]) -> None:
    await client.post(body).finished()
    assert rules(cloud) == expected


@pytest.mark.cic("CIC-SR-081")
async def test_a_withdrawn_event_is_flagged_and_accepted(cloud: Emulator, client: Client) -> None:
    response = await client.send(event("SpeechRecognizer.ExpectSpeechTimedOut"))
    assert response.status == 204
    assert rules(cloud) == ["CIC-SR-080"]


HEADERS: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "no authorization": ({"authorization": None}, ["CIC-T-003"]),
    "another scheme": ({"authorization": "bearer tok-A"}, ["CIC-T-003"]),
    "two spaces": ({"authorization": "Bearer  tok-A"}, ["CIC-T-003"]),
    "no user agent": ({"user_agent": None}, ["CIC-T-004"]),
    "tags": ({"x_clova_device_tags": "a,b,c"}, []),
    "bad tags": ({"x_clova_device_tags": "a, b"}, ["CIC-T-008"]),
}


@pytest.mark.parametrize(("changes", "expected"), HEADERS.values(), ids=HEADERS.keys())
async def test_headers(
    cloud: Emulator, client: Client, changes: dict[str, str | None], expected: list[str]
) -> None:
    await client.get("/ping", client.headers(**changes))
    assert rules(cloud) == expected


DOUBLE = {
    "authorization": ("Bearer tok-A", "CIC-T-003"),
    "user-agent": ("Acme/Bot/1.0.0 (Linux;pi)", "CIC-T-004"),
    "content-type": ("multipart/form-data; boundary=q7", "CIC-T-031"),
}


@pytest.mark.parametrize(("name", "value", "rule"), [(k, *v) for k, v in DOUBLE.items()])
async def test_headers_that_come_twice(
    cloud: Emulator, client: Client, name: str, value: str, rule: str
) -> None:
    headers = [*client.event_headers(), (name, value)]
    await client.post(event_body(text_event("hello")), headers).finished()
    assert rules(cloud) == [rule]


async def test_a_scheme_other_than_https(cloud: Emulator, client: Client) -> None:
    response_id = client.h2.get_next_available_stream_id()
    client.responses[response_id] = response = Response(client, response_id)
    client.h2.send_headers(
        response_id,
        [
            (":method", "GET"),
            (":scheme", "http"),
            (":authority", "x"),
            (":path", "/ping"),
            *client.headers(),
        ],
        end_stream=True,
    )
    client.flush()
    await response.finished()
    assert rules(cloud) == ["CIC-T-001"]


async def test_a_message_id_that_was_used(cloud: Emulator, client: Client) -> None:
    message = event("DeviceControl.ReportState")
    await client.send(message)
    await client.send(message)
    assert rules(cloud) == ["CIC-T-047"]


async def test_an_event_that_was_refused_may_be_sent_again(cloud: Emulator, client: Client) -> None:
    cloud.inject(Fault(FaultKind.EVENT_STATUS, status=401))
    message = text_event("hello")
    assert (await client.send(message)).status == 401
    assert (await client.send(message)).status == 200
    assert rules(cloud) == []


async def test_a_dialogue_id_that_was_used(cloud: Emulator, client: Client) -> None:
    dialogue_id = new_id()
    await client.ask("hello", dialogue_id)
    await client.ask("hello", dialogue_id)
    assert rules(cloud) == ["CIC-T-072"]


async def question(client: Client, dialogue_id: str) -> dict[str, Any]:
    response = await client.ask("set a timer", dialogue_id)
    payload: dict[str, Any] = response.directives["ExpectSpeech"]
    return payload


async def test_an_honest_answer_to_a_question(cloud: Emulator, client: Client) -> None:
    dialogue_id = new_id()
    expect = await question(client, dialogue_id)
    assert expect["explicit"] is True
    assert expect["timeoutInMilliseconds"] == 7000
    response = await client.ask(
        "ten minutes", dialogue_id, speechId=expect["expectSpeechId"], explicit=True
    )
    assert response.directives["RenderText"] == {"text": "Your timer is set for 10 minutes."}
    assert rules(cloud) == []


WRONG_ANSWERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "neither": ({}, ["CIC-TX-005", "CIC-TX-005"]),
    "no explicit": ({"speechId": "right"}, ["CIC-TX-005"]),
    "another explicit": ({"speechId": "right", "explicit": False}, ["CIC-TX-005"]),
    "another speechId": ({"speechId": "wrong", "explicit": True}, ["CIC-TX-005"]),
}


@pytest.mark.parametrize(("payload", "expected"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
async def test_wrong_answers_to_a_question(
    cloud: Emulator, client: Client, payload: dict[str, Any], expected: list[str]
) -> None:
    dialogue_id = new_id()
    expect = await question(client, dialogue_id)
    if payload.get("speechId") == "right":
        payload = payload | {"speechId": expect["expectSpeechId"]}
    await client.ask("ten minutes", dialogue_id, **payload)
    assert rules(cloud) == expected


async def test_a_spoken_answer_that_is_wrong(cloud: Emulator, client: Client) -> None:
    dialogue_id = new_id()
    await question(client, dialogue_id)
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=dialogue_id)
    await client.send(message, b"ab")
    assert rules(cloud) == ["CIC-T-077", "CIC-T-077"]


async def test_an_answer_in_another_dialogue(cloud: Emulator, client: Client) -> None:
    expect = await question(client, new_id())
    await client.ask("ten", speechId=expect["expectSpeechId"], explicit=True)
    assert rules(cloud) == ["CIC-T-076"]


async def test_a_new_dialogue_ends_the_question(cloud: Emulator, client: Client) -> None:
    first = new_id()
    expect = await question(client, first)
    await client.ask("hello")
    assert rules(cloud) == []
    await client.ask("ten", first, speechId=expect["expectSpeechId"], explicit=True)
    assert rules(cloud) == ["CIC-T-072", "CIC-TX-006"]


async def test_a_question_that_was_scripted_or_pushed(cloud: Emulator, client: Client) -> None:
    first, second = new_id(), new_id()
    payload = {"expectSpeechId": "e", "explicit": False, "timeoutInMilliseconds": 1}
    cloud.answer_next(Answer([directive("SpeechRecognizer", "ExpectSpeech", payload)]))
    await client.ask("hello", first)
    await client.ask("yes", first, speechId="e", explicit=False)
    await client.ask("hello", second)
    cloud.push("SpeechRecognizer", "ExpectSpeech", payload, dialogue_id=second)
    await client.ask("yes", second, speechId="e", explicit=False)
    assert rules(cloud) == []


async def test_a_request_before_the_previous_one_is_answered(
    cloud: Emulator, client: Client
) -> None:
    cloud.inject(Fault(FaultKind.SILENCE))
    first = client.post(event_body(text_event("hello")))
    await client.ask("hello")
    assert rules(cloud) == ["CIC-T-044"]
    client.h2.reset_stream(first.stream_id, 8)
    await client.ask("hello")
    assert rules(cloud) == ["CIC-T-044"]


async def test_an_event_before_hello(cloud: Emulator, connect: ClientFactory) -> None:
    client = await connect()
    cloud.inject(Fault(FaultKind.NO_HELLO))
    await client.ask_for_channel().until(lambda it: it.headers)
    await client.ask("hello")
    assert "CIC-CL-011" in rules(cloud)


async def test_a_violation_says_where_it_was(cloud: Emulator, client: Client) -> None:
    await client.ask(" ")
    assert cloud.violations == ["CIC-TX-001: the text is empty (connection 1, stream 3)"]
