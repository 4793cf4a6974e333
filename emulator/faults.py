"""Faults to order: what goes wrong, where, and how often.

Each kind has a place where it happens. `now` means: at once on what is open; if that is less than
`times`, the rest waits for the next connection's downchannel to have said Hello.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class FaultKind(StrEnum):
    """What can go wrong."""

    CLOSE_AT_ONCE = "close_at_once"
    """The connection is closed after the TLS handshake, before any frame."""
    HTTP11 = "http11"
    """The TLS handshake offers HTTP/1.1 only."""
    ZERO_WINDOW = "zero_window"
    """SETTINGS_INITIAL_WINDOW_SIZE 0: the client may send no body bytes until it is lifted."""
    NO_PING_ACK = "no_ping_ack"
    """A PING frame gets no ACK; `times` counts PING frames."""
    DOWNCHANNEL_STATUS = "downchannel_status"
    """The channel request is answered with `status`."""
    NO_HELLO = "no_hello"
    """The channel opens with 200 and stays silent."""
    HELLO_CLOSED = "hello_closed"
    """`--term--` after Hello and after each pushed part; the channel stays open."""
    DOWNCHANNEL_END = "downchannel_end"
    """The downchannel's stream ends; the connection stays."""
    EVENT_STATUS = "event_status"
    """The event is answered with `status`."""
    SILENCE = "silence"
    """The request is accepted and never answered."""
    RESET = "reset"
    """RST_STREAM with `code`."""
    TRUNCATE = "truncate"
    """The response ends in the middle of a part."""
    SLOW = "slow"
    """One byte per DATA frame, `seconds` apart."""
    DRIBBLE = "dribble"
    """Attachments come at `bytes_per_second`, or as fast as they play."""
    LATENCY = "latency"
    """The response comes `seconds` later."""
    GOAWAY = "goaway"
    """GOAWAY; `when` says on which side of an event's answer."""
    SETTINGS = "settings"
    """A new SETTINGS_MAX_CONCURRENT_STREAMS on a running connection."""
    DROP = "drop"
    """The TCP connection is aborted."""


class Place(StrEnum):
    """Where a fault happens."""

    CONNECT = "connect"
    DOWNCHANNEL = "downchannel"
    EVENT = "event"
    PING = "ping"
    NOW = "now"


_EVENT_OR_DOWNCHANNEL = (Place.EVENT, Place.DOWNCHANNEL)

PLACES: dict[FaultKind, tuple[Place, ...]] = {
    FaultKind.CLOSE_AT_ONCE: (Place.CONNECT,),
    FaultKind.HTTP11: (Place.CONNECT,),
    FaultKind.ZERO_WINDOW: (Place.CONNECT,),
    FaultKind.NO_PING_ACK: (Place.PING,),
    FaultKind.DOWNCHANNEL_STATUS: (Place.DOWNCHANNEL,),
    FaultKind.NO_HELLO: (Place.DOWNCHANNEL,),
    FaultKind.HELLO_CLOSED: (Place.DOWNCHANNEL,),
    FaultKind.DOWNCHANNEL_END: (Place.NOW,),
    FaultKind.EVENT_STATUS: (Place.EVENT,),
    FaultKind.SILENCE: (*_EVENT_OR_DOWNCHANNEL, Place.PING),
    FaultKind.RESET: (*_EVENT_OR_DOWNCHANNEL, Place.NOW),
    FaultKind.TRUNCATE: (Place.EVENT,),
    FaultKind.SLOW: _EVENT_OR_DOWNCHANNEL,
    FaultKind.DRIBBLE: (Place.EVENT,),
    FaultKind.LATENCY: (*_EVENT_OR_DOWNCHANNEL, Place.PING),
    FaultKind.GOAWAY: (Place.EVENT, Place.NOW),
    FaultKind.SETTINGS: (Place.NOW,),
    FaultKind.DROP: (Place.NOW, Place.CONNECT, *_EVENT_OR_DOWNCHANNEL),
}
"""The places of each kind, the default first."""

NO_ERROR, INTERNAL_ERROR = 0, 2  # RFC 9113, 7
MAX_CODE, MAX_STREAM = 2**32 - 1, 2**31 - 1  # what a frame has room for (RFC 9113, 4 and 5.1.1)
MIN_STATUS, MAX_STATUS = 200, 599


