"""Drives a Keepalive with the loop's clock, on one connection."""

import asyncio

from .connection import CicConnection
from .errors import PingTimeoutError
from .keepalive import Keepalive, Verdict
from .settings import Timing
from .stats import Stats


class KeepaliveTimer:
    """Sends PINGs, and fails the connection when an ACK stays away (CIC-T-021, CIC-T-022)."""

    def __init__(self, connection: CicConnection, timing: Timing, stats: Stats) -> None:
        """Start with the connection."""
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._stats = stats
        self._keepalive = Keepalive(
            now=self._loop.time(), interval=timing.ping_interval, limit=timing.ping_ack
        )
        connection.pings = self
        self._timer = self._loop.call_at(self._keepalive.due, self._tick)

    def stop(self) -> None:
        """Send no more PINGs."""
        self._timer.cancel()
        self._connection.pings = None

    def acknowledged(self, payload: bytes, now: float) -> None:
        """Take an ACK from the connection."""
        if (round_trip := self._keepalive.acknowledged(payload, now)) is not None:
            self._stats.pinged(round_trip)
        self._arm()

    def _tick(self) -> None:
        """Do what is due."""
        now = self._loop.time()
        match self._keepalive.tick(now):
            case Verdict.PING:
                self._connection.ping(self._keepalive.ping_sent(now))
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
