"""The TLS listener of CIC: accepts connections, keeps them, ends them."""

import asyncio
from datetime import UTC
from email.utils import format_datetime
import ssl
from typing import Final

from .core import Core
from .exchanges import exchange_for
from .faults import FaultKind, Place
from .http2.certificates import CertificateFiles, server_context
from .http2.connection import Connection
from .http2.stream import Exchange, Stream
from .orders import carry_out_on_connect

CLOSING_LIMIT: Final = 1.0
"""Seconds in which clients may take part in an orderly end of their connections."""
HANDSHAKE_LIMIT: Final = 10.0


class Listener:
    """Owns the connections of one emulator."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.connections: set[Connection] = set()
        self.port = 0
        self._server: asyncio.Server | None = None
        self._http11: ssl.SSLContext | None = None

    async def start(self, files: CertificateFiles, host: str, port: int) -> None:
        """Listen; raises OSError if the address cannot be had."""
        loop = asyncio.get_running_loop()
        context = await loop.run_in_executor(None, server_context, files, "h2")
        self._http11 = await loop.run_in_executor(None, server_context, files, "http/1.1")
        context.sni_callback = self._choose_context
        self._server = await loop.create_server(
            lambda: Connection(self),
            host,
            port,
            ssl=context,
            ssl_handshake_timeout=HANDSHAKE_LIMIT,
            ssl_shutdown_timeout=CLOSING_LIMIT,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """GOAWAY on every connection, then close them; those that do not follow are aborted."""
        if self._server is None:
            return
        self._server.close()
        closing = [each.closed for each in self.connections if each.closed is not None]
        for connection in list(self.connections):
            connection.close()
        if closing:
            await asyncio.wait(closing, timeout=CLOSING_LIMIT)
        self._server.abort_clients()
        await self._server.wait_closed()
        self._server = None

    def _choose_context(
        self, tls: ssl.SSLSocket | ssl.SSLObject, _name: str | None, _context: ssl.SSLContext
    ) -> None:
        """Called in each TLS handshake, before ALPN: the moment to offer HTTP/1.1 only."""
        if self._http11 is not None and self._core.faults.take(Place.CONNECT, (FaultKind.HTTP11,)):
            tls.context = self._http11

    # What connections tell (connection.Owner).

    def connected(self, connection: Connection) -> None:
        """Count a connection, and do to it what was ordered."""
        core = self._core
        self.connections.add(connection)
        core.recorder.connections_made += 1
        connection.number = core.recorder.connections_made
        if connection.http2:
            carry_out_on_connect(core, connection)
        elif connection.tls_context is not self._http11:
            core.recorder.violation(
                f"CIC-T-001: no HTTP/2 (ALPN h2) was agreed (connection {connection.number})"
            )
        core.recorder.notify()

    def disconnected(self, connection: Connection) -> None:
        """Forget a connection."""
        self.connections.discard(connection)
        self._core.recorder.notify()

    def requested(self, stream: Stream, connection: Connection) -> Exchange:
        """List a request, and find who answers it."""
        self._core.recorder.add(stream.record)
        return exchange_for(self._core, connection, stream)

    def ping_arrived(self) -> bool:
        """Count a PING frame; False if its ACK is to be lost."""
        core = self._core
        core.recorder.pings += 1
        acknowledged = not core.faults.take(Place.PING, (FaultKind.NO_PING_ACK,))
        core.recorder.notify()
        return acknowledged

    def date(self) -> str:
        """Return what the clock of this cloud shows (RFC 9110, 6.6.1)."""
        return format_datetime(self._core.config.clock().astimezone(UTC), usegmt=True)

    def goaway_arrived(self, code: int) -> None:
        """Note that a client takes its leave."""
        self._core.recorder.goaways.append(code)
        self._core.recorder.notify()

    def broke_http2(self, connection: Connection, what: str) -> None:
        """Note what a client did against HTTP/2."""
        self._core.recorder.violation(f"HTTP/2: {what} (connection {connection.number})")
