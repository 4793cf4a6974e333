"""What to do after a failure, and when. Decisions only: no clock, no I/O."""

from enum import Enum, auto
from random import Random

from .errors import (
    CicError,
    GoAwayError,
    NoDownchannelError,
    TokenRefusedError,
    TooManyDownchannelsError,
    UnauthorizedError,
)

FIRST_DELAY = 1.0  # seconds: the upper end of the first delay that is not zero
LONGEST_DELAY = 60.0  # seconds; a home whose router reboots is back within a minute of it


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
    WHEN_READY = auto()  # on the next connection; this one had not begun to handle it


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
        case GoAwayError():
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
