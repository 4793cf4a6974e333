"""Status codes (transport.md §7) and the error envelope."""

import json
from typing import Any

import pytest

from emulator import Emulator, Fault, FaultKind
from emulator.http2 import inbox

from .client import (
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


def error_of(response: Response) -> dict[str, Any]:
    """The payload of an error; checks its form on the way."""
    (message,) = response.messages
    header = message["directive"]["header"]
    assert (header["namespace"], header["name"]) == ("System", "Exception")
    assert "dialogRequestId" not in header
    payload: dict[str, Any] = message["directive"]["payload"]
    assert payload["code"] == response.status
    return payload


@pytest.mark.cic("CIC-T-024")
async def test_ping(cloud: Emulator, client: Client) -> None:
    response = await client.get("/ping")
    assert (response.status, response.body) == (204, b"")
    assert cloud.violations == []


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/event", "/v1/directives/x", "/ping/"])
async def test_unknown_paths(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status == 404
    assert path in error_of(response)["description"]


async def test_a_query_does_not_matter(client: Client) -> None:
    assert (await client.get("/ping?x=1")).status == 204


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/events"), ("POST", "/v1/directives"), ("PUT", "/ping")]
)
async def test_wrong_methods(client: Client, method: str, path: str) -> None:
    response = await client.request(method, path).finished()
    assert response.status == 400
    assert method in error_of(response)["description"]


@pytest.mark.parametrize("token", ["wrong", "", "tok-A tok-A"])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/ping"), ("GET", "/v1/directives"), ("POST", "/v1/events")]
)
@pytest.mark.cic("CIC-T-071", "CIC-T-064", "CIC-T-065")
async def test_invalid_tokens(client: Client, method: str, path: str, token: str) -> None:
    response = await client.request(
        method, path, client.event_headers(authorization=f"Bearer {token}".strip())
    ).finished()
    assert response.status == 401
    error_of(response)


@pytest.mark.cic("CIC-T-068")
async def test_an_event_without_a_downchannel(cloud: Emulator, client: Client) -> None:
    response = await client.ask("hello")
    assert response.status == 412
    error_of(response)
    assert cloud.requests[-1].event is not None
    assert [text.split(":")[0] for text in cloud.violations] == ["CIC-T-009"]


@pytest.mark.cic("CIC-T-068")
async def test_an_event_on_another_connection(
    cloud: Emulator, connect: ClientFactory, channel: Response
) -> None:
    other = await connect()
    assert (await other.ask("hello")).status == 412
    assert [text.split(":")[0] for text in cloud.violations] == ["CIC-T-030"]
    assert not channel.complete


