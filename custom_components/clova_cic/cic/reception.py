"""What the server sends on one connection: each event of HTTP/2 handed to whom it concerns."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from h2.errors import ErrorCodes

from .errors import CicError, StreamFailedError, StreamRefusedError
from .protocol import (
    CicProtocol,
    DataArrived,
    GoAwayCame,
    PingAcknowledged,
    ProtocolEvent,
    ResponseStarted,
    StreamEnded,
    StreamWasReset,
)
from .sender import Sender
from .stream import PingListener, Stream


class Owner(Protocol):
    """The connection, as its reception sees it."""

    def cancel(self, stream: Stream) -> None:
        """Reset a stream."""

    def went_away(self, last_stream_id: int, code: int) -> None:
        """The server said GOAWAY."""

    def stream_is_over(self) -> None:
        """One stream fewer is open: there is room for another, or nothing is left."""


class Reception:
    """Takes events in the order they came in; flow control towards the server is its business."""

    def __init__(self, protocol: CicProtocol, sender: Sender, owner: Owner) -> None:
        """Begin; the sender knows the streams."""
        self.pings: PingListener | None = None
        self.on_date: Callable[[str], None] | None = None  # the Date of a response, perhaps empty
        self._loop = asyncio.get_running_loop()
        self._protocol = protocol
        self._sender = sender
        self._streams = sender.streams
        self._owner = owner

    def take(self, event: ProtocolEvent) -> None:
        """Hand one event to whom it concerns."""
        match event:
            case DataArrived(stream_id, data, flow_length):
                stream = self._streams.get(stream_id)
                self._data_arrived(stream, data)
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
                self._owner.went_away(last_stream_id, code)
            case _:  # RoomMayHaveGrown: there is nothing else
                self._sender.open_waiting()
                self._sender.pump()

    def fail_stream(self, stream: Stream, error: CicError) -> None:
        """End a stream and tell its receiver why."""
        if not stream.ended:
            self.forget(stream)
            stream.receiver.response_failed(error)

    def forget(self, stream: Stream) -> None:
        """Take a stream out of the books; its receiver hears nothing more from here."""
        self._sender.forget(stream)
        self.pay(stream)

    def pay(self, stream: Stream) -> None:
        """Acknowledge what arrived while a stream was paused; the connection needs the room."""
        owed, stream.owed = stream.owed, 0
        if stream.id is not None and not self._sender.closed:
            self._protocol.acknowledge(stream.id, owed)

    def _data_arrived(self, stream: Stream | None, data: bytes) -> None:
        """Give body bytes to the receiver; if it refuses them, only this stream ends."""
        if stream is None or not data:
            return
        try:
            stream.receiver.data_received(data)
        except CicError as error:
            self._owner.cancel(stream)
            stream.receiver.response_failed(error)

    def _stream_ended(self, stream_id: int) -> None:
        """Finish a response; a request that was still being sent is given up with it."""
        stream = self._streams.get(stream_id)
        if stream is None:
            return
        self.forget(stream)
        if not stream.sent:
            self._protocol.reset(stream_id)
        try:
            stream.receiver.response_ended()
        except CicError as error:
            stream.receiver.response_failed(error)
        self._owner.stream_is_over()

    def _stream_reset(self, stream_id: int, code: int) -> None:
        """End a stream that the server gives up."""
        if stream := self._streams.get(stream_id):
            refused = code == ErrorCodes.REFUSED_STREAM
            kind = StreamRefusedError if refused else StreamFailedError
            self.fail_stream(stream, kind(f"the server reset the stream (code {code})"))
            self._owner.stream_is_over()
