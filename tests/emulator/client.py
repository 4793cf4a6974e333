"""A small HTTP/2 client for the tests, independent of the integration's own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
import json
import ssl
from typing import Any
import uuid

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    PingAckReceived,
    RemoteSettingsChanged,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)

from emulator import Emulator

from .states import base_context

LIMIT = 5.0
BOUNDARY = "q7"
USER_AGENT = "Acme Labs/desk-bot/3.0.4-beta.2+77 (Linux 6.1;rpi5;locale=ko-KR)"

Headers = Sequence[tuple[str, str]]


def new_id() -> str:
    return str(uuid.uuid4())


def event(name: str, payload: dict[str, Any] | None = None, **header: Any) -> dict[str, Any]:
    """An event message; `header` adds to its header, a value of None takes away."""
    namespace, _, short = name.partition(".")
    full = {"namespace": namespace, "name": short, "messageId": new_id(), **header}
    kept = {key: value for key, value in full.items() if value is not None}
    return {"context": base_context(), "event": {"header": kept, "payload": payload or {}}}


def text_event(text: str, dialogue_id: str | None = None, **payload: Any) -> dict[str, Any]:
    return event(
        "TextRecognizer.Recognize",
        {"text": text, **payload},
        dialogRequestId=dialogue_id or new_id(),
    )


METADATA_HEADERS = (
    'Content-Disposition: form-data; name="metadata"',
    "Content-Type: application/json; charset=UTF-8",
)
AUDIO_HEADERS = (
    'Content-Disposition: form-data; name="audio"',
    "Content-Type: application/octet-stream",
)


def multipart(*parts: tuple[Sequence[str], bytes], end: bytes = b"--\r\n") -> bytes:
    """A body; `end` follows the last delimiter."""
    delimiter = f"--{BOUNDARY}".encode()
    body = b""
    for headers, content in parts:
        body += delimiter + b"\r\n" + "".join(f"{line}\r\n" for line in headers).encode()
        body += b"\r\n" + content + b"\r\n"
    return body + delimiter + end


def event_body(message: Any, *audio: bytes) -> bytes:
    return multipart(
        (METADATA_HEADERS, json.dumps(message).encode()), *((AUDIO_HEADERS, each) for each in audio)
    )


@dataclass
class Part:
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        return json.loads(self.body)


def parse_multipart(content_type: str, body: bytes) -> list[Part]:
    """By Python's own mail parser, so that nothing of the emulator checks the emulator."""
    message = BytesParser().parsebytes(
        f"MIME-Version: 1.0\r\nContent-Type: {content_type.rstrip(';')}\r\n\r\n".encode() + body
    )
    assert message.is_multipart(), body
    assert not message.defects, message.defects
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [_part(part) for part in parts if isinstance(part, Message)]


def _part(part: Message[str, str]) -> Part:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return Part({name.lower(): value for name, value in part.items()}, payload)


@dataclass
class Response:
    """What came on one stream."""

    client: Client
    stream_id: int
    headers: dict[str, str] = field(default_factory=dict)
    chunks: list[bytes] = field(default_factory=list)
    complete: bool = False
    reset: int | None = None

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def status(self) -> int:
        return int(self.headers[":status"])

    @property
    def parts(self) -> list[Part]:
        return parse_multipart(self.headers["content-type"], self.body)

    @property
    def messages(self) -> list[Any]:
        return [part.message for part in self.parts if "json" in part.headers["content-type"]]

    @property
    def directives(self) -> dict[str, Any]:
        """Payloads of the directives by their name without the namespace."""
        return {
            each["directive"]["header"]["name"]: each["directive"]["payload"]
            for each in self.messages
        }

    async def until(self, done: Callable[[Response], Any]) -> Response:
        await self.client.until(lambda: done(self))
        return self

    async def finished(self) -> Response:
        return await self.until(lambda it: it.complete or it.reset is not None)

    async def pushed(self, count: int) -> list[Any]:
        """The first `count` messages of a downchannel, as soon as each has its delimiter."""
        await self.until(lambda it: it.headers)
        _, _, boundary = self.headers["content-type"].rstrip(";").partition("boundary=")
        delimiter = f"--{boundary}".encode()

        def messages() -> list[Any]:
            pieces = self.body.split(delimiter)[:-1]
            bodies = [piece.partition(b"\r\n\r\n")[2] for piece in pieces]
            return [json.loads(body) for body in bodies if body]

        await self.client.until(lambda: len(messages()) >= count)
        return messages()[:count]


