"""What CLOVA is told about music: in order, each event with the state of its own moment."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..cic import CicClient, CicError, Directive, NotReadyError
from ..cic.interfaces.audio_player import (
    PlaybackQueueCleared,
    PlaybackState,
    PlayFinished,
    PlayPaused,
    PlayResumed,
    PlayStarted,
    PlayStopped,
    ProgressReportDelayPassed,
    ProgressReportIntervalPassed,
    ProgressReportPositionPassed,
)
from ..cic.interfaces.message import context_of, event_of
from ..const import DOMAIN, LOGGER

MAX_WAITING: Final = 100  # events; what a music service asks for in a minute is a tenth of it
# Seconds that the next event waits for the answer to the one before; after that, order on the wire
# is all that can be had.
PATIENCE: Final = 2.0
_MAX_AT_ONCE: Final = 16  # events that wait for their answers

# What has happened stays true, and is told when the connection is back (CIC-PC-002).
_KEPT: Final = (
    PlayStarted,
    PlayPaused,
    PlayResumed,
    PlayStopped,
    PlayFinished,
    PlaybackQueueCleared,
)

# How far playback is, is out of date by the time the connection is back.
_PASSING: Final = (
    ProgressReportDelayPassed,
    ProgressReportIntervalPassed,
    ProgressReportPositionPassed,
)

type Answer = tuple[Directive, ...] | CicError


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """An event to send, and where its answer goes."""

    number: int
    event: object
    state: PlaybackState | None
    answer: asyncio.Future[Answer] = field(repr=False)

    @property
    def kept(self) -> bool:
        """Whether it is told later if it cannot be told now."""
        return isinstance(self.event, _KEPT)


class MusicReports:
    """The events of one device's player on their way to CLOVA."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: Callable[[], CicClient]
    ) -> None:
        """Send nothing before `async_start`; `client` returns the client of the moment."""
        self._hass = hass
        self._entry = entry
        self._client = client
        self._waiting: deque[_Report] = deque()
        self._count = 0
        self._news = asyncio.Event()
        self._connected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()

    @callback
    def async_start(self) -> None:
        """Begin to send, in a task of the entry."""
        self._task = self._entry.async_create_background_task(
            self._hass, self._async_run(), f"{DOMAIN} music reports"
        )

    @callback
    def async_connected(self, *, connected: bool) -> None:
        """Take note whether there is a connection."""
        if connected:
            self._connected.set()
        else:
            self._connected.clear()

    @callback
    def async_tell(
        self, event: object, state: PlaybackState | None = None
    ) -> asyncio.Future[Answer]:
        """Send an event's payload after those before it; the result is what CLOVA answers.

        `state` is what its context says of the player; the state of when it is sent, if None.
        """
        self._count += 1
        report = _Report(self._count, event, state, self._hass.loop.create_future())
        if len(self._waiting) >= MAX_WAITING:
            self._give_up(next((each for each in self._waiting if not each.kept), self._waiting[0]))
        self._waiting.append(report)
        self._news.set()
        return report.answer

    async def async_close(self, limit: float) -> None:
        """Send what waits, if that is possible within `limit` seconds, and send nothing more."""
        if self._task is None:
            return
        if self._connected.is_set():
            pending: list[asyncio.Future[Any]] = [each.answer for each in self._waiting]
            pending += self._sending
            if pending:
                await asyncio.wait(pending, timeout=limit)
        for task in (self._task, *self._sending):
            task.cancel()
        while self._waiting:
            self._give_up(self._waiting[0])

    def _give_up(self, report: _Report) -> None:
        self._waiting.remove(report)
        _answer(report, NotReadyError("it would come too late"))

    async def _async_run(self) -> None:
        """Send one after another, for ever."""
        while True:
            while not self._waiting:
                self._news.clear()
                await self._news.wait()
            report = self._waiting[0]
            if report.kept:
                await self._connected.wait()
            if not self._waiting or self._waiting[0] is not report:
                continue  # it was given up meanwhile
            if isinstance(report.event, _PASSING) and not self._connected.is_set():
                self._give_up(report)
                continue
            self._waiting.popleft()
            await self._async_begin(report)

    async def _async_begin(self, report: _Report) -> None:
        """Send it, and wait a moment for the answer."""
        while len(self._sending) >= _MAX_AT_ONCE:
            await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
        task = self._entry.async_create_background_task(
            self._hass, self._async_send(report), f"{DOMAIN} music report"
        )
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        await asyncio.wait([task], timeout=PATIENCE)

    async def _async_send(self, report: _Report) -> None:
        context = [] if report.state is None else [context_of(report.state)]
        try:
            _answer(report, await self._client().send(event_of(report.event), context=context))
        except CicError as err:
            if isinstance(err, NotReadyError) and report.kept:
                self._put_back(report)
                return
            name = type(report.event).__name__
            LOGGER.debug("%s: CLOVA was not told %s: %s", self._entry.title, name, err)
            _answer(report, err)
        except asyncio.CancelledError:
            report.answer.cancel()
            raise

    def _put_back(self, report: _Report) -> None:
        """Let it wait for the next connection, before whatever came after it."""
        if not self._client().ready:
            self._connected.clear()
        self._waiting.append(report)
        self._waiting = deque(sorted(self._waiting, key=lambda each: each.number))
        self._news.set()


def _answer(report: _Report, answer: Answer) -> None:
    if not report.answer.done():
        report.answer.set_result(answer)
