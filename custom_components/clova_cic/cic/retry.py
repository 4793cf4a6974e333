"""What to do after a failure, and when. Decisions only: no clock, no I/O."""

from collections import deque
from enum import Enum, auto
from random import Random

from .errors import (
    CicError,
    DownchannelEndedError,
    GoAwayError,
    NoDownchannelError,
    StreamFailedError,
    StreamRefusedError,
    TokenRefusedError,
    TooManyDownchannelsError,
    UnauthorizedError,
)

FIRST_DELAY = 1.0  # seconds: the upper end of the first delay that is not zero
LONGEST_DELAY = 60.0  # seconds; a home whose router reboots is back within a minute of it
# Downchannels that the server ends within so many seconds: no server does that of its own accord.
EVICTIONS = 3
EVICTION_WINDOW = 300.0
LONGEST_TRUCE = 600.0  # seconds between two tries for a downchannel that somebody else wants too

_EVICTION = (DownchannelEndedError, StreamFailedError)


class Step(Enum):
    """What the supervisor does after a connection, or an attempt at one, has failed."""

    RECONNECT = auto()
    RECONNECT_LATE = auto()  # the server asked for patience
    RENEW_TOKEN = auto()
    SIGN_IN = auto()  # nothing helps but the user


class Resend(Enum):
    """What becomes of an event whose sending has failed."""

    NEVER = auto()
    AFTER_REOPENING = auto()  # on a downchannel opened anew
    AFTER_RENEWING = auto()  # with a new token
    WHEN_READY = auto()  # on a connection that is ready; the server had not begun to handle it


def next_step(error: CicError) -> Step:
    """Say what follows the failure of a connection."""
    match error:
        case TokenRefusedError():
            return Step.SIGN_IN
        case UnauthorizedError():
            return Step.RENEW_TOKEN
        case TooManyDownchannelsError():
            return Step.RECONNECT_LATE
        case _:
            return Step.RECONNECT


def resend(error: CicError) -> Resend:
    """Say whether an event may be sent a second time after this failure, and on what condition.

    Only where CIC has certainly not acted on it: a request of the user must not run twice.
    """
    match error:
        case NoDownchannelError():
            return Resend.AFTER_REOPENING
        case UnauthorizedError():
            return Resend.AFTER_RENEWING
        case GoAwayError() | StreamRefusedError():
            return Resend.WHEN_READY
        case _:
            return Resend.NEVER


class Backoff:
    """Delays between attempts: none before the first retry, then full jitter under a growing cap."""

    def __init__(self, random: Random | None = None) -> None:
        """Take the random source; a test gives a seeded one."""
        self._random = random or Random()
        self._failures = 0

    def reset(self) -> None:
        """Forget the failures: the connection has proved stable."""
        self._failures = 0

    def delay(self) -> float:
        """Seconds until the next attempt."""
        self._failures += 1
        if self._failures == 1:
            return 0.0
        cap = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(self._failures - 2, 16))
        return self._random.uniform(0.0, cap)

    def longest(self) -> float:
        """Seconds until the next attempt after a request for patience (CIC-T-016)."""
        self._failures += 1
        return LONGEST_DELAY


class Contest:
    """Notices that another client takes the downchannel away again and again, and gives way.

    CIC closes a client's downchannel when another one is asked for with the same token (CIC-T-015).
    """

    def __init__(self) -> None:
        """See no contest."""
        self.on = False
        self._evictions: deque[float] = deque(maxlen=EVICTIONS)
        self._truce = LONGEST_DELAY

    def ended(self, error: CicError, now: float) -> bool:
        """Judge the end of a downchannel whose connection lives; True if the server ended it."""
        if not isinstance(error, _EVICTION):
            return False
        self._evictions.append(now)
        if len(self._evictions) == EVICTIONS and now - self._evictions[0] <= EVICTION_WINDOW:
            self.on = True
        return True

    def delay(self, error: CicError) -> float | None:
        """Seconds until the next try, longer each time; None if there is no contest about it."""
        if not self.on or not isinstance(error, (*_EVICTION, TooManyDownchannelsError)):
            return None
        delay, self._truce = self._truce, min(self._truce * 2, LONGEST_TRUCE)
        return delay

    def settle(self) -> None:
        """A downchannel has lasted: nobody else wants it any more."""
        self.on = False
        self._evictions.clear()
        self._truce = LONGEST_DELAY