async def test_an_event_after_the_server_ended_the_channel_is_no_violation(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    """The client cannot know yet."""
    cloud.inject(Fault(FaultKind.DOWNCHANNEL_END))
    response = await client.ask("hello")
    assert channel.complete
    assert response.status == 412
    assert cloud.violations == []


async def test_a_renewed_token_works_on_the_old_channel(
    cloud: Emulator, client: Client, channel: Response
) -> None:
    cloud.tokens.add("tok-B")
    client.token = "tok-B"
    assert (await client.ask("hello")).status == 200


async def test_a_refusal_does_not_wait_for_the_body(client: Client) -> None:
    """A long recording without a downchannel should not be uploaded first."""
    response = client.post(event_body(text_event("hello"))[:50], end=False)
    await response.finished()
    assert response.status == 412
    client.h2.send_data(response.stream_id, b"more", end_stream=True)
    client.flush()
    assert (await client.get("/ping")).status == 204


async def test_an_unknown_path_does_not_wait_for_the_body(client: Client, cloud: Emulator) -> None:
    response = client.request("POST", "/nothing", body=b"abc", end=False)
    await response.finished()
    assert response.status == 404
    client.h2.send_data(response.stream_id, b"more", end_stream=True)
    client.flush()
    await client.get("/ping")
    assert cloud.requests[0].body == b"abcmore"


def without(message: dict[str, Any], *path: str) -> dict[str, Any]:
    inner = message
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return message


MALFORMED = {
    "empty body": (b"", "no delimiter"),
    "no delimiter": (b"hello", "no delimiter"),
    "no parts": (b"--q7--\r\n", "no part"),
    "ends in part headers": (b"--q7\r\nContent-Type: x\r\n", "inside the headers"),
    "bad header line": (b"--q7\r\nno colon\r\n\r\n{}\r\n--q7--\r\n", "no colon"),
    "not JSON": (multipart((METADATA_HEADERS, b"{nope}")), "not JSON"),
    "not UTF-8": (multipart((METADATA_HEADERS, b'{"a": "\xff"}')), "not JSON"),
    "no object": (multipart((METADATA_HEADERS, b"[]")), "not a JSON object"),
    "no event": (event_body({"context": []}), "no `event`"),
    "event is no object": (event_body({"context": [], "event": 1}), "`event` is not"),
    "no header": (event_body(without(text_event("x"), "event", "header")), "event.header"),
    "no namespace": (
        event_body(without(text_event("x"), "event", "header", "namespace")),
        "event.header.namespace",
    ),
    "no name": (event_body(without(text_event("x"), "event", "header", "name")), "header.name"),
    "no payload": (event_body(without(text_event("x"), "event", "payload")), "event.payload"),
    "truncated": (event_body(text_event("x"))[:-8], "closing delimiter"),
    "no context": (event_body(without(text_event("x"), "context")), "no context"),
    "no messageId": (
        event_body(without(text_event("x"), "event", "header", "messageId")),
        "messageId",
    ),
    "no dialogRequestId": (
        event_body(without(text_event("x"), "event", "header", "dialogRequestId")),
        "dialogRequestId",
    ),
    "no text": (
        event_body(without(text_event("x"), "event", "payload", "text")),
        "text is missing",
    ),
    "unwrapped": (event_body(text_event("x")["event"] | {"context": []}), "not inside `event`"),
}


@pytest.mark.parametrize(("body", "word"), MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.cic("CIC-T-070", "CIC-SY-020")
async def test_malformed_events(
    cloud: Emulator, client: Client, channel: Response, body: bytes, word: str
) -> None:
    response = await client.post(body).finished()
    assert response.status == 400
    assert word in error_of(response)["description"]
    assert cloud.violations != []
    assert (await client.ask("hello")).status == 200


@pytest.mark.parametrize(
    "content_type",
    [None, "application/json", "multipart/form-data", "multipart/mixed; boundary=q7"],
)
@pytest.mark.cic("CIC-T-070")
async def test_wrong_content_types(
    cloud: Emulator, client: Client, channel: Response, content_type: str | None
) -> None:
    headers = client.event_headers(content_type=content_type)
    response = await client.post(event_body(text_event("hello")), headers).finished()
    assert response.status == 400
    assert [text.split(":")[0] for text in cloud.violations] == ["CIC-T-031"]


LAX_KEYS = ("truncated", "no context", "no messageId", "no dialogRequestId", "no text", "unwrapped")


@pytest.mark.parametrize("key", LAX_KEYS)
async def test_a_lax_server_accepts_what_it_can_understand(
    make_emulator: EmulatorFactory, connect: ClientFactory, key: str
) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    await client.open_channel()
    assert (await client.post(MALFORMED[key][0]).finished()).status == 200
    assert cloud.violations != []


@pytest.mark.parametrize("path", ["/ping", "/v1/directives", "/v1/events"])
@pytest.mark.parametrize("value", [None, "desk-bot", "Acme/DeskBot/3.0 (Linux;rpi5)"])
@pytest.mark.cic("CIC-T-007")
async def test_a_strict_server_refuses_bad_user_agents(
    cloud: Emulator, client: Client, path: str, value: str | None
) -> None:
    method = "POST" if path == "/v1/events" else "GET"
    headers = client.event_headers(user_agent=value)
    response = await client.request(method, path, headers).finished()
    assert response.status == 400
    assert "User-Agent" in error_of(response)["description"]
    rule = "CIC-T-004" if value is None else "CIC-T-005"
    assert cloud.violations[0].startswith(f"{rule}: ")


async def test_a_lax_server_notes_bad_user_agents(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud = await make_emulator(strict=False)
    client = await connect(cloud)
    assert (await client.get("/ping", client.headers(user_agent="x"))).status == 204
    assert cloud.violations[0].startswith("CIC-T-005: ")


async def test_a_request_that_is_too_large(
    cloud: Emulator, client: Client, channel: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MAX_BODY", 1000)
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
    response = await client.send(message, bytes(2000))
    assert response.status == 413
    error_of(response)
    assert cloud.requests[-1].body == b""
    assert (await client.ask("hello")).status == 200


async def test_a_long_recording(cloud: Emulator, client: Client, channel: Response) -> None:
    """More than any window: the server gives room as it reads."""
    audio = bytes(range(256)) * 2000
    body = event_body(
        event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id()), audio
    )
    response = client.post(b"", end=False)
    while body:
        size = min(
            client.h2.local_flow_control_window(response.stream_id),
            client.h2.max_outbound_frame_size,
            len(body),
        )
        if size:
            client.h2.send_data(response.stream_id, body[:size], end_stream=size == len(body))
            body = body[size:]
            client.flush()
        else:
            await client.until(lambda: client.h2.local_flow_control_window(response.stream_id))
    assert (await response.finished()).status == 200
    assert cloud.events[-1].audio == audio


async def test_json_of_an_error_is_json(client: Client) -> None:
    response = await client.get("/nothing")
    assert json.loads(response.parts[0].body)
    assert (
        response.parts[0].headers["content-disposition"].startswith('form-data; name="exception-')
    )
