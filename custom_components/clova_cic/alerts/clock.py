"""The time of day for alerts: it wakes at the right second, also when somebody sets the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
import time
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

# Seconds between two looks at a clock that might have been set; what an alert may be late is a minute.
LOOK: Final = timedelta(seconds=10)
# What is less is a clock that is being corrected bit by bit, or a machine that was busy.
JUMP: Final = timedelta(seconds=1)

type Ticked = Callable[[], None]
type Jumped = Callable[[timedelta], None]


class AlertClock:
    """Tells the time, and calls back at a time; nothing is looked at while nobody waits."""

    def __init__(self, hass: HomeAssistant, *, ticked: Ticked, jumped: Jumped) -> None:
        """`ticked` is called at the time of `async_wake_at`; `jumped` with what was put forward."""
        self._hass = hass
        self._ticked = ticked
        self._jumped = jumped
        self._at: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._wall, self._steady = dt_util.utcnow(), _steady()

    @callback
    def async_now(self) -> datetime:
        """Return the time; if it was set since the last look, that is told before."""
        wall, steady = dt_util.utcnow(), _steady()
        jump = (wall - self._wall) - timedelta(seconds=steady - self._steady)
        self._wall, self._steady = wall, steady
        if abs(jump) >= JUMP:
            self._jumped(jump)
        return wall

    @callback
    def async_wake_at(self, at: datetime | None) -> None:
        """Tick at this time, instead of at the time that was told before."""
        self._at = at
        self._set()

    @callback
    def async_close(self) -> None:
        """Tick no more."""
        self.async_wake_at(None)

    def _set(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self._at is not None:
            # Not async_track_point_in_utc_time: on a clock that was put back it waits by that clock.
            wait = min(max(self._at - dt_util.utcnow(), timedelta()), LOOK)
            self._cancel = async_call_later(self._hass, wait, self._look)

    @callback
    def _look(self, _: datetime) -> None:
        self._cancel = None
        now = self.async_now()
        if self._at is not None and self._at <= now:
            self._at = None
            self._ticked()
        elif self._cancel is None:
            self._set()


def _steady() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # only Linux has the first
    return time.clock_gettime(clock)
