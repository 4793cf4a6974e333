"""One TCP and TLS connection to CIC, used once: streams, flow control both ways, one fatal error.

The event loop's protocol callbacks are the only reader and `_flush` is the only writer: a directive
is dispatched in the same wake-up that its bytes arrive in. The first fatal error is kept and ends
every open stream; what goes wrong after it cannot replace it.
"""

import asyncio
from collections.abc import Callable
import logging
from typing import override

from h2.errors import ErrorCodes

from .errors import (
    CicError,
    ConnectionLostError,
    GoAwayError,
    ProtocolViolationError,
    StreamFailedError,
    StreamRefusedError,
)
from .protocol import (
    CicProtocol,
    DataArrived,
    GoAwayCame,
    Headers,
    PingAcknowledged,
    ProtocolEvent,
    ResponseStarted,
    RoomMayHaveGrown,
    StreamEnded,
    StreamWasReset,
)
from .sender import Sender
from .stream import PingListener, Receiver, Stream

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
        self._streams = self._sender.streams
        self._closed: asyncio.Future[None] = loop.create_future()
        # Set with the first fatal error, or with GOAWAY: from then on no new request is taken.
        self.lost: asyncio.Future[CicError] = loop.create_future()
        self._expiry: asyncio.TimerHandle | None = None
        self.pings: PingListener | None = None
        self.on_date: Callable[[str], None] | None = None  # the Date of a response, perhaps empty

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
        self._pay(stream)
        self._flush()

    def cancel(self, stream: Stream) -> None:
        """Reset a stream nobody waits for any more; its receiver hears nothing further."""
        if stream.ended:
            return
        self._forget(stream)
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
            self._fail_stream(stream, cause)
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
            self._dispatch(event)
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

    # inside

    def _dispatch(self, event: ProtocolEvent) -> None:
        """Hand one event to whom it concerns."""
        match event:
            case DataArrived(stream_id, data, flow_length):
                stream = self._streams.get(stream_id)
                self._data_arrived(stream_id, data)
                if stream is not None and stream.paused and not stream.ended:
                    stream.owed += flow_length
                else:
                    self._protocol.acknowledge(stream_id, flow_length)
            case ResponseStarted(stream_id, status, content_type, date):
                if self.on_date is not None:
                    self.on_date(date)
                if stream := self._streams.get(stream_id):
                    stream.receiver.response_started(status, content_type)
            case StreamEnded(stream_id):
                self._stream_ended(stream_id)
            case StreamWasReset(stream_id, code):
                self._stream_reset(stream_id, code)
            case PingAcknowledged(payload):
                if self.pings is not None:
                    self.pings.acknowledged(payload, self._loop.time())
            case GoAwayCame(last_stream_id, code):
                self._go_away(last_stream_id, code)
            case RoomMayHaveGrown():
                self._sender.open_waiting()
                self._sender.pump()

    def _data_arrived(self, stream_id: int, data: bytes) -> None:
        """Give body bytes to the receiver; if it refuses them, only this stream ends."""
        stream = self._streams.get(stream_id)
        if stream is None or not data:
            return
        try:
            stream.receiver.data_received(data)
        except CicError as error:
            self.cancel(stream)
            stream.receiver.response_failed(error)

    def _stream_ended(self, stream_id: int) -> None:
        """Finish a response; a request that was still being sent is given up with it."""
        stream = self._streams.get(stream_id)
        if stream is None:
            return
        self._forget(stream)
        if not stream.sent:
            self._protocol.reset(stream_id)
        try:
            stream.receiver.response_ended()
        except CicError as error:
            stream.receiver.response_failed(error)
        self._sender.open_waiting()
        self._close_if_drained()

    def _stream_reset(self, stream_id: int, code: int) -> None:
        """End a stream that the server gives up."""
        if stream := self._streams.get(stream_id):
            refused = code == ErrorCodes.REFUSED_STREAM
            kind = StreamRefusedError if refused else StreamFailedError
            self._fail_stream(stream, kind(f"the server reset the stream (code {code})"))
            self._sender.open_waiting()
            self._close_if_drained()

    def _go_away(self, last_stream_id: int, code: int) -> None:
        """Take no new requests; fail those the server has not begun, let the others end."""
        error = GoAwayError(f"the server takes no more requests here (code {code})")
        if not self.lost.done():
            _LOGGER.debug("Connection goes away: %s", error)
            self.lost.set_result(error)
        for stream in self._sender.all():
            if stream.id is None or stream.id > last_stream_id:
                self._fail_stream(stream, error)
        self._close_if_drained()

    def _close_if_drained(self) -> None:
        """Close once the last stream of a connection that takes no new ones has ended."""
        if self.lost.done() and not self._streams and not self._closed.done():
            self._protocol.close()
            self.fail(self.lost.result())

    def _fail_stream(self, stream: Stream, error: CicError) -> None:
        """End a stream and tell its receiver why."""
        if not stream.ended:
            self._forget(stream)
            stream.receiver.response_failed(error)

    def _forget(self, stream: Stream) -> None:
        """Take a stream out of the books; its receiver gets no more calls from the reader."""
        self._sender.forget(stream)
        self._pay(stream)

    def _pay(self, stream: Stream) -> None:
        """Acknowledge what arrived while a stream was paused; the connection needs the room."""
        owed, stream.owed = stream.owed, 0
        if stream.id is not None and not self._closed.done():
            self._protocol.acknowledge(stream.id, owed)

    def _flush(self) -> None:
        """Write what h2 has queued."""
        if self._transport is not None and not self._transport.is_closing():
            data = self._protocol.data_to_send()
            if data:
                self._transport.write(data)
