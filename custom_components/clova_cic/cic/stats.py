"""What a client has done and how it fared, for sensors and diagnostics.

Counters and times only: no ids, tokens or words.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum, auto
import logging
import time
from typing import Any

from .errors import CicError
from .history import MAX_TURNS, Clock, ConnectionHistory, Mark, TurnTimes
from .interfaces.message import DIRECTIVES

_LOGGER = logging.getLogger(__name__)

MAX_ROUND_TRIPS = 60  # the last hour
MAX_FLAWS = 64  # kinds of unreadable parts; there are about twenty

_COUNTERS = (
    *("dials", "connects", "losses", "reconnects", "evictions"),
    *("events", "turns", "resent", "directives"),
    *("unhandled", "handler_failures", "dropped", "unreadable"),
)


class News(Enum):
    """What listeners want to hear of."""

    LINK = auto()  # a try, a success or a loss of the connection
    PING = auto()  # a PING was answered; once a minute
    TURN = auto()  # a turn has ended


@dataclass(slots=True)
class Stats:
    """What has happened since it was made; times are seconds. May outlive a client."""

    dials: int = 0
    connects: int = 0
    losses: int = 0
    reconnects: int = 0  # connects after a loss
    evictions: int = 0  # downchannels that the server ended while their connection lived
    events: int = 0
    turns: int = 0
    resent: int = 0
    directives: int = 0
    unhandled: dict[str, int] = field(default_factory=dict)  # by name, or "unknown"
    handler_failures: int = 0
    dropped: dict[str, int] = field(default_factory=dict)  # by reason, from a fixed set
    unreadable: dict[str, int] = field(default_factory=dict)  # parts by flaw, from a fixed set
    contested: bool = False  # another client takes the downchannel away again and again
    trouble: CicError | None = None  # why there is no connection; None while there is one
    wall: Clock = time.time
    ticks: Clock = time.monotonic
    history: ConnectionHistory = field(init=False)
    recent_turns: deque[TurnTimes] = field(init=False)
    round_trips: deque[float] = field(init=False)
    _server_time: tuple[float, float] | None = None  # POSIX, and when that was so by `ticks`
    _lost: bool = False  # there was a connection, and it has not come back
    _listeners: dict[News, set[Callable[[], None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make what depends on the clocks."""
        self.history = ConnectionHistory(self.wall, self.ticks)
        self.recent_turns = deque(maxlen=MAX_TURNS)
        self.round_trips = deque(maxlen=MAX_ROUND_TRIPS)

    # Who wants to know

    def listen(self, news: News, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each news of a kind; returns what ends that."""
        self._listeners.setdefault(news, set()).add(listener)
        return lambda: self._listeners[news].discard(listener)

    def _tell(self, news: News) -> None:
        """Call the listeners; their failure must not reach the connection."""
        for listener in tuple(self._listeners.get(news, ())):
            try:
                listener()
            except Exception:
                _LOGGER.exception("A listener to the statistics failed")

    # What is counted

    def drop(self, reason: str) -> None:
        """Count a directive that was left out."""
        self.dropped[reason] = self.dropped.get(reason, 0) + 1

    def ignore(self, name: str) -> None:
        """Count a directive on which nothing acted; only names of the protocol are noted."""
        name = name if name in DIRECTIVES else "unknown"
        self.unhandled[name] = self.unhandled.get(name, 0) + 1

    def malformed(self, flaw: str) -> None:
        """Count a part from the server that could not be read."""
        if flaw in self.unreadable or len(self.unreadable) < MAX_FLAWS:
            self.unreadable[flaw] = self.unreadable.get(flaw, 0) + 1

    # The connection

    def attempt(self, stage: str) -> None:
        """A try for a downchannel has come to this stage."""
        self.history.attempt(stage)

    def connected(self) -> None:
        """Count a downchannel that works."""
        self.connects += 1
        self.reconnects += self._lost
        self._lost = False
        self.trouble = None
        self.history.up()
        self._tell(News.LINK)

    def disconnected(self) -> None:
        """Count the loss of one, or a first attempt that failed."""
        self.losses += 1

    def failed(self, error: CicError) -> None:
        """Note each failure, of an attempt or of what worked; the same error counts once."""
        self._lost = self._lost or self.history.connected_since is not None
        self.trouble = error
        if self.history.failed(error):
            self._tell(News.LINK)

    def stopped(self) -> None:
        """The client ends because it shall."""
        self.history.stopped()
        self._lost = False
        self.contested = False
        self._tell(News.LINK)

    def evicted(self, *, contested: bool) -> None:
        """Count a downchannel that the server ended; `contested` if that happens all the time."""
        self.evictions += 1
        self.contested = contested

    def settled(self) -> None:
        """The contest for the downchannel is over."""
        self.contested = False
        self._tell(News.LINK)

    def pinged(self, round_trip: float) -> None:
        """A PING was answered after this time."""
        self.round_trips.append(round_trip)
        self._tell(News.PING)

    @property
    def connected_since(self) -> float | None:
        """POSIX time of the Hello that still holds, None without one."""
        return self.history.connected_since

    @property
    def round_trip(self) -> float | None:
        """Of the last PING."""
        return self.round_trips[-1] if self.round_trips else None

    # The clock

    def server_said(self, date: str) -> None:
        """Take the Date of a response that came just now (RFC 9110 §6.6.1); nonsense is ignored."""
        try:
            told = parsedate_to_datetime(date)
            # Without a zone it is UTC as well.
            posix = (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
        except ValueError, OverflowError:
            return
        self._server_time = (posix, self.ticks())

    @property
    def clock_ahead(self) -> float | None:
        """Seconds by which this machine's clock is ahead of the server's; None if it never told."""
        if self._server_time is None:
            return None
        told, then = self._server_time
        return self.wall() - (told + self.ticks() - then)

    # Turns

    @contextmanager
    def turn(self, times: TurnTimes, *, spoken: bool) -> Iterator[None]:
        """Follow a turn from its request to its end, whatever that is."""
        times.begin(self.wall(), spoken=spoken)
        try:
            yield
            self.turns += 1
        except CicError as error:
            times.fail(error)
            raise
        except asyncio.CancelledError:
            times.cause = "cancelled"
            raise
        except Exception as error:
            times.cause = f"an unforeseen {type(error).__name__}"
            raise
        finally:
            times.mark(Mark.END)
            self.recent_turns.append(times)
            self._tell(News.TURN)

    @property
    def last_turn(self) -> TurnTimes | None:
        """The one that ended last."""
        return self.recent_turns[-1] if self.recent_turns else None

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON."""
        trips = self.round_trips
        return {
            "counters": {name: getattr(self, name) for name in _COUNTERS},
            "contested": self.contested,
            "clock_ahead": None if self.clock_ahead is None else round(self.clock_ahead),
            "round_trip": {
                "last": round(trips[-1], 4),
                "least": round(min(trips), 4),
                "most": round(max(trips), 4),
                "mean": round(sum(trips) / len(trips), 4),
                "count": len(trips),
            }
            if trips
            else None,
            "connections": self.history.as_list(),
            "turns": [times.as_dict() for times in self.recent_turns],
        }
