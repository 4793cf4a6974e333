"""When CLOVA is told the state of the device: when it asks, in intervals, and after a change."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import CALLBACK_TYPE, callback

from ..cic import CicError
from ..cic.interfaces.device_control import ReportState
from ..cic.interfaces.message import event_of, type_of
from ..const import DOMAIN, LOGGER

if TYPE_CHECKING:
    from ..coordinator import ClovaCoordinator

QUIET: Final = 1.0  # seconds without a change, after which one is told (CIC-DC-111)
LATEST: Final = 5.0  # seconds after the first of many changes (CIC-DC-130)
SHORTEST: Final = 1.0  # seconds; the interval that CLOVA may ask for (CIC-DC-061)
MAX_REPORTS: Final = 10_000  # of one schedule; at the shortest interval, almost three hours


class StateReports:
    """Sends ReportState. Nothing is told while there is no channel: CLOVA asks when it is back."""

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Follow the features until the entry is unloaded."""
        self._coordinator = coordinator
        self._hass = coordinator.hass
        self._entry = coordinator.config_entry
        self._book = coordinator.features
        self._told: dict[str, Any] = {}  # what CLOVA has been told last
        self._asked: tuple[float, float] | None = None  # before Home Assistant had started
        self._schedule: asyncio.Task[None] | None = None
        self._timer: CALLBACK_TYPE | None = None
        self._changed_at: float | None = None  # the first change that has not been told
        self._entry.async_on_unload(self._book.async_listen(self._changed))
        self._entry.async_on_unload(coordinator.async_add_listener(self._channel_changed))
        self._entry.async_on_unload(self._forget)

    async def async_send(self, message: object) -> None:
        """Send a report; one that cannot be sent now is not sent later (CIC-DC-121)."""
        name = type_of(message).name
        if not self._reachable:
            LOGGER.debug("%s: no channel for %s", self._entry.title, name)
            return
        self._told = self._book.states()
        try:
            await self._coordinator.client.send(event_of(message))
        except CicError as err:
            LOGGER.warning("%s: CLOVA could not be told %s: %s", self._entry.title, name, err)

    async def async_expected(self, duration: float | None, interval: float | None) -> None:
        """Report now, and in intervals as long as is wanted (CIC-DC-060)."""
        self._end_schedule()
        wanted = duration or 0.0, interval or 0.0
        if not self._book.started:
            self._asked = wanted
            return
        await self._begin(*wanted)

    async def _begin(self, duration: float, interval: float) -> None:
        await self.async_send(ReportState())
        # Without an interval there is nothing to repeat (CIC-DC-061).
        if duration > 0 and interval > 0:
            self._end_schedule()
            self._schedule = self._spawn(self._repeat(duration, max(interval, SHORTEST)))

    async def _repeat(self, duration: float, interval: float) -> None:
        """Report at each interval; a change in between does not move them (CIC-DC-161)."""
        begun = self._hass.loop.time()
        for number in range(1, int(min(duration / interval, MAX_REPORTS)) + 1):
            await asyncio.sleep(begun + number * interval - self._hass.loop.time())
            await self.async_send(ReportState())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self._entry.async_create_background_task(
            self._hass, work, f"{DOMAIN} state report", eager_start=False
        )

    @property
    def _reachable(self) -> bool:
        return self._coordinator.data.connected and self._coordinator.client.ready

    @callback
    def _channel_changed(self) -> None:
        """End the schedule with the connection (CIC-DC-061)."""
        if not self._coordinator.data.connected:
            self._forget()

    @callback
    def _changed(self) -> None:
        """Tell a change soon, unless it has been told by then or goes away again."""
        if not self._book.started:
            return
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self._spawn(self._begin(*asked))
            return
        if not self._reachable:
            return
        now = self._hass.loop.time()
        if self._changed_at is None:
            self._changed_at = now
        self._stop_timer()
        due = min(now + QUIET, self._changed_at + LATEST)
        self._timer = self._hass.loop.call_at(due, self._tell).cancel

    @callback
    def _tell(self) -> None:
        self._timer = self._changed_at = None
        if self._reachable and self._book.states() != self._told:
            self._spawn(self.async_send(ReportState()))

    @callback
    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None

    @callback
    def _end_schedule(self) -> None:
        schedule, self._schedule = self._schedule, None
        if schedule is not None:
            schedule.cancel()

    @callback
    def _forget(self) -> None:
        self._asked = self._changed_at = None
        self._stop_timer()
        self._end_schedule()
