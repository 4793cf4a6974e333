"""One TCP and TLS connection to CIC, used once: its streams, its end, one fatal error.

The event loop's protocol callbacks are the only reader and `_flush` is the only writer: a directive
is dispatched in the same wake-up that its bytes arrive in. The first fatal error is kept and ends
every open stream; what goes wrong after it cannot replace it.
"""

import asyncio
import logging
from typing import override

from .errors import CicError, ConnectionLostError, GoAwayError, ProtocolViolationError
from .protocol import CicProtocol, Headers
from .reception import Reception
from .sender import Sender
from .stream import Receiver, Stream

_LOGGER = logging.getLogger(__name__)

CLOSE_LIMIT = 2.0  # seconds for GOAWAY and the TLS farewell to leave; a dead peer takes neither


class CicConnection(asyncio.Protocol):
    """Streams over one transport. Made by `dial`; a new attempt makes a new one."""

    def __init__(self) -> None:
        """Wait for `attach`."""
        loop = asyncio.get_running_loop()
        self._loop = loop
        self._protocol = CicProtocol()
        self._transport: asyncio.Transport | None = None
        self._sender = Sender(self._protocol, self._flush)
        self.reception = Reception(self._protocol, self._sender, self)
        self._closed: asyncio.Future[None] = loop.create_future()
        # Set with the first fatal error, or with GOAWAY: from then on no new request is taken.
        self.lost: asyncio.Future[CicError] = loop.create_future()
        self._expiry: asyncio.TimerHandle | None = None

    def attach(self, transport: asyncio.Transport) -> None:
        """Take the transport whose TLS handshake is done, and say hello in HTTP/2."""
        self._transport = transport
        self._flush()

    @property
    def error(self) -> CicError | None:
        """Why the connection takes no new requests, None while it does."""
        return self.lost.result() if self.lost.done() else None

    @property
    def is_closed(self) -> bool:
        """Whether the socket is gone."""
        return self._closed.done()

    def request(
        self, headers: Headers, receiver: Receiver, body: bytes = b"", *, tail: bytes = b""
    ) -> Stream:
        """Send a request; its receiver hears what becomes of it.

        With a tail the body goes on with `write`, and the tail comes with `finish`. Raises the
        connection's error if that is lost or going away.
        """
        if self.error is not None:
            raise self.error
        stream = Stream(headers, body, tail, receiver)
        self._sender.add(stream)
        self._flush()
        return stream

    def write(self, stream: Stream, data: bytes) -> None:
        """Append to a body that grows; nothing happens once it or the stream has ended."""
        if stream.grows and not stream.ended:
            stream.unsent += data
            self._sender.send_body(stream)
            self._flush()

    def finish(self, stream: Stream) -> None:
        """End a body that grows."""
        if stream.grows and not stream.ended:
            stream.unsent += stream.tail
            stream.grows = False
            self._sender.send_body(stream)
            self._flush()

    def pause(self, stream: Stream) -> None:
        """Let the server send no more on this stream than its window still allows."""
        stream.paused = True

    def resume(self, stream: Stream) -> None:
        """Take what comes again, and give back the room of what has come."""
        stream.paused = False
        self.reception.pay(stream)
        self._flush()

    def cancel(self, stream: Stream) -> None:
        """Reset a stream nobody waits for any more; its receiver hears nothing further."""
        if stream.ended:
            return
        self.reception.forget(stream)
        if stream.id is not None and not self._closed.done():
            self._protocol.reset(stream.id)
            self._sender.open_waiting()
            self._flush()
        self._close_if_drained()

    def ping(self, payload: bytes) -> None:
        """Send a PING frame."""
        if not self._closed.done():
            self._protocol.ping(payload)
            self._flush()

    def fail(self, error: CicError) -> None:
        """End the connection and every stream on it for this reason; a later one is ignored."""
        if not self.lost.done():
            _LOGGER.debug("Connection ends: %s", error)
            self.lost.set_result(error)
        first = self.lost.result()
        # What was still open after GOAWAY may have been acted on, so it must not look resendable.
        cause = error if isinstance(first, GoAwayError) else first
        for stream in self._sender.all():
            self.reception.fail_stream(stream, cause)
        if self._transport is not None and not self._closed.done():
            self._flush()
            self._transport.close()

    def expire(self, limit: float) -> None:
        """Close after `limit` seconds, whatever is still open by then."""
        if not self._closed.done():
            self._expiry = self._loop.call_later(limit, self._abort)

    def _abort(self) -> None:
        """Drop the socket."""
        if self._transport is not None:
            self._transport.abort()

    async def aclose(self, error: CicError | None = None) -> None:
        """Say GOAWAY, end what is open, and wait until the socket is closed, for a bounded time."""
        if not self._closed.done() and self._transport is not None:
            self._protocol.close()
        self.fail(error or ConnectionLostError("the connection was closed here"))
        if self._transport is None:
            return
        try:
            await asyncio.wait((self._closed,), timeout=CLOSE_LIMIT)
        finally:
            self._abort()

    # asyncio.Protocol

    @override
    def data_received(self, data: bytes) -> None:
        try:
            events = self._protocol.receive(data)
        except ProtocolViolationError as error:
            self.fail(error)
            return
        for event in events:
            self.reception.take(event)
        self._flush()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._sender.closed = True
        if not self._closed.done():
            self._closed.set_result(None)
        if self._expiry is not None:
            self._expiry.cancel()
        reason = "the connection broke" if exc else "the server closed the connection"
        error = ConnectionLostError(reason)
        error.__cause__ = exc
        self.fail(error)

    @override
    def pause_writing(self) -> None:
        self._sender.writable = False

    @override
    def resume_writing(self) -> None:
        self._sender.writable = True
        self._sender.pump()
        self._flush()

    # Reception

    def went_away(self, last_stream_id: int, code: int) -> None:
        """Take no new requests; fail those the server has not begun, let the others end."""
        error = GoAwayError(f"the server takes no more requests here (code {code})")
        if not self.lost.done():
            _LOGGER.debug("Connection goes away: %s", error)
            self.lost.set_result(error)
        for stream in self._sender.all():
            if stream.id is None or stream.id > last_stream_id:
                self.reception.fail_stream(stream, error)
        self._close_if_drained()

    def stream_is_over(self) -> None:
        """Use the room that has become free, or leave."""
        self._sender.open_waiting()
        self._close_if_drained()

    # inside

    def _close_if_drained(self) -> None:
        """Close once the last stream of a connection that takes no new ones has ended."""
        if self.lost.done() and not self._sender.streams and not self._closed.done():
            self._protocol.close()
            self.fail(self.lost.result())

    def _flush(self) -> None:
        """Write what h2 has queued."""
        if self._transport is not None and not self._transport.is_closing():
            data = self._protocol.data_to_send()
            if data:
                self._transport.write(data)
