"""The downchannel: the open response on which CIC pushes directives (transport.md §4)."""

import asyncio
from typing import Protocol

from .connection import CicConnection
from .errors import (
    CicError,
    ConnectionLostError,
    DownchannelEndedError,
    HelloTimeoutError,
    Stage,
    StreamFailedError,
)
from .interfaces.clova import HELLO
from .messages import Directive
from .multipart import AttachmentData, AttachmentEnd, AttachmentStart
from .protocol import Headers
from .response import ResponseReader
from .stray_speech import StrayFeed, StrayParts


class Listener(Protocol):
    """Who takes what is pushed."""

    def pushed(self, directive: Directive) -> None:
        """A directive came on the downchannel; not called for Hello."""

    def unreadable(self, reason: str) -> None:
        """A part could not be read and was left out."""


class Downchannel:
    """One `GET /v1/directives`, from its request to its end."""

    def __init__(
        self,
        connection: CicConnection,
        headers: Headers,
        listener: Listener,
        parts: StrayParts | None = None,
    ) -> None:
        """Request it; `wait_hello` says when it works. Raises the connection's error.

        `parts` takes what sounds beside the directives.
        """
        loop = asyncio.get_running_loop()
        self._connection = connection
        self._listener = listener
        self._feed = StrayFeed(parts or StrayParts())
        self._hello: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[CicError] = loop.create_future()
        # It has no end, so it has no bound on the number of parts.
        reader = ResponseReader(self, stage=Stage.DOWNCHANNEL, max_parts=None)
        self._stream = connection.request(headers, reader)

    async def wait_hello(self, limit: float) -> None:
        """Return once Hello came (CIC-T-012).

        Raises HelloTimeoutError after `limit` seconds, or what ended the channel before.
        """
        await asyncio.wait(
            (self._hello, self.ended), timeout=limit, return_when=asyncio.FIRST_COMPLETED
        )
        if self.ended.done():
            raise _staged(self.ended.result())
        if not self._hello.done():
            error = HelloTimeoutError("the downchannel opened but stayed silent")
            self.close(error)
            raise error

    def close(self, error: CicError) -> None:
        """Give the channel up for this reason."""
        self._connection.cancel(self._stream)
        self.finished(error)

    # Sink

    def request_sent(self) -> None:
        """Nothing hangs on it."""

    def response_begun(self) -> None:
        """Nothing hangs on it: Hello is the sign that the channel works."""

    def directive(self, directive: Directive) -> None:
        """Take Hello; pass on everything else as it arrives (CIC-T-019)."""
        if directive.qualified_name != HELLO:
            self._listener.pushed(directive)
        elif not self._hello.done():
            self._hello.set_result(None)

    def attachment(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        """Keep it for the speech that is pushed with it."""
        self._feed.take(item)

    def malformed(self, reason: str) -> None:
        """Pass on."""
        self._listener.unreadable(reason)

    def finished(self, error: CicError | None) -> None:
        """Keep the first reason; a clean end of the response is the loss of the channel too."""
        self._feed.close()
        if not self.ended.done():
            self.ended.set_result(error or DownchannelEndedError("the server ended it"))


def _staged(error: CicError) -> CicError:
    """Say of a loss that it came before Hello; the error itself may concern other streams too."""
    if not isinstance(error, ConnectionLostError | StreamFailedError):
        return error
    staged = type(error)(error.reason, stage=Stage.DOWNCHANNEL)
    staged.__cause__ = error.__cause__
    return staged
