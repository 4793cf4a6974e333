"""The control API."""

import base64
from collections.abc import AsyncIterator
import io
import re
from typing import Any

import aiohttp
import pytest

from emulator import Emulator, FaultKind, Place
from emulator.faults import Fault

from .client import Client, Response, event, new_id

HELP = {"namespace": "Clova", "name": "Help"}


@pytest.fixture
async def control(cloud: Emulator) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {cloud.control_token}"}
    async with aiohttp.ClientSession(cloud.control_url, headers=headers) as session:
        yield session


async def call(
    control: aiohttp.ClientSession, method: str, path: str, body: Any = None
) -> tuple[int, dict[str, Any]]:
    async with control.request(method, path, json=body) as response:
        return response.status, await response.json()


async def test_it_explains_itself(cloud: Emulator, socket_enabled: None) -> None:
    async with aiohttp.ClientSession() as session, session.get(cloud.control_url) as response:
        text = await response.text()
    assert response.status == 200
    assert "curl" in text
    assert cloud.base_url in text
    assert cloud.control_token not in text
    for path in (
        "/state",
        "/requests",
        "/violations",
        "/directives",
        "/push",
        "/alert",
        "/transcript",
        "/delegate",
        "/answer",
        "/answers",
        "/fault",
        "/faults",
        "/library",
        "/play",
        "/fetches",
        "/tickets",
    ):
        assert path in text


