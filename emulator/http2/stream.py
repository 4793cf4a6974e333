"""One HTTP/2 stream of the server's side: a request, and the response under flow control."""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.exceptions import ProtocolError

from ..config import MAX_QUEUED
from ..recorder import RecordedRequest

type Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pace:
    """DATA frames of at most `size` bytes, at least `delay` seconds apart."""

    size: int = 1
    delay: float = 0.0


class Exchange(Protocol):
    """Who deals with one request. All calls come from the connection, in the order of arrival."""

    def opened(self) -> None:
        """The headers are there and the body is not complete yet."""

    def received(self, data: bytes) -> None:
        """A piece of the body."""

    def ended(self) -> None:
        """The request is complete."""

    def overflowed(self) -> None:
        """The body is larger than MAX_BODY; nothing more of it is received."""

    def aborted(self) -> None:
        """The stream is gone: the client reset it, or the connection was lost."""


class Carrier(Protocol):
    """What a stream needs of its connection."""

    @property
    def h2(self) -> H2Connection:
        """The state machine."""

    @property
    def writable(self) -> bool:
        """Whether the transport takes more at this time."""

    def flush(self) -> None:
        """Write what h2 has ready."""

    def later(self, seconds: float, action: Action) -> None:
        """Do something unless the connection is gone by then."""

    def now(self) -> float:
        """The event loop's clock, seconds."""

    def date(self) -> str:
        """What the server's clock shows, as HTTP writes it."""

    def left(self, stream: Stream) -> None:
        """The response is complete."""


class Action(Protocol):
    """A step to take later."""

    def __call__(self) -> None:
        """Take it."""


class Stream:
    """Sends a response; everything is queued if the client's window is full.

    Nothing is written before the connection's flush(): what is sent while one piece of input is
    being dealt with leaves in one write.
    """

    def __init__(self, carrier: Carrier, stream_id: int, record: RecordedRequest) -> None:
        self.id = stream_id
        self.record = record
        self.exchange: Exchange | None = None
        self.request_ended = False
        self.pace: Pace | None = None
        self._carrier = carrier
        self._queue: deque[memoryview] = deque()
        self._queued = 0
        self._last = False  # nothing follows what is queued
        self._step_due = False
        self.gone = False
        """Ended by our side, reset by either, or lost with the connection."""

    @property
    def answered(self) -> bool:
        """Whether the response has begun."""
        return self.record.status is not None

    def respond(self, status: int, headers: Headers = (), body: bytes = b"") -> None:
        """A whole response."""
        self.start(status, headers, last=not body)
        if body:
            self.send(body, last=True)

    def start(self, status: int, headers: Headers = (), *, last: bool = False) -> None:
        """The response's headers."""
        if self.gone:
            return
        fields = [(":status", str(status)), ("date", self._carrier.date()), *headers]
        try:
            self._carrier.h2.send_headers(self.id, fields, end_stream=last)
        except ProtocolError:
            self._end()  # reset by the client, which comes later in what h2 has read already
            return
        self.record.status = status
        self.record.answered_at = self._carrier.now()
        if last:
            self._end()

    def send(self, data: bytes, *, last: bool = False) -> None:
        """More of the response's body; resets the stream when the client reads too slowly."""
        if self.gone or self._last:
            return
        self._last = last
        if data:
            self._queue.append(memoryview(data))
            self._queued += len(data)
        self.pump()
        if self._queued > MAX_QUEUED:
            self.reset(ErrorCodes.ENHANCE_YOUR_CALM)

    def finish(self) -> None:
        """The response ends here."""
        self.send(b"", last=True)

    def reset(self, code: int) -> None:
        """RST_STREAM; h2 says no more about this stream."""
        if self.gone:
            return
        with suppress(ProtocolError):  # reset by the client, see start()
            self._carrier.h2.reset_stream(self.id, code)
        self.request_ended = True
        self._end()

    def lost(self) -> None:
        """The stream is gone without our doing."""
        if not self.gone:
            self._end()

    def later(self, seconds: float, action: Action) -> None:
        """Do something unless the connection is gone by then."""
        self._carrier.later(seconds, action)

    def now(self) -> float:
        """The event loop's clock, seconds."""
        return self._carrier.now()

    def pump(self) -> None:
        """Send as much of the queue as windows, transport and pace allow."""
        try:
            while not (self.gone or self._step_due) and self._carrier.writable:
                if not self._send_chunk():
                    return
        except ProtocolError:
            self._end()  # reset by the client, see start()

    def _send_chunk(self) -> bool:
        """One DATA frame; False if there is nothing to send, or no room for it."""
        h2 = self._carrier.h2
        if not self._queue:
            if self._last:
                h2.end_stream(self.id)
                self._end()
            return False
        chunk = self._queue[0]
        size = min(
            len(chunk),
            h2.local_flow_control_window(self.id),
            h2.max_outbound_frame_size,
            self.pace.size if self.pace else len(chunk),
        )
        if size <= 0:
            return False
        if size == len(chunk):
            self._queue.popleft()
        else:
            self._queue[0] = chunk[size:]
        self._queued -= size
        last = self._last and not self._queue
        h2.send_data(self.id, bytes(chunk[:size]), end_stream=last)
        if last:
            self._end()
        elif self.pace is not None and self._queue:
            self._step_due = True
            self._carrier.flush()
            self._carrier.later(self.pace.delay, self._paced_step)
        return True

    def _paced_step(self) -> None:
        self._step_due = False
        self.pump()

    def _end(self) -> None:
        self.gone = True
        self._queue.clear()
        self._queued = 0
        self._carrier.left(self)
