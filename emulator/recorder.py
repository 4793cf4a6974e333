"""What arrived: requests, violations, counters; and waiting for it without polling."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
import hashlib
from typing import Any

from .config import MAX_GOAWAYS_KEPT, MAX_RECORDED_BYTES, MAX_REQUESTS_KEPT, MAX_VIOLATIONS_KEPT
from .messages import Json


@dataclass(frozen=True, slots=True)
class SentAttachment:
    """A binary part of an answer, so that it can be told what came out elsewhere."""

    content_id: str
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes, hexadecimal."""

    @staticmethod
    def of(content_id: str, data: bytes) -> SentAttachment:
        """What is kept of an attachment."""
        return SentAttachment(content_id, len(data), hashlib.sha256(data).hexdigest())


@dataclass(slots=True, eq=False)
class RecordedRequest:
    """One HTTP request; it is listed when its headers arrive and filled in as it goes on.

    Times are seconds of the event loop's clock; None: has not happened.
    """

    connection: int
    """The connection's number, from 1."""
    stream_id: int
    method: str
    path: str
    headers: list[tuple[str, str]]
    began_at: float
    body: bytes = b""
    """Empty until the request has ended."""
    event: Json | None = None
    """The event message (with `context`), once understood."""
    audio: bytes = b""
    """The `audio` parts, joined in order (CIC-T-043)."""
    audio_times: list[tuple[float, int]] = field(default_factory=list)
    """When how many bytes of audio arrived, as it came (at most MAX_AUDIO_TIMES)."""
    heard: int = 0
    """Bytes of audio that were listened to; what follows StopCapture is not (CIC-T-041)."""
    transcript: str | None = None
    """What the speech was understood as; None: it is no speech, or not over yet."""
    status: int | None = None
    """What it was answered with; None: nothing (yet)."""
    ended_at: float | None = None
    """When its last byte had arrived."""
    answered_at: float | None = None
    """When the response began."""
    attachments: list[SentAttachment] = field(default_factory=list)
    """The attachments of the answer, in the order of sending."""
    reset: int | None = None
    """The error code with which the client reset the stream."""

    @property
    def name(self) -> str | None:
        """The event's qualified name, such as `TextRecognizer.Recognize`."""
        if self.event is None:
            return None
        header = self.event["event"]["header"]
        return f"{header.get('namespace')}.{header.get('name')}"

    def header(self, name: str) -> str | None:
        """The first value of a header; the name in lower case."""
        return next((value for key, value in self.headers if key == name), None)


def request_of(
    connection: int, stream_id: int, raw: Iterable[tuple[bytes, bytes]], now: float
) -> RecordedRequest:
    """A request whose headers have arrived."""
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]
    fields = dict(headers)
    return RecordedRequest(
        connection=connection,
        stream_id=stream_id,
        method=fields.get(":method", ""),
        path=fields.get(":path", ""),
        headers=headers,
        began_at=now,
    )


@dataclass(slots=True)
class Recorder:
    """Bounded lists of what happened, and who waits for it."""

    requests: list[RecordedRequest] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    violations_dropped: int = 0
    connections_made: int = 0
    pings: int = 0
    goaways: deque[int] = field(default_factory=lambda: deque(maxlen=MAX_GOAWAYS_KEPT))
    _bytes: int = 0
    _waiting: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = field(default_factory=list)

    def add(self, request: RecordedRequest) -> None:
        """List a request; the oldest one goes when there are too many."""
        self.requests.append(request)
        if len(self.requests) > MAX_REQUESTS_KEPT:
            self._forget_oldest()
        self.notify()

    def ended(self, request: RecordedRequest, now: float) -> None:
        """The request has arrived completely."""
        request.ended_at = now
        self._bytes += len(request.body)
        if self._bytes > MAX_RECORDED_BYTES:
            self._bytes = sum(len(kept.body) for kept in self.requests)
            while self._bytes > MAX_RECORDED_BYTES and len(self.requests) > 1:
                self._forget_oldest()
        self.notify()

    def forget_requests(self) -> int:
        """Empty the list; tells how many there were."""
        count = len(self.requests)
        self.requests.clear()
        self._bytes = 0
        return count

    def _forget_oldest(self) -> None:
        self._bytes -= len(self.requests.pop(0).body)

    def violation(self, text: str) -> None:
        """Note a broken rule; over the bound, only their number is counted."""
        if len(self.violations) < MAX_VIOLATIONS_KEPT:
            self.violations.append(text)
        else:
            self.violations_dropped += 1
        self.notify()

    def notify(self) -> None:
        """Something happened: look who waited for it."""
        if not self._waiting:
            return
        still: list[tuple[Callable[[], Any], asyncio.Future[Any]]] = []
        for predicate, future in self._waiting:
            if future.done():
                continue
            try:
                result = predicate()
            except Exception as error:  # noqa: BLE001 - it is the waiting caller's: handed to it
                future.set_exception(error)
                continue
            if result:
                future.set_result(result)
            else:
                still.append((predicate, future))
        self._waiting = still

    async def wait_for[T](self, predicate: Callable[[], T], limit: float) -> T:
        """What the predicate gave when it first was true; raises TimeoutError after `limit` s."""
        if result := predicate():
            return result
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((predicate, future))
        async with asyncio.timeout(limit):
            return await future