class Client:
    """One connection. Everything the server says is kept."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self.responses: dict[int, Response] = {}
        self.goaways: list[tuple[int, int]] = []
        self.ping_acks = 0
        self.settings: dict[int, int] = {}
        self.closed = False
        self.consume = True
        """Whether received bytes are given back to the server's window."""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def connect(self, port: int, context: ssl.SSLContext, host: str = "127.0.0.1") -> None:
        self._reader, self._writer = await asyncio.open_connection(host, port, ssl=context)
        self.h2.initiate_connection()
        self.flush()
        self._task = asyncio.create_task(self._read())

    @property
    def alpn(self) -> str | None:
        assert self._writer is not None
        tls: ssl.SSLObject = self._writer.get_extra_info("ssl_object")
        return tls.selected_alpn_protocol()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._writer is not None:
            self._writer.transport.abort()

    def write(self, data: bytes) -> None:
        assert self._writer is not None
        self._writer.write(data)

    def flush(self) -> None:
        if data := self.h2.data_to_send():
            self.write(data)

    async def until(self, done: Callable[[], Any]) -> None:
        async with asyncio.timeout(LIMIT), self._changed:
            await self._changed.wait_for(lambda: done() or (self.closed and self._fail()))

    def _fail(self) -> bool:
        raise ConnectionError("the connection ended first")

    async def until_closed(self) -> None:
        async with asyncio.timeout(LIMIT), self._changed:
            await self._changed.wait_for(lambda: self.closed)

    async def _read(self) -> None:
        assert self._reader is not None
        try:
            while data := await self._reader.read(65536):
                for happened in self.h2.receive_data(data):
                    self._take(happened)
                self.flush()
                async with self._changed:
                    self._changed.notify_all()
        except OSError:
            pass
        finally:
            self.closed = True
            async with self._changed:
                self._changed.notify_all()

    def _take(self, happened: Any) -> None:
        match happened:
            case ResponseReceived():
                self.responses[happened.stream_id].headers = {
                    str(name): str(value) for name, value in happened.headers or ()
                }
            case DataReceived():
                self.responses[happened.stream_id].chunks.append(happened.data or b"")
                if self.consume and happened.flow_controlled_length:
                    self.h2.acknowledge_received_data(
                        happened.flow_controlled_length, happened.stream_id
                    )
            case StreamEnded():
                self.responses[happened.stream_id].complete = True
            case StreamReset():
                self.responses[happened.stream_id].reset = int(happened.error_code or 0)
            case ConnectionTerminated():
                self.goaways.append((happened.last_stream_id or 0, int(happened.error_code or 0)))
            case PingAckReceived():
                self.ping_acks += 1
            case RemoteSettingsChanged():
                for code, setting in happened.changed_settings.items():
                    self.settings[int(code)] = setting.new_value

    def headers(self, *extra: tuple[str, str], **changes: str | None) -> list[tuple[str, str]]:
        """The usual headers; a change to None leaves one out."""
        fields = {
            "authorization": f"Bearer {self.token}",
            "user-agent": USER_AGENT,
            **{name.replace("_", "-"): value for name, value in changes.items()},
        }
        return [(name, value) for name, value in fields.items() if value is not None] + list(extra)

    def request(
        self,
        method: str,
        path: str,
        headers: Headers | None = None,
        body: bytes = b"",
        *,
        end: bool = True,
        flush: bool = True,
    ) -> Response:
        stream_id = self.h2.get_next_available_stream_id()
        self.responses[stream_id] = response = Response(self, stream_id)
        all_headers = [
            (":method", method),
            (":scheme", "https"),
            (":authority", "localhost"),
            (":path", path),
            *(self.headers() if headers is None else headers),
        ]
        self.h2.send_headers(stream_id, all_headers, end_stream=end and not body)
        if body:
            self.h2.send_data(stream_id, body, end_stream=end)
        if flush:
            self.flush()
        return response

    async def get(self, path: str, headers: Headers | None = None) -> Response:
        return await self.request("GET", path, headers).finished()

    def ask_for_channel(self, headers: Headers | None = None, *, flush: bool = True) -> Response:
        return self.request("GET", "/v1/directives", headers, flush=flush)

    async def open_channel(self) -> Response:
        """A downchannel that has said Hello."""
        response = self.ask_for_channel()
        await response.until(lambda it: b"Hello" in it.body)
        return response

    def event_headers(self, **changes: str | None) -> list[tuple[str, str]]:
        return self.headers(
            **{"content_type": f"multipart/form-data; boundary={BOUNDARY}", **changes}
        )

    def post(
        self, body: bytes, headers: Headers | None = None, *, end: bool = True, flush: bool = True
    ) -> Response:
        return self.request(
            "POST", "/v1/events", headers or self.event_headers(), body, end=end, flush=flush
        )

    async def send(self, message: Any, *audio: bytes) -> Response:
        """An event, and its response."""
        return await self.post(event_body(message, *audio)).finished()

    async def ask(self, text: str, dialogue_id: str | None = None, **payload: Any) -> Response:
        """A user request as text, and its response."""
        return await self.send(text_event(text, dialogue_id, **payload))


@asynccontextmanager
async def client_of(
    emulator: Emulator, *, token: str | None = None, alpn: Sequence[str] = ("h2",)
) -> AsyncIterator[Client]:
    """A connected client."""
    context = await asyncio.to_thread(emulator.client_context)
    context.set_alpn_protocols(list(alpn))
    client = Client(token or emulator.token)
    try:
        await client.connect(emulator.port, context)
        yield client
    finally:
        await client.close()
