"""What one client sends: the requests that h2 has read, on their way to their exchanges."""

from collections.abc import Callable, Iterable

from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    Event,
    RequestReceived,
    StreamEnded,
    StreamReset,
)

from ..config import MAX_BODY
from .stream import Exchange, Stream


class Inbox:
    """The streams of a connection and the bodies of their requests."""

    def __init__(
        self,
        h2: H2Connection,
        *,
        opened: Callable[[RequestReceived], Stream | None],
        requested: Callable[[Stream], Exchange],
        farewell: Callable[[int], None],
    ) -> None:
        """`opened` makes a stream, or refuses it; `requested` says who takes its request."""
        self.streams: dict[int, Stream] = {}
        self.silent = False
        """The client said GOAWAY: h2 accepts nothing after it."""
        self._h2 = h2
        self._opened = opened
        self._requested = requested
        self._farewell = farewell
        self._fresh: list[Stream] = []
        self._bodies: dict[int, bytearray] = {}
        self._handlers: dict[type[Event], Callable[..., None]] = {
            RequestReceived: self._on_request,
            DataReceived: self._on_data,
            StreamEnded: self._on_ended,
            StreamReset: self._on_reset,
            ConnectionTerminated: self._on_goaway,
        }

    def take(self, events: Iterable[Event]) -> None:
        """Deal with what came in one read."""
        for event in events:
            if handler := self._handlers.get(type(event)):
                handler(event)
        for stream in self._fresh:
            if not stream.request_ended and stream.exchange is not None:
                stream.exchange.opened()
        self._fresh.clear()

    def left(self, stream: Stream) -> None:
        """The response is complete."""
        if stream.request_ended:
            self._forget(stream)

    def lost(self) -> None:
        """The connection is gone, and every stream with it."""
        for stream in list(self.streams.values()):
            self._abort(stream)
        self.streams.clear()
        self._bodies.clear()

    @property
    def open_bodies(self) -> set[int]:
        """The streams whose request is kept as far as it has come."""
        return set(self._bodies)

    def _on_request(self, event: RequestReceived) -> None:
        if (stream := self._opened(event)) is None:
            return
        self.streams[stream.id] = stream
        self._bodies[stream.id] = bytearray()
        stream.exchange = self._requested(stream)
        if event.stream_ended is None:
            self._fresh.append(stream)

    def _on_data(self, event: DataReceived) -> None:
        if event.flow_controlled_length and not self.silent:
            self._h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        stream = self.streams.get(event.stream_id)
        body = self._bodies.get(event.stream_id)
        if stream is None or stream.exchange is None or body is None or not event.data:
            return
        if len(body) + len(event.data) > MAX_BODY:
            del self._bodies[stream.id]  # the rest is received and dropped
            stream.exchange.overflowed()
            return
        body += event.data
        stream.exchange.received(event.data)

    def _on_ended(self, event: StreamEnded) -> None:
        stream = self.streams.get(event.stream_id)
        if stream is None or stream.exchange is None:
            return
        stream.request_ended = True
        stream.record.body = bytes(self._bodies.pop(stream.id, b""))
        if stream.gone:
            self.streams.pop(stream.id, None)
        stream.exchange.ended()

    def _on_reset(self, event: StreamReset) -> None:
        stream = self.streams.get(event.stream_id)
        if stream is None:
            return
        if event.remote_reset:
            stream.record.reset = int(event.error_code or 0)
        self._abort(stream)

    def _on_goaway(self, event: ConnectionTerminated) -> None:
        self._farewell(int(event.error_code or 0))

    def _abort(self, stream: Stream) -> None:
        stream.request_ended = True
        stream.lost()
        self._forget(stream)
        if stream.exchange is not None:
            stream.exchange.aborted()

    def _forget(self, stream: Stream) -> None:
        self.streams.pop(stream.id, None)
        self._bodies.pop(stream.id, None)
