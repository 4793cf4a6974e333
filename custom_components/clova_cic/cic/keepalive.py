"""When to send a PING, and when its missing ACK means that the connection is dead. No clock here.

CIC wants a PING frame each minute and a new connection if no ACK comes (CIC-T-021, CIC-T-022).
"""

from enum import Enum, auto


class Verdict(Enum):
    """What to do at a tick."""

    WAIT = auto()
    PING = auto()
    DEAD = auto()


class Keepalive:
    """Liveness of one connection; all times are seconds of one monotonic clock."""

    def __init__(self, *, now: float, interval: float, limit: float) -> None:
        """Ping each `interval`; an ACK may take `limit`."""
        self._interval = interval
        self._limit = limit
        self._count = 0
        self._pending: bytes | None = None
        self._sent_at = now
        self._forgiven = False
        self.due = now + interval  # when to tick next
        self.round_trip: float | None = None  # seconds, of the last acknowledged PING

    def tick(self, now: float) -> Verdict:
        """Say what is to be done at `now`; call it when `due` has come.

        A tick that comes late by more than the limit says that this process was held up, not that
        the peer is gone: its ACK may wait unread, so it gets the limit once more.
        """
        if now < self.due:
            return Verdict.WAIT
        if self._pending is None:
            return Verdict.PING
        if now - self.due > self._limit and not self._forgiven:
            self._forgiven = True
            self.due = now + self._limit
            return Verdict.WAIT
        return Verdict.DEAD

    def ping_sent(self, now: float) -> bytes:
        """Return the payload for the PING that is sent now; each is a fresh one."""
        self._count += 1
        self._pending = self._count.to_bytes(8)
        self._sent_at = now
        self._forgiven = False
        self.due = now + self._limit
        return self._pending

    def acknowledged(self, payload: bytes, now: float) -> float | None:
        """Take an ACK and return its round trip; None for another PING, which changes nothing."""
        if payload != self._pending:
            return None
        self._pending = None
        self.round_trip = now - self._sent_at
        self.due = self._sent_at + self._interval
        return self.round_trip
