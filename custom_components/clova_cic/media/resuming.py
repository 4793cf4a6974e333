"""A sound whose server breaks off is fetched on from where it was, so that its player does not notice.

Few players get over a connection that ends too early: some stop, and some hang for good (mpd 0.23).
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from http import HTTPStatus
import re
from typing import Final, Self

from aiohttp import ClientError, ClientResponse, hdrs

from ..const import LOGGER

CHUNK: Final = 64 * 1024  # bytes; as much is held of each sound, and what aiohttp reads ahead
MAX_RESUMES: Final = 8  # of one fetch; a server that breaks more often is no use
_SPAN: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")

type Open = Callable[[dict[str, str]], AbstractAsyncContextManager[ClientResponse]]
"""Asks the server once more, with these headers."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which bytes of a file an answer holds, and how to ask for the rest of them."""

    first: int
    last: int
    size: int
    tag: str | None

    @classmethod
    def of(cls, answer: ClientResponse) -> Self | None:
        """Read an answer; None if its server gives no parts, or not of the same file for sure."""
        told, size = answer.headers.get(hdrs.CONTENT_RANGE, ""), answer.content_length
        tag = answer.headers.get(hdrs.ETAG)
        tag = None if tag is None or tag.startswith("W/") else tag
        if answer.status == HTTPStatus.PARTIAL_CONTENT and (found := _SPAN.fullmatch(told)):
            return cls(int(found[1]), int(found[2]), int(found[3]), tag)
        parts = answer.headers.get(hdrs.ACCEPT_RANGES) == "bytes"
        if answer.status == HTTPStatus.OK and parts and size:
            return cls(0, size - 1, size, tag)
        return None

    def headers(self, start: int) -> dict[str, str]:
        """Return what asks for the bytes from `start` on."""
        asked: dict[str, str] = {hdrs.RANGE: f"bytes={start}-{self.last}"}
        return asked if self.tag is None else asked | {hdrs.IF_RANGE: self.tag}

    def goes_on(self, other: Self | None, start: int) -> bool:
        """Tell whether an answer is the rest of this one."""
        return other == replace(self, first=start)


async def async_body(first: ClientResponse, reopen: Open) -> AsyncGenerator[bytes]:
    """Yield the bytes of an answer, over breaks if its server gives the rest.

    Raises what the source raises when that does not help.
    """
    whole, sent, left = Span.of(first), 0, MAX_RESUMES
    async with AsyncExitStack() as stack:
        source, before = first, -1
        while True:
            try:
                async for chunk in source.content.iter_chunked(CHUNK):
                    sent += len(chunk)
                    yield chunk
            except (ClientError, OSError) as err:
                if whole is None or not left or sent == before:
                    raise
                LOGGER.debug("What a player fetches broke off and goes on: %s", type(err).__name__)
                left, before = left - 1, sent
                start = whole.first + sent
                await stack.aclose()
                source = await stack.enter_async_context(reopen(whole.headers(start)))
                if not whole.goes_on(Span.of(source), start):
                    raise
            else:
                return
