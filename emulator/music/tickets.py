"""Addresses that are good for a while: a ticket in the path says so."""

from collections import OrderedDict
from collections.abc import Callable
import secrets
from typing import Final

TICKET_BYTES: Final = 16
MAX_TICKETS: Final = 1000
"""Tickets that are remembered; the oldest go first, as if they had expired."""


class Tickets:
    """Each is for one track."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        """`seconds`: how long one is good for, by the clock."""
        self._seconds = seconds
        self._clock = clock
        self._issued: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def issue(self, track: str, seconds: float | None = None) -> str:
        """A new ticket for a track; `seconds` if it is to be good for another time."""
        ticket = secrets.token_hex(TICKET_BYTES)
        lifetime = self._seconds if seconds is None else seconds
        self._issued[ticket] = track, self._clock() + lifetime
        if len(self._issued) > MAX_TICKETS:
            self._issued.popitem(last=False)
        return ticket

    def admits(self, ticket: str, track: str) -> bool:
        """Whether it is for this track and still good."""
        whose, until = self._issued.get(ticket, ("", 0.0))
        return whose == track and self._clock() < until

    def expire(self) -> int:
        """End all of them now; tells how many there were."""
        count = len(self._issued)
        self._issued.clear()
        return count
