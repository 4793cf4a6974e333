"""One request on its way, and its response: what a connection keeps of it, and who hears of it."""

from typing import Protocol

from .errors import CicError
from .protocol import Headers


class Receiver(Protocol):
    """Who waits for a response. Called from the reader; must not block."""

    def request_sent(self) -> None:
        """The request has been handed to the socket to its last byte."""

    def response_started(self, status: int, content_type: str) -> None:
        """The response's headers came."""

    def data_received(self, data: bytes) -> None:
        """Body bytes came. A CicError raised here ends this stream alone."""

    def response_ended(self) -> None:
        """The response is complete. A CicError raised here counts as its failure."""

    def response_failed(self, error: CicError) -> None:
        """No more will come; called once at the most, and never after response_ended."""


class PingListener(Protocol):
    """Who wants to know about PING ACKs."""

    def acknowledged(self, payload: bytes, now: float) -> None:
        """The ACK of a PING came at this time of the loop's clock."""


class Stream:
    """One request on its way, and its response."""

    def __init__(self, headers: Headers, body: bytes, tail: bytes, receiver: Receiver) -> None:
        """Hold the request until the connection has room for it."""
        self.headers = headers
        self.receiver = receiver
        self.id: int | None = None
        self.unsent = bytearray(body)
        self.tail = tail  # of a body that grows until it is finished
        self.grows = bool(tail)
        self.sent = False  # the request, to its last byte
        self.ended = False  # the response, or the whole stream
        self.paused = False  # what arrives is not acknowledged, so that the server stops sending
        self.owed = 0  # bytes that arrived meanwhile