@pytest.mark.parametrize("path", ["/state", "/requests", "/push", "/nothing"])
@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic x", "Bearer \udcff"])
async def test_the_token_is_needed(cloud: Emulator, path: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    async with (
        aiohttp.ClientSession() as session,
        session.get(cloud.control_url + path, headers=headers) as response,
    ):
        assert response.status == 401
        assert "Bearer" in (await response.json())["error"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:8480", 200),
        ("[::1]:8480", 200),
        ("evil.example", 403),
        ("evil.example:8480", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost:80.evil.example", 403),
        ("", 403),
    ],
)
@pytest.mark.parametrize("path", ["/", "/state"])
async def test_the_host_must_be_this_machine(
    control: aiohttp.ClientSession, host: str, status: int, path: str
) -> None:
    async with control.get(path, headers={"Host": host}) as response:
        assert response.status == status


async def test_state(cloud: Emulator, control: aiohttp.ClientSession, channel: Response) -> None:
    cloud.inject(Fault(FaultKind.LATENCY, on=Place.PING, seconds=1))
    status, state = await call(control, "GET", "/state")
    assert status == 200
    (fault,) = state.pop("faults_pending")
    assert (fault["kind"], fault["on"], fault["seconds"]) == ("latency", "ping", 1)
    assert state == {
        "base_url": cloud.base_url,
        "media_url": cloud.media_url,
        "ca_file": str(cloud.ca_file),
        "connections_made": 1,
        "connections_open": 1,
        "downchannels_open": 1,
        "pings": 0,
        "requests": 1,
        "violations": 0,
        "answers_pending": 0,
        "transcripts_pending": [],
        "delegations_pending": 0,
        "settings": [],
    }


@pytest.mark.parametrize(
    "body",
    [
        {**HELP, "payload": {"a": 1}, "dialogue_id": "d"},
        {"directive": {"header": {**HELP, "dialogRequestId": "d"}, "payload": {"a": 1}}},
    ],
)
async def test_push(
    control: aiohttp.ClientSession, channel: Response, body: dict[str, Any]
) -> None:
    assert await call(control, "POST", "/push", body) == (200, {"downchannels": 1})
    _, message = await channel.pushed(2)
    assert message["directive"]["payload"] == {"a": 1}
    assert message["directive"]["header"]["dialogRequestId"] == "d"
    assert message["directive"]["header"]["messageId"]


async def test_what_is_pushed_may_bring_attachments(
    control: aiohttp.ClientSession, channel: Response
) -> None:
    speak = {
        "directive": {
            "header": {"namespace": "SpeechSynthesizer", "name": "Speak"},
            "payload": {"format": "AUDIO_MPEG", "token": "t", "url": "cid:a"},
        },
        "attachments": [{"attachment": base64.b64encode(b"mp3").decode(), "content_id": "a"}],
    }
    assert await call(control, "POST", "/push", speak) == (200, {"downchannels": 1})
    await channel.until(lambda response: b"\r\n\r\nmp3" in response.body)
    assert re.search(rb"content-id: a\r\n(.+\r\n)*\r\nmp3", channel.body, re.IGNORECASE)


async def test_answers_that_nobody_asked_for_can_be_forgotten(
    control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    await call(control, "POST", "/answer", {"status": 500})
    assert await call(control, "DELETE", "/answers") == (200, {"forgotten": 1})
    assert (await client.send(event("DeviceControl.ReportState"))).status == 204


async def test_push_to_nobody(control: aiohttp.ClientSession) -> None:
    status, answer = await call(control, "POST", "/push", HELP)
    assert status == 409
    assert "No downchannel" in answer["error"]


async def test_requests(
    cloud: Emulator, control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    message = event("SpeechRecognizer.Recognize", {"lang": "en"}, dialogRequestId=new_id())
    await client.send(message, b"abcd")
    async with control.get("/requests") as response:
        text = await response.text()
        first, second = (await response.json())["requests"]
    assert cloud.token not in text
    assert ["authorization", "Bearer …"] in first["headers"]
    assert (first["method"], first["path"], first["status"]) == ("GET", "/v1/directives", 200)
    assert second["event"] == message
    assert second["audio_bytes"] == 4
    assert second["body_bytes"] == len(cloud.requests[1].body)
    assert await call(control, "DELETE", "/requests") == (200, {"forgotten": 2})
    assert cloud.requests == []


async def test_violations(control: aiohttp.ClientSession, client: Client) -> None:
    await client.get("/ping", client.headers(user_agent=None))
    _, answer = await call(control, "GET", "/violations")
    assert answer == {"violations": ["CIC-T-004: no User-Agent header (connection 1, stream 1)"]}


async def test_answers(control: aiohttp.ClientSession, client: Client, channel: Response) -> None:
    raw = base64.b64encode(b'Content-Type: application/json\r\n\r\n{"raw": 1}').decode()
    body = {
        "parts": [
            {"directive": {"header": HELP, "payload": {}}},
            {"attachment": base64.b64encode(b"\x00\x01").decode(), "content_id": "a"},
            {"attachment": ""},
            {"raw": raw},
        ],
        "status": 201,
        "content_type": "multipart/form-data; boundary={boundary}",
        "to": "TextRecognizer.Recognize",
    }
    assert await call(control, "POST", "/answer", body) == (200, {"answers_pending": 1})
    assert (await client.send(event("DeviceControl.ReportState"))).status == 204
    response = await client.ask("hello")
    assert response.status == 201
    assert response.headers["content-type"].startswith("multipart/form-data")
    first, second, third, fourth = response.parts
    assert first.message["directive"]["header"]["name"] == "Help"
    assert (second.headers["content-id"], second.body) == ("a", b"\x00\x01")
    assert third.headers["content-id"]
    assert fourth.message == {"raw": 1}


async def test_faults(
    cloud: Emulator, control: aiohttp.ClientSession, client: Client, channel: Response
) -> None:
    body = {"kind": "RESET", "times": 2, "code": 5, "on": "EVENT", "at": None}
    assert await call(control, "POST", "/fault", body) == (200, {"faults_pending": 1})
    assert cloud.pending_faults() == (Fault(FaultKind.RESET, times=2, code=5, on=Place.EVENT),)
    assert (await client.ask("hello")).reset == 5
    assert await call(control, "DELETE", "/faults") == (200, {"lifted": 1})
    assert (await client.ask("hello")).status == 200


BAD: dict[str, tuple[str, Any, str]] = {
    "array": ("/push", [], "must be a JSON object"),
    "kind": ("/fault", {"kind": "nonsense"}, "`kind` must be one of: close_at_once, "),
    "no kind": ("/fault", {}, "`kind` must be one of"),
    "place": ("/fault", {"kind": "reset", "on": "moon"}, "`on` must be one of: connect, "),
    "wrong place": ("/fault", {"kind": "slow", "on": "connect"}, "makes no sense"),
    "times": ("/fault", {"kind": "reset", "times": "2"}, "`times` must be int or null"),
    "flag": ("/fault", {"kind": "reset", "times": True}, "`times` must be int or null"),
    "seconds": ("/fault", {"kind": "latency"}, "needs `seconds`"),
    "unknown": ("/fault", {"kind": "reset", "colour": 1}, "no `colour`; it has: at, bare, "),
    "parts": ("/answer", {"parts": {}}, "`parts` must be an array"),
    "part": ("/answer", {"parts": [1]}, "A part must be an object"),
    "status": ("/answer", {"status": 99}, "from 200 to 599"),
    "status text": ("/answer", {"status": "200"}, "from 200 to 599"),
    "content type": ("/answer", {"content_type": 1}, "`content_type` must be a text"),
    "base64": ("/answer", {"parts": [{"attachment": "!"}]}, "base64"),
    "attachments": ("/push", {**HELP, "attachments": [{}]}, "`attachments` must be an array"),
    "answer key": ("/answer", {"part": []}, "no `part`"),
}


@pytest.mark.parametrize(("path", "body", "words"), BAD.values(), ids=BAD.keys())
async def test_bad_input(
    cloud: Emulator, control: aiohttp.ClientSession, path: str, body: Any, words: str
) -> None:
    status, answer = await call(control, "POST", path, body)
    assert status == 400
    assert words in answer["error"]
    assert answer["error"].endswith(".")
    assert cloud.pending_faults() == ()
    assert cloud.answers_pending == 0


async def test_what_is_not_json(control: aiohttp.ClientSession) -> None:
    async with control.post("/push", data=b"{") as response:
        assert response.status == 400
        assert "not JSON" in (await response.json())["error"]


async def test_what_is_too_large(control: aiohttp.ClientSession) -> None:
    async with control.post("/push", data=io.BytesIO(bytes(9 * 1024 * 1024))) as response:
        assert response.status == 413


async def test_what_does_not_exist(control: aiohttp.ClientSession) -> None:
    status, answer = await call(control, "GET", "/nothing")
    assert status == 404
    assert "GET /" in answer["error"]
    status, answer = await call(control, "GET", "/push")
    assert status == 405
    assert "POST" in answer["error"]
