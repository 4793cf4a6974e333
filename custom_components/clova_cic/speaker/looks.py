"""When a player is to be looked at that may not tell by itself what has changed."""

from collections.abc import Callable
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

EARLY: Final = (0.2, 0.5, 1.0, 2.0, 4.0)  # seconds after something was begun
LATE: Final = (0.3, 1.5)  # seconds after it should be over


class Looks:
    """One timer. At these times the player is asked for its state, and then looked at."""

    def __init__(
        self, hass: HomeAssistant, *, ask: Callable[[], None], look: Callable[[], None]
    ) -> None:
        """Look at nothing yet."""
        self._hass = hass
        self._ask = ask
        self._look = look
        self._early: list[float] = []
        self._late: list[float] = []
        self._timer: CALLBACK_TYPE | None = None

    @callback
    def begin(self) -> None:
        """Something begins now."""
        now = self._hass.loop.time()
        self._early = [now + seconds for seconds in EARLY]

    @callback
    def end_at(self, end: float | None) -> None:
        """It should be over then, by the loop's clock; None: nobody knows."""
        self._late = [] if end is None else [end + seconds for seconds in LATE]

    @callback
    def wake(self, until: float | None) -> None:
        """Look at this time at the latest."""
        self.close()
        times = [*self._early[:1], *self._late[:1], *(() if until is None else (until,))]
        if times:
            wait = max(min(times) - self._hass.loop.time(), 0.0)
            self._timer = async_call_later(self._hass, wait, self._woken)

    @callback
    def close(self) -> None:
        """Wait for nothing any more."""
        if self._timer is not None:
            self._timer()
            self._timer = None

    @callback
    def _woken(self, _: object) -> None:
        self._timer = None
        now, asked = self._hass.loop.time(), False
        for times in (self._early, self._late):
            while times and times[0] <= now:
                times.pop(0)
                asked = True
        if asked:
            self._ask()
        self._look()
