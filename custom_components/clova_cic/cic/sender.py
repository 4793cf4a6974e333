"""Sending requests as far as the server's limit, the windows and the socket allow."""

from collections import deque
from collections.abc import Callable

from .protocol import CicProtocol
from .stream import Stream


class Sender:
    """The requests of one connection, from waiting for their stream to their last byte."""

    def __init__(self, protocol: CicProtocol, flush: Callable[[], None]) -> None:
        """`flush` writes what the protocol has queued."""
        self.streams: dict[int, Stream] = {}  # that are open, by their id
        self.writable = True  # whether the socket takes more
        self.closed = False  # nothing is opened any more
        self._waiting: deque[Stream] = deque()  # for the server to allow one more stream
        self._protocol = protocol
        self._flush = flush

    def all(self) -> list[Stream]:
        """Return the open streams and those that wait."""
        return [*self.streams.values(), *self._waiting]

    def add(self, stream: Stream) -> None:
        """Take a request; it is sent at once if it can be."""
        self._waiting.append(stream)
        self.open_waiting()

    def forget(self, stream: Stream) -> None:
        """Take a stream out of the books; its receiver gets no more calls from the reader."""
        stream.ended = True
        stream.unsent.clear()
        if stream.id is None:
            self._waiting.remove(stream)
        else:
            del self.streams[stream.id]

    def open_waiting(self) -> None:
        """Open streams as far as the server allows them (RFC 9113 §5.1.2)."""
        while self._waiting and not self.closed and self._protocol.can_open():
            stream = self._waiting.popleft()
            complete = not stream.unsent and not stream.grows
            stream.id = self._protocol.open(stream.headers, end=complete)
            self.streams[stream.id] = stream
            if complete:
                self._request_sent(stream)
            else:
                self.send_body(stream)

    def pump(self) -> None:
        """Go on sending bodies that a window or a full socket had stopped."""
        for stream in list(self.streams.values()):
            if stream.unsent:
                self.send_body(stream)

    def send_body(self, stream: Stream) -> None:
        """Send what the windows and the socket take now."""
        if stream.id is None or not self.writable:
            return
        with memoryview(stream.unsent) as unsent:
            sent = self._protocol.send(stream.id, unsent, end=not stream.grows)
        complete = sent == len(stream.unsent) and not stream.grows
        del stream.unsent[:sent]
        if complete and not stream.sent:
            self._request_sent(stream)

    def _request_sent(self, stream: Stream) -> None:
        """Write the last bytes before anyone is told that they have been sent."""
        self._flush()
        stream.sent = True
        stream.receiver.request_sent()
