"""Drives a Keepalive with the loop's clock, on one connection."""

import asyncio
from collections.abc import Awaitable, Callable

from .connection import CicConnection
from .errors import PingTimeoutError
from .keepalive import Keepalive, Verdict
from .pings import FramePings, Pings, RequestPings
from .protocol import Headers
from .settings import Timing
from .stats import Stats


class KeepaliveTimer:
    """Sends PINGs, and fails the connection when an answer stays away (CIC-T-022, CIC-T-025)."""

    def __init__(
        self,
        connection: CicConnection,
        timing: Timing,
        stats: Stats,
        headers: Callable[[], Awaitable[Headers]] | None = None,
    ) -> None:
        """Start with the connection; with `headers`, requests take the place of PING frames."""
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._stats = stats
        self._keepalive = Keepalive(
            now=self._loop.time(), interval=timing.ping_interval, limit=timing.ping_ack
        )
        self._pings: Pings = (
            FramePings(connection, self)
            if headers is None
            else RequestPings(connection, self, headers)
        )
        self._timer = self._loop.call_at(self._keepalive.due, self._tick)

    def stop(self) -> None:
        """Send no more PINGs."""
        self._timer.cancel()
        self._pings.stop()

    def acknowledged(self, payload: bytes, now: float) -> None:
        """Take an answer."""
        if (round_trip := self._keepalive.acknowledged(payload, now)) is not None:
            self._stats.pinged(round_trip)
        self._arm()

    def _tick(self) -> None:
        """Do what is due."""
        now = self._loop.time()
        match self._keepalive.tick(now):
            case Verdict.PING:
                self._pings.send(self._keepalive.ping_sent(now))
            case Verdict.DEAD:
                self._connection.fail(PingTimeoutError("the server does not answer PING"))
                return
            case _:
                pass  # not due, or late because this process was held up
        self._arm()

    def _arm(self) -> None:
        """Tick again when it is due."""
        self._timer.cancel()
        self._timer = self._loop.call_at(self._keepalive.due, self._tick)
