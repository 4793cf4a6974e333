"""Whom a connection belongs to: the side of CIC."""

from typing import Protocol

from .stream import Exchange, Stream


class Owner[ConnectionT](Protocol):
    """What a connection tells, and whom it asks."""

    def connected(self, connection: ConnectionT) -> None:
        """The TLS handshake is done; HTTP/2 was agreed if connection.http2."""

    def disconnected(self, connection: ConnectionT) -> None:
        """The connection is gone."""

    def requested(self, stream: Stream, connection: ConnectionT) -> Exchange:
        """A request's headers have arrived."""

    def ping_arrived(self) -> bool:
        """A PING frame; True: it gets its ACK."""

    def date(self) -> str:
        """What the server's clock shows, as HTTP writes it."""

    def goaway_arrived(self, code: int) -> None:
        """The client said GOAWAY with this error code."""

    def broke_http2(self, connection: ConnectionT, what: str) -> None:
        """The client broke a rule of HTTP/2."""
