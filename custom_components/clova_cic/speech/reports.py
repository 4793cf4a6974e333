"""What CLOVA is told of its own voice: which item sounds, which has ended, which was cut off."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..cic import CicError, Event
from ..cic.interfaces.message import event_of
from ..cic.interfaces.speech_synthesizer import (
    SpeechFinished,
    SpeechStarted,
    SpeechState,
    SpeechStopped,
)
from ..const import DOMAIN, LOGGER
from .playback import Playback, Playing
from .satellite import async_follow

CLOSING_LIMIT: Final = 2.0  # seconds in which the last report must have been sent

type Send = Callable[[Event], Awaitable[object]]


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
        self.on_cut_off: Callable[[], None] | None = None

    @callback
    def begin(
        self,
        satellite: str | None = None,
        *,
        shown: bool = False,
        ended: Callable[[], None] | None = None,
    ) -> Playback:
        """Begin to play an answer, on this satellite if any; what sounded before is cut off.

        `shown`: whoever plays it tells when it sounds. `ended` is called when it is over.
        """
        self.cut_off()
        playback = self._playback = Playback(self)
        if shown:
            playback.follow()
        self._task = self._entry.async_create_background_task(
            self._hass,
            self._async_run(playback, satellite, self._task),
            f"{DOMAIN} speech reports",
        )
        if ended is not None:
            self._task.add_done_callback(lambda _: ended())
        return playback

    async def async_quiet(self, limit: float) -> None:
        """Wait until nothing sounds, at most so many seconds."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=limit)

    @callback
    def cut_off(self) -> None:
        """Take note that nothing sounds any more: somebody spoke, or wants quiet (CIC-SS-014)."""
        if self._playback is not None:
            self._playback.stop()
            self._playback = None
            if self.on_cut_off is not None:
                self.on_cut_off()

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

    async def _async_run(
        self, playback: Playback, satellite: str | None, predecessor: asyncio.Task[None] | None
    ) -> None:
        """Tell what is played, and look at the satellite as long as that lasts."""
        if satellite is None:
            await playback.async_run(predecessor)
            return
        unfollow = async_follow(self._hass, satellite, playback)
        try:
            await playback.async_run(predecessor)
        finally:
            unfollow()

    async def _async_tell(self, event: Event) -> bool:
        try:
            await self._send(event)
        except CicError as err:
            LOGGER.debug("%s: a report on speech was not sent: %s", self._entry.title, err)
            return False
        return True
