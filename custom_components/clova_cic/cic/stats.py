"""Counters of a client, for sensors and diagnostics. They hold no ids, tokens or words."""

from dataclasses import dataclass, field

from .interfaces.message import DIRECTIVES


@dataclass(slots=True)
class Stats:
    """What has happened since the client was made; times are seconds."""

    dials: int = 0
    connects: int = 0
    losses: int = 0
    events: int = 0
    turns: int = 0
    resent: int = 0
    directives: int = 0
    unhandled: dict[str, int] = field(default_factory=dict)  # by name, or "unknown"
    handler_failures: int = 0
    dropped: dict[str, int] = field(default_factory=dict)  # by reason, from a fixed set
    round_trip: float | None = None  # of the last PING
    last_turn: float | None = None  # from the request to the end of its response

    def drop(self, reason: str) -> None:
        """Count a directive that was left out."""
        self.dropped[reason] = self.dropped.get(reason, 0) + 1

    def ignore(self, name: str) -> None:
        """Count a directive on which nothing acted; only names of the protocol are noted."""
        name = name if name in DIRECTIVES else "unknown"
        self.unhandled[name] = self.unhandled.get(name, 0) + 1

    def connected(self) -> None:
        """Count a downchannel that works."""
        self.connects += 1

    def disconnected(self) -> None:
        """Count the loss of one, or a first attempt that failed."""
        self.losses += 1
