"""Time that a test lets pass: timers of the loop come due, and nothing waits."""

import asyncio
from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

HOPS = 10  # from one task to another that Home Assistant does not wait for
STEP = 0.25  # seconds by which time passes at once


class Clock:
    """Puts the loop's clock and Home Assistant's forward."""

    def __init__(self, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patient = True  # False while something hangs
        self._hass = hass
        self._passed = 0.0
        loop_time, utcnow = hass.loop.time, dt_util.utcnow
        start = loop_time()
        hass.loop.slow_callback_duration = 1000.0  # the clock leaps while something runs
        today = utcnow()
        monkeypatch.setattr(hass.loop, "time", lambda: start + self._passed)
        monkeypatch.setattr(dt_util, "utcnow", lambda: today + timedelta(seconds=self._passed))

    @property
    def now(self) -> float:
        """Seconds since the test began."""
        return round(self._passed, 3)

    async def settle(self) -> None:
        """Let everything happen that is due now."""
        for _ in range(HOPS):
            await asyncio.sleep(0)
        if self.patient:
            await self._hass.async_block_till_done(wait_background_tasks=False)

    async def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        end = self._passed + seconds
        await self.settle()
        while self._passed < end:
            self._passed = min(self._passed + STEP, end)
            await self.settle()
