"""What CLOVA is told of its own voice: which item sounds, which has ended, which was cut off.

Home Assistant reads speech as fast as it comes and tells nobody when a player plays it, so this
is an estimate: an item sounds from the moment it is first read, for as long as its MP3 lasts.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .cic import CicError, Event
from .cic.interfaces.message import event_of
from .cic.interfaces.speech_synthesizer import (
    SpeechFinished,
    SpeechStarted,
    SpeechState,
    SpeechStopped,
)
from .const import DOMAIN, LOGGER

CLOSING_LIMIT: Final = 2.0  # seconds in which the last report must have been sent

type Send = Callable[[Event], Awaitable[object]]


class Playing:
    """One item on its way to the ear; whoever reads it tells how much has come."""

    def __init__(self, token: str | None, pause: float) -> None:
        """Begin after `pause` seconds."""
        self.token = token
        self.pause = pause
        self.seconds = 0.0  # of sound that have come
        self.complete = asyncio.Event()  # nothing more comes


class Playback:
    """The items of one answer, one after another."""

    def __init__(self, reports: SpeechReports) -> None:
        """Play nothing yet."""
        self._reports = reports
        self._items: asyncio.Queue[Playing | None] = asyncio.Queue()
        self._stop = asyncio.Event()
        self._last: Playing | None = None

    @callback
    def item(self, token: str | None, pause: float) -> Playing:
        """Play an item after those before it; the one before is complete by that."""
        self._complete()
        self._last = Playing(token, pause)
        self._items.put_nowait(self._last)
        return self._last

    @callback
    def close(self) -> None:
        """Say that no more items come."""
        self._complete()
        self._items.put_nowait(None)

    @callback
    def stop(self) -> None:
        """Cut off what sounds; the rest is never heard."""
        self._stop.set()

    def _complete(self) -> None:
        if self._last is not None:
            self._last.complete.set()

    async def async_run(self, predecessor: asyncio.Task[None] | None) -> None:
        """Tell CLOVA about the items, after the last word about what was played before."""
        if predecessor is not None:
            await asyncio.wait([predecessor])
        while not self._stop.is_set():
            item = await self._async_next()
            if item is None:
                return
            if not await self._async_stopped_within(item.pause):
                await self._async_play(item)

    async def _async_play(self, item: Playing) -> None:
        """Tell that an item starts and, once, how it ends (CIC-SS-033)."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        told = await self._reports.async_started(item)
        await self._async_either(item.complete)
        cut_off = await self._async_stopped_within(began + item.seconds - loop.time())
        if told:
            await self._reports.async_ended(item, cut_off=cut_off)

    async def _async_next(self) -> Playing | None:
        """Return the next item, None if there is none or nothing is heard any more."""
        coming = asyncio.ensure_future(self._items.get())
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait((coming, stopping), return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() and not stopping.done() else None
        finally:
            coming.cancel()
            stopping.cancel()

    async def _async_either(self, happened: asyncio.Event) -> None:
        """Wait for this, or for the end of everything."""
        waits = [asyncio.ensure_future(event.wait()) for event in (happened, self._stop)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _async_stopped_within(self, seconds: float) -> bool:
        """Let time pass; return at once with True if what sounds is cut off."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._stop.wait()
        return self._stop.is_set()


class SpeechReports:
    """Sends the reports of one device, each when it is true, and knows its SpeechState."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, send: Send) -> None:
        """Report nothing yet; `send` raises CicError."""
        self._hass = hass
        self._entry = entry
        self._send = send
        self._playback: Playback | None = None
        self._task: asyncio.Task[None] | None = None
        self.state: SpeechState | None = None  # of the last item (CIC-SS-036)

    @callback
    def begin(self) -> Playback:
        """Begin to play an answer; what sounded before is cut off."""
        self.cut_off()
        self._playback = Playback(self)
        self._task = self._entry.async_create_background_task(
            self._hass, self._playback.async_run(self._task), f"{DOMAIN} speech reports"
        )
        return self._playback

    @callback
    def cut_off(self) -> None:
        """Take note that nothing sounds any more: somebody spoke, or wants quiet (CIC-SS-014)."""
        if self._playback is not None:
            self._playback.stop()
            self._playback = None

    async def async_close(self) -> None:
        """Cut off what sounds, and wait a moment for CLOVA to know."""
        self.cut_off()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=CLOSING_LIMIT)

    async def async_started(self, item: Playing) -> bool:
        """Tell that an item begins to sound; return whether CLOVA knows it now."""
        if item.token is None:
            return False
        before, self.state = self.state, SpeechState(token=item.token, player_activity="PLAYING")
        told = await self._async_tell(event_of(SpeechStarted(token=item.token)))
        if not told:
            self.state = before
        return told

    async def async_ended(self, item: Playing, *, cut_off: bool) -> None:
        """Tell that an item has ended, by itself or not."""
        assert item.token is not None
        self.state = SpeechState(
            token=item.token, player_activity="STOPPED" if cut_off else "FINISHED"
        )
        report = SpeechStopped if cut_off else SpeechFinished
        await self._async_tell(event_of(report(token=item.token)))

    async def _async_tell(self, event: Event) -> bool:
        try:
            await self._send(event)
        except CicError as err:
            LOGGER.debug("%s: a report on speech was not sent: %s", self._entry.title, err)
            return False
        return True
