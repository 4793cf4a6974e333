"""Bodies and how they are sent: whole or in part, at once or slowly, to the end or not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, override

from aiohttp import web

from .fetches import Fetch

CHUNK: Final = 64 * 1024
"""Bytes that are in memory at once of one answer."""
TICK: Final = 0.1
"""Seconds between pieces of what is sent slowly."""
AHEAD: Final = 2.0
"""Seconds of sound that are sent at once of what goes on for ever: players fill a buffer first."""


class Body(Protocol):
    """What can be sent in part."""

    @property
    def size(self) -> int:
        """Bytes."""

    def read(self, start: int, stop: int) -> AsyncIterator[bytes]:
        """The bytes between, in pieces of at most CHUNK."""


@dataclass(frozen=True, slots=True)
class FileBody(Body):
    """A file; `before` precedes what lies between two places of it."""

    path: Path
    start: int
    stop: int
    before: bytes = b""

    @property
    @override
    def size(self) -> int:
        return len(self.before) + self.stop - self.start

    @override
    async def read(self, start: int, stop: int) -> AsyncIterator[bytes]:
        if start < len(self.before):
            yield self.before[start:stop]
            start = min(len(self.before), stop)
        loop = asyncio.get_running_loop()
        shift = self.start - len(self.before)
        while start < stop:
            length = min(CHUNK, stop - start)
            piece = await loop.run_in_executor(None, _piece, self.path, start + shift, length)
            if not piece:
                return
            yield piece
            start += len(piece)


def _piece(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)


async def file_body(path: Path) -> FileBody:
    """A whole file."""
    stat = await asyncio.get_running_loop().run_in_executor(None, path.stat)
    return FileBody(path, 0, stat.st_size)


@dataclass(frozen=True, slots=True)
class Padded(Body):
    """Bytes, then as many zeros as it takes."""

    data: bytes
    size: int

    @override
    async def read(self, start: int, stop: int) -> AsyncIterator[bytes]:
        while start < stop:
            end = min(stop, start + CHUNK)
            yield self.data[start:end].ljust(end - start, b"\0")
            start = end


def whole(data: bytes) -> Padded:
    """Nothing but these bytes."""
    return Padded(data, len(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a body is sent."""

    content_type: str
    tag: str
    """The same for the same bytes."""
    bytes_per_second: float | None = None
    """None: as fast as it is taken."""
    breaks: Callable[[], bool] = lambda: False
    """Asked before the middle of the body is sent: whether the connection breaks there."""
    in_parts: bool = True
    """A part of it can be had."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and what is noted of it."""

    request: web.Request
    fetch: Fetch
    notify: Callable[[], None]

    async def begin(self, response: web.StreamResponse) -> bool:
        """Send the headers; False: that is all that is asked for."""
        self.fetch.status = response.status
        self.notify()
        await response.prepare(self.request)
        return self.request.method != "HEAD"

    async def end(self, response: web.StreamResponse) -> None:
        """All was sent."""
        await response.write_eof()
        self.fetch.complete = True


async def send(asked: Asked, body: Body, sending: Sending) -> web.StreamResponse:
    """Answer with a body or with the part of it that is asked for."""
    etag = f'"{sending.tag}-{body.size}"'
    ranges = "bytes" if sending.in_parts else "none"
    response = web.StreamResponse(headers={"Accept-Ranges": ranges, "ETag": etag})
    response.content_type = sending.content_type
    span = _span(asked.request, body.size, etag) if sending.in_parts else None
    start, stop = span or (0, body.size)
    if span is not None:
        response.set_status(206)
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{body.size}"
        if start >= stop:
            response.set_status(416)
            response.headers["Content-Range"] = f"bytes */{body.size}"
            start = stop = 0
    response.content_length = stop - start
    with suppress(ConnectionError):  # the player has gone, which `complete` tells
        if not await asked.begin(response) or await _write(
            asked, response, body, sending, start, stop
        ):
            await asked.end(response)
    return response


def _span(request: web.Request, size: int, etag: str) -> tuple[int, int] | None:
    """The part that is asked for; None: all of it; an empty one if there is no such part.

    What is no range of one part is ignored (RFC 9110, 14.2), and so is one of another version of
    the file (13.1.5).
    """
    if "Range" not in request.headers or request.headers.get("If-Range", etag) != etag:
        return None
    try:
        asked = request.http_range
    except ValueError:
        return None
    if asked.start is None:
        return None
    if asked.start < 0:
        return max(0, size + asked.start), size
    return asked.start, size if asked.stop is None else min(size, asked.stop)


async def _write(
    asked: Asked,
    response: web.StreamResponse,
    body: Body,
    sending: Sending,
    start: int,
    stop: int,
) -> bool:
    """False: the connection was broken on purpose."""
    middle = body.size // 2
    broken = start < middle < stop and sending.breaks()
    if broken:
        stop = middle
    pace = sending.bytes_per_second
    clock = _Clock(asked.fetch, pace, 0.0)
    async for chunk in body.read(start, stop):
        size = len(chunk) if pace is None else max(1, int(pace * TICK))
        for at in range(0, len(chunk), size):
            await response.write(chunk[at : at + size])
            await clock.tick(len(chunk[at : at + size]))
    if broken and asked.request.transport is not None:
        asked.request.transport.abort()
    return not broken


async def send_for_ever(
    asked: Asked, body: Body, content_type: str, bytes_per_second: float
) -> web.StreamResponse:
    """The body again and again, as fast as it plays, until nobody takes it; no part can be had."""
    response = web.StreamResponse(headers={"Accept-Ranges": "none"})
    response.content_type = content_type
    with suppress(ConnectionError):  # the player has enough, which `complete` does not tell
        if not await asked.begin(response):
            await asked.end(response)
            return response
        clock = _Clock(asked.fetch, bytes_per_second, AHEAD)
        size = max(1, int(bytes_per_second * TICK))
        while True:
            async for chunk in body.read(0, body.size):
                for at in range(0, len(chunk), size):
                    await response.write(chunk[at : at + size])
                    await clock.tick(len(chunk[at : at + size]))
    return response


class _Clock:
    """Holds back what is sent faster than it may be."""

    def __init__(self, fetch: Fetch, pace: float | None, ahead: float) -> None:
        """`pace`: bytes per second; `ahead`: seconds of sound that may be early."""
        self._fetch = fetch
        self._pace = pace
        self._began = asyncio.get_running_loop().time() - ahead

    async def tick(self, count: int) -> None:
        """So many bytes were sent."""
        self._fetch.sent += count
        if self._pace is not None:
            due = self._began + self._fetch.sent / self._pace
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