@dataclass(frozen=True, slots=True)
class Fault:
    """One order; `times` None: until the faults are lifted. Raises ValueError if it makes no sense."""

    kind: FaultKind
    times: int | None = 1
    on: Place | None = None
    """None: the kind's default place."""
    status: int = 500
    bare: bool = False
    """EVENT_STATUS, DOWNCHANNEL_STATUS: the error without its `directive`, the code as a string."""
    body: bool = True
    """EVENT_STATUS, DOWNCHANNEL_STATUS: with an error message; False: the status alone."""
    code: int | None = None
    """RESET, GOAWAY: the HTTP/2 error code; None: INTERNAL_ERROR, and NO_ERROR for a GOAWAY."""
    seconds: float | None = None
    """LATENCY: how much later; SLOW: between two bytes; ZERO_WINDOW: until lifted (None: never)."""
    bytes_per_second: float | None = None
    """DRIBBLE: how fast; None: as fast as each attachment plays."""
    at: int | None = None
    """TRUNCATE, RESET: how many body bytes are sent before (None: half a part, or none)."""
    when: str = "before"
    """GOAWAY: `before` (the event is not processed), `after` its answer, or `now`."""
    last_stream: int | None = None
    """GOAWAY: the last stream that was or will be processed; None: what is true."""
    max_concurrent_streams: int = 1

    def __post_init__(self) -> None:
        """Settle the place, and refuse what makes no sense."""
        places = PLACES[self.kind]
        place = self.on
        if self.kind is FaultKind.GOAWAY:
            if self.when not in {"before", "after", "now"}:
                raise ValueError("`when` is one of before, after, now")
            place = place or (Place.NOW if self.when == "now" else Place.EVENT)
        place = place or places[0]
        if place not in places:
            raise ValueError(f"{self.kind} happens on: {', '.join(places)}; not on {place}")
        object.__setattr__(self, "on", Place(place))
        if self.times is not None and self.times < 1:
            raise ValueError("`times` is at least 1, or null for ever")
        if not MIN_STATUS <= self.status <= MAX_STATUS:
            raise ValueError(f"`status` is from {MIN_STATUS} to {MAX_STATUS}")
        if self.seconds is not None and self.seconds < 0:
            raise ValueError("`seconds` is not negative")
        if self.kind is FaultKind.LATENCY and self.seconds is None:
            raise ValueError("latency needs `seconds`")
        if self.bytes_per_second is not None and self.bytes_per_second <= 0:
            raise ValueError("`bytes_per_second` is more than 0")
        if self.at is not None and self.at < 0:
            raise ValueError("`at` is not negative")
        for name, value, most in (
            ("code", self.code, MAX_CODE),
            ("last_stream", self.last_stream, MAX_STREAM),
            ("max_concurrent_streams", self.max_concurrent_streams, MAX_CODE),
        ):
            if value is not None and not 0 <= value <= most:
                raise ValueError(f"`{name}` is from 0 to {most}")

    @property
    def error_code(self) -> int:
        """The HTTP/2 error code to send."""
        if self.code is not None:
            return self.code
        return NO_ERROR if self.kind is FaultKind.GOAWAY else INTERNAL_ERROR

    @property
    def place(self) -> Place:
        """Where it happens, settled at construction."""
        if self.on is None:
            raise AssertionError("settled in __post_init__")
        return self.on


class FaultBook:
    """The orders that are still to be carried out, first come, first served."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []

    def __bool__(self) -> bool:
        """Whether anything is pending."""
        return bool(self._pending)

    @property
    def pending(self) -> tuple[Fault, ...]:
        """What is still to happen, with the times that are left."""
        return tuple(self._pending)

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._pending.append(fault)

    def clear(self) -> int:
        """Forget every order; tells how many there were."""
        count = len(self._pending)
        self._pending.clear()
        return count

    def take(
        self, place: Place, kinds: Iterable[FaultKind] | None = None
    ) -> dict[FaultKind, Fault]:
        """What happens at this place this time: at most one of each kind; each loses one of `times`."""
        if not self._pending:
            return {}
        wanted = set(FaultKind if kinds is None else kinds)
        taken: dict[FaultKind, Fault] = {}
        left: list[Fault] = []
        for fault in self._pending:
            if fault.place is not place or fault.kind not in wanted or fault.kind in taken:
                left.append(fault)
                continue
            taken[fault.kind] = fault
            if fault.times is None:
                left.append(fault)
            elif fault.times > 1:
                left.append(replace(fault, times=fault.times - 1))
        self._pending = left
        return taken
