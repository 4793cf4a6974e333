"""POST /v1/events: what is accepted, and how it is answered."""

import json

import pytest

from emulator import Answer, Attachment, Emulator, directive

from .client import (
    AUDIO_HEADERS,
    BOUNDARY,
    METADATA_HEADERS,
    Client,
    Response,
    event,
    event_body,
    multipart,
    new_id,
    text_event,
)
from .conftest import ClientFactory, EmulatorFactory

pytestmark = pytest.mark.usefixtures("channel")


async def test_a_sentence_is_answered_in_one_write(
    cloud: Emulator, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (connection,) = cloud._listener.connections
    transport = connection._transport
    assert transport is not None
    writes: list[bytes] = []
    write = transport.write

    def spy(data: bytes) -> None:
        writes.append(data)
        write(data)

    monkeypatch.setattr(transport, "write", spy)
    response = await client.ask("hello")
    assert response.status == 200
    assert len(response.chunks) == len(writes) == 1
    assert response.directives["RenderText"] == {"text": "Hello. What can I do for you?"}


@pytest.mark.cic("CIC-T-083")
async def test_the_answer_repeats_the_dialogue_id(client: Client) -> None:
    dialogue_id = new_id()
    response = await client.ask("set a timer", dialogue_id)
    assert len(response.messages) == 3
    for message in response.messages:
        assert message["directive"]["header"]["dialogRequestId"] == dialogue_id


async def test_speak_names_its_attachment(client: Client) -> None:
    response = await client.ask("hello")
    speak = response.directives["Speak"]
    assert (speak["format"], speak["ttsLang"]) == ("AUDIO_MPEG", "en")
    attachments = {
        part.headers["content-id"]: part.body
        for part in response.parts
        if "content-id" in part.headers
    }
    assert attachments[speak["url"].removeprefix("cid:")].startswith(b"\xff\xf3")


async def test_without_a_voice(make_emulator: EmulatorFactory, connect: ClientFactory) -> None:
    client = await connect(await make_emulator(voice=False))
    await client.open_channel()
    assert list((await client.ask("hello")).directives) == ["RenderText"]


async def test_an_event_with_nothing_to_say_gets_204(cloud: Emulator, client: Client) -> None:
    cloud.answer_next(Answer([directive("Clova", "Help")]))
    assert (await client.send(event("DeviceControl.ReportState"))).status == 200
    response = await client.send(event("DeviceControl.ReportState"))
    assert response.status == 204
    assert response.body == b""
    assert "content-type" not in response.headers
    assert cloud.violations == []


@pytest.mark.cic("CIC-T-045")
async def test_requests_are_processed_in_their_order(client: Client) -> None:
    sentences = ("timer 10 minutes", "how long is left on the timer", "cancel the timer")
    responses = [client.post(event_body(text_event(each)), flush=False) for each in sentences]
    client.flush()
    texts = [(await each.finished()).directives["RenderText"]["text"] for each in responses]
    assert texts == [
        "Your timer is set for 10 minutes.",
        "The timer has 10 minutes left.",
        "All right, no timer.",
    ]


@pytest.mark.cic("CIC-CX-005")
async def test_unknown_context_and_fields_are_ignored(cloud: Emulator, client: Client) -> None:
    message = text_event("hello", moon="full")
    message["context"] += [{"header": {"namespace": "New", "name": "State"}, "payload": {"x": 1}}]
    message["event"]["header"]["colour"] = "blue"
    message["more"] = []
    assert (await client.send(message)).status == 200
    (violation,) = cloud.violations
    assert "moon is not known" in violation


async def test_what_arrived_is_recorded(cloud: Emulator, client: Client) -> None:
    message = text_event("hello")
    body = event_body(message)
    await client.post(body).finished()
    record = cloud.requests[-1]
    assert (record.method, record.path, record.status) == ("POST", "/v1/events", 200)
    assert (record.connection, record.stream_id) == (1, 3)
    assert record.body == body
    assert record.event == message
    assert record.audio == b""
    assert record.name == "TextRecognizer.Recognize"
    assert record.header("authorization") == f"Bearer {cloud.token}"
    assert record.ended_at is not None
    assert record.answered_at is not None
    assert record.began_at <= record.ended_at <= record.answered_at
    assert cloud.events == [record]


@pytest.mark.cic("CIC-T-043", "CIC-SR-005")
async def test_audio_parts_are_joined_in_order(cloud: Emulator, client: Client) -> None:
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
    response = await client.send(message, b"abcd", b"", b"ef\r\n")
    assert response.status == 200
    assert cloud.events[-1].audio == b"abcdef\r\n"
    assert sum(size for _, size in cloud.events[-1].audio_times) == 8
    assert cloud.violations == []


async def test_a_body_in_small_pieces(cloud: Emulator, client: Client) -> None:
    response = client.post(b"", end=False)
    for byte in event_body(text_event("hello")):
        client.h2.send_data(response.stream_id, bytes([byte]))
        client.flush()
    client.h2.end_stream(response.stream_id)
    client.flush()
    assert (await response.finished()).status == 200
    assert cloud.violations == []


async def test_closing_delimiters_between_parts_are_tolerated(
    cloud: Emulator, client: Client
) -> None:
    """The step-by-step pages print one after each part."""
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
    body = multipart((METADATA_HEADERS, json.dumps(message).encode()))
    body += multipart((AUDIO_HEADERS, b"ab"))
    assert (await client.post(body).finished()).status == 200
    assert cloud.events[-1].audio == b"ab"
    assert [text.split(" (")[0] for text in cloud.violations] == [
        "CIC-T-034: a closing delimiter between two parts"
    ]


async def test_scripted_answers_go_out_in_order(cloud: Emulator, client: Client) -> None:
    cloud.answer_next(
        Answer([directive("Clova", "RenderText", {"text": "one"})]), Answer(status=204)
    )
    cloud.answer_next(Answer([directive("Clova", "RenderText", {"text": "three"})]))
    assert cloud.answers_pending == 3
    texts = [await client.ask("hello") for _ in range(4)]
    assert [each.status for each in texts] == [200, 204, 200, 200]
    assert texts[0].directives["RenderText"] == {"text": "one"}
    assert texts[2].directives["RenderText"] == {"text": "three"}
    assert cloud.answers_pending == 0


async def test_a_scripted_answer_waits_for_its_event(cloud: Emulator, client: Client) -> None:
    cloud.answer_next(
        Answer([directive("Clova", "Help")], to="TextRecognizer.Recognize"),
    )
    assert (await client.send(event("DeviceControl.ReportState"))).status == 204
    assert (await client.ask("hello")).directives == {"Help": {}}


async def test_ids_of_scripted_directives(cloud: Emulator, client: Client) -> None:
    header = {"namespace": "Clova", "name": "Help"}
    cloud.answer_next(
        Answer(
            [
                {"directive": {"header": header, "payload": {"n": 1}}},
                {"directive": {"header": header | {"dialogRequestId": "other", "messageId": "m"}}},
                {"directive": {"header": header | {"dialogRequestId": None}}},
                {"no": "directive"},
            ]
        )
    )
    response = await client.ask("hello", "11111111-1111-4111-8111-111111111111")
    *directives, odd = response.messages
    headers = [each["directive"]["header"] for each in directives]
    assert [each.get("dialogRequestId") for each in headers] == [
        "11111111-1111-4111-8111-111111111111",
        "other",
        None,
    ]
    assert "dialogRequestId" not in headers[2]
    assert headers[1]["messageId"] == "m"
    assert headers[0]["messageId"] != headers[2]["messageId"]
    assert odd == {"no": "directive"}


async def test_attachments_and_raw_parts(cloud: Emulator, client: Client) -> None:
    cloud.answer_next(
        Answer(
            [
                Attachment("a-1", b"\x00\xff"),
                directive("SpeechSynthesizer", "Speak", {"url": "cid:a-1"}),
                b'Content-Type: application/json\r\n\r\n{"bare": 1}',
            ],
            content_type="multipart/form-data; boundary={boundary}",
        )
    )
    response = await client.ask("hello")
    first, second, third = response.parts
    assert (first.headers["content-id"], first.body) == ("a-1", b"\x00\xff")
    assert second.message["directive"]["header"]["name"] == "Speak"
    assert third.message == {"bare": 1}
    assert response.headers["content-type"].startswith("multipart/form-data; boundary=")


async def test_a_raw_body_with_any_status(cloud: Emulator, client: Client) -> None:
    cloud.answer_next(Answer(raw=b"no multipart", content_type="text/plain", status=503))
    response = await client.ask("hello")
    assert (response.status, response.body) == (503, b"no multipart")
    assert response.headers["content-type"] == "text/plain"


async def test_part_names_are_those_of_the_reference(
    client: Client, channel: Response, cloud: Emulator
) -> None:
    response = await client.ask("hello")
    name = response.parts[0].headers["content-disposition"]
    message_id = response.messages[0]["directive"]["header"]["messageId"]
    assert name == f'form-data; name="renderTextDirective-{message_id}"'
    assert b'name="helloDirective-' in channel.body


async def test_another_boundary_spelling(client: Client) -> None:
    headers = client.event_headers(
        content_type=f'Multipart/Form-Data; charset=x; Boundary="{BOUNDARY}"'
    )
    assert (await client.post(event_body(text_event("hello")), headers).finished()).status == 200
