"""Whom a connection belongs to: the side of CIC."""

from typing import TYPE_CHECKING, Protocol

from .stream import Exchange, Stream

if TYPE_CHECKING:
    from .connection import Connection


class Owner(Protocol):
    """What a connection tells, and whom it asks."""

    def connected(self, connection: Connection) -> None:
        """The TLS handshake is done; HTTP/2 was agreed if connection.http2."""

    def disconnected(self, connection: Connection) -> None:
        """The connection is gone."""

    def requested(self, stream: Stream, connection: Connection) -> Exchange:
        """A request's headers have arrived."""

    def ping_arrived(self) -> bool:
        """A PING frame; True: it gets its ACK."""

    def goaway_arrived(self, code: int) -> None:
        """The client said GOAWAY with this error code."""

    def broke_http2(self, connection: Connection, what: str) -> None:
        """The client broke a rule of HTTP/2."""
