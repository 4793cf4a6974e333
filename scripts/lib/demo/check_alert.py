"""The timer of the check: whether it rings, on mpd where there is one, and stops when told to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import time
from typing import Any, Final
from urllib.parse import quote

from .api import RestApi
from .mpd import Mpd, MpdConnection, MpdStatus
from .waiting import until

WISH: Final = "Set a timer for 3 seconds"
STOP: Final = "Stop"
BELL: Final = ".wav"
"""How the address of a bell ends; what CLOVA says is MP3."""
HEARD: Final = 1.0
"""Seconds that have to be heard."""
LIMIT: Final = 15.0
"""Seconds in which it rings, or is quiet, on a busy machine."""
SPAN: Final = timedelta(days=1)
"""Around now: what the calendar is asked about."""

type Stop = Callable[[], Awaitable[str | None]]
"""Says STOP; returns what is wrong with the answer, if anything."""


@dataclass(slots=True)
class Rang:
    """What came of it."""

    began_at: float = 0.0
    """When it was first seen or heard to ring, by `time.perf_counter`."""
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """What Home Assistant shows of alerts, and the mpd that they ring on, if there is one."""

    rest: RestApi
    calendar: str
    sensor: str
    """On while an alert rings."""
    player: MpdConnection | None = None

    async def ring_and_stop(self, stop: Stop) -> Rang:
        """Wait for the timer that was set a moment ago, and stop it."""
        rang = Rang()
        if not await _comes_true(self._is_shown):
            rang.complaints.append("The calendar does not have the timer.")
        if not await _comes_true(self._rings):
            rang.complaints.append("The timer does not ring.")
            return rang
        if self.player is not None and not await _comes_true(self._sounds):
            rang.complaints.append("mpd does not play the timer's bell.")
        rang.began_at = time.perf_counter()
        if self.player is not None and not await _comes_true(self._is_heard):
            rang.complaints.append("mpd does not play on the timer's bell.")
        if wrong := await stop():
            rang.complaints.append(wrong)
        if not await _comes_true(self._is_quiet):
            rang.complaints.append("The timer did not stop.")
        if not await _comes_true(self._is_gone):
            rang.complaints.append("The calendar still has the timer.")
        return rang

    async def _is_shown(self) -> bool:
        return bool(await self._events())

    async def _is_gone(self) -> bool:
        return not await self._events()

    async def _events(self) -> list[Any]:
        now = datetime.now(UTC)
        begin, end = (quote(moment.isoformat()) for moment in (now - SPAN, now + SPAN))
        path = f"/api/calendars/{self.calendar}?start={begin}&end={end}"
        found: list[Any] = await self.rest.get(path)
        return found

    async def _rings(self) -> bool:
        state = await self.rest.get(f"/api/states/{self.sensor}")
        return bool(state["state"] == "on")

    async def _status(self) -> MpdStatus | None:
        """What mpd does with a bell; None if it plays none."""
        status = None if self.player is None else await self.player.status()
        rings = status is not None and status.state == "play" and _is_bell(status)
        return status if rings else None

    async def _sounds(self) -> bool:
        status = await self._status()
        return status is not None and status.elapsed > 0

    async def _is_heard(self) -> bool:
        status = await self._status()
        return status is not None and status.elapsed >= HEARD

    async def _is_quiet(self) -> bool:
        return await self._status() is None and not await self._rings()


def _is_bell(status: MpdStatus) -> bool:
    return (status.song or "").partition("?")[0].endswith(BELL)


async def ring_and_stop(
    rest: RestApi, calendar: str, sensor: str, mpd: Mpd | None, stop: Stop
) -> Rang:
    """Watch the timer that was set a moment ago, where it can be watched, and stop it."""
    if mpd is None:
        return await Watch(rest, calendar, sensor).ring_and_stop(stop)
    async with MpdConnection.open(mpd.port) as connection:
        return await Watch(rest, calendar, sensor, connection).ring_and_stop(stop)


async def _comes_true(condition: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(LIMIT):
            await until(condition)
    except TimeoutError:
        return False
    return True
