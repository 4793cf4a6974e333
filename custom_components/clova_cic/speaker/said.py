"""One announcement: over what plays where the player can do that, in its place elsewhere."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    SERVICE_PLAY_MEDIA,
)
from homeassistant.const import SERVICE_MEDIA_STOP
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event

from ..cic.playback import Failed, Finished, Loss, Lost, Started
from ..music.player_view import PlayerView, Status
from .calls import PlayerCalls
from .following import Following, News, Surroundings
from .hush import HUSH_LIMIT
from .media import Media, content_type
from .music import PLAY_LIMIT

LATE: Final = 1.5  # seconds that a player may begin later than it says, or than can be seen
SHOWING: Final = (
    2.0  # seconds after which a player that has fetched something is believed to play it
)
LONGEST: Final = 120.0  # seconds for something whose length nobody knows
CUT: Final = 1.0  # seconds that may be missing of what was heard to its end

type Begun = Callable[[], None]


class _Said:
    """What both ways share: the order to the player, and waiting for what happens."""

    def __init__(
        self, hass: HomeAssistant, calls: PlayerCalls, entity_id: str, media: Media
    ) -> None:
        """Say nothing yet."""
        self._hass = hass
        self._calls = calls
        self._entity_id = entity_id
        self._media = media
        self._news = asyncio.Event()

    @property
    def _seconds(self) -> float | None:
        """How long it is, None if nobody knows."""
        return None if self._media.length is None else self._media.length / 1000

    @property
    def _now(self) -> float:
        return self._hass.loop.time()

    async def _async_order(self, media: Media, limit: float) -> bool:
        """Tell the player; one that cannot announce just plays it."""
        return await self._calls.async_try(
            self._entity_id,
            SERVICE_PLAY_MEDIA,
            limit,
            **{
                ATTR_MEDIA_CONTENT_ID: media.url,
                ATTR_MEDIA_CONTENT_TYPE: content_type(
                    self._hass, self._entity_id, media.media_type
                ),
                ATTR_MEDIA_ANNOUNCE: True,
            },
        )

    async def _async_until(self, happened: Callable[[], bool], limit: float) -> None:
        """Wait for this, or until that moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(limit):
                while not happened():
                    self._news.clear()
                    await self._news.wait()


class Over(_Said):
    """Said by a player that lowers or pauses what it plays, and goes on with it, by itself.

    Few of them show it. One that was silent before shows when it speaks and when it is done; for
    the rest the length says it. Some do not answer before they are done.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        calls: PlayerCalls,
        entity_id: str,
        media: Media,
        hush: Callable[[], Media],
    ) -> None:
        """Say nothing yet; `hush` returns the silence that cuts it off."""
        super().__init__(hass, calls, entity_id, media)
        self._hush = hush
        self._was_silent = True
        self._spoke_at: float | None = None
        self._quiet_at: float | None = None
        self._gone = False

    async def async_say(self, begun: Begun) -> bool:
        """Say it; return whether it was heard to its end. Cancelled, it is silenced."""
        self._was_silent = self._status not in {Status.PLAYING, Status.BUFFERING}
        unfollow = async_track_state_change_event(self._hass, self._entity_id, self._changed)
        limit = PLAY_LIMIT + (LONGEST if self._seconds is None else self._seconds)
        order = self._hass.async_create_task(
            self._async_order(self._media, limit), "clova announcement", eager_start=True
        )
        order.add_done_callback(lambda _: self._news.set())
        try:
            return await self._async_follow(order, begun)
        except asyncio.CancelledError:
            await self._async_cut_off(answered=order.done())
            raise
        finally:
            unfollow()
            order.cancel()

    async def _async_cut_off(self, *, answered: bool) -> None:
        """Silence it, and leave the music."""
        if self._was_silent:  # there is nothing else that would be stopped with it
            await self._calls.async_try(self._entity_id, SERVICE_MEDIA_STOP)
        elif answered:  # one that answers when it is done takes nothing before
            await self._async_order(self._hush(), HUSH_LIMIT)

    async def _async_follow(self, order: asyncio.Task[bool], begun: Begun) -> bool:
        told_at = self._now
        await self._async_until(
            lambda: order.done() or self._spoke_at is not None or self._gone, told_at + LATE
        )
        if order.done() and not order.result():
            return False
        begun()
        began = self._now if self._spoke_at is None else self._spoke_at
        seconds = self._seconds
        end = began + (LONGEST if seconds is None else seconds) + LATE
        await self._async_until(lambda: self._quiet_at is not None or self._gone, end)
        if not self._gone and not await order:
            return False
        if self._gone:
            return False
        quiet_at = self._quiet_at
        return seconds is None or quiet_at is None or quiet_at - began >= seconds - CUT

    @callback
    def _changed(self, _: Event[EventStateChangedData]) -> None:
        status = self._status
        if status is Status.GONE:
            self._gone = True
        elif status is Status.PLAYING and self._was_silent and self._spoke_at is None:
            self._spoke_at = self._now
        elif status in {Status.SILENT, Status.PAUSED} and self._spoke_at is not None:
            self._quiet_at = self._quiet_at or self._now
        self._news.set()

    @property
    def _status(self) -> Status:
        return PlayerView.of(self._hass.states.get(self._entity_id)).status


class Instead(_Said):
    """Said in place of what the player played."""

    def __init__(
        self,
        hass: HomeAssistant,
        calls: PlayerCalls,
        entity_id: str,
        media: Media,
        surroundings: Surroundings,
    ) -> None:
        """Say nothing yet."""
        super().__init__(hass, calls, entity_id, media)
        self.taken_over = False  # somebody has chosen something else meanwhile
        self._around = surroundings
        self._begun_at: float | None = None
        self._end: News | None = None

    async def async_say(self, begun: Begun) -> bool:
        """Say it; return whether it was heard to its end. Cancelled, it is silenced."""
        following = Following(self._hass, self._entity_id, 0, self._heard, self._around)
        self._around.begin(self._media.url)
        try:
            if not await self._async_order(self._media, PLAY_LIMIT):
                return False
            following.begin(self._media.url, length=self._media.length)
            await self._async_until(self._has_shown, self._now + SHOWING)
            if not self._has_shown() and self._around.is_fetched(self._media.url):
                self._begun_at = self._now  # the player is slow to show it, or it is over already
            await self._async_until(self._has_shown, self._now + 2 * PLAY_LIMIT)
            if self._begun_at is None:
                return False
            begun()
            seconds = LONGEST if self._seconds is None else self._seconds
            await self._async_until(lambda: self._end is not None, self._begun_at + seconds + LATE)
        finally:
            sounds = self._begun_at is not None and self._end is None
            following.close()
            if sounds:  # it was cut off, or the player is late to say that it is done
                await self._calls.async_try(self._entity_id, SERVICE_MEDIA_STOP)
        return self._end is None or isinstance(self._end, Finished)

    def _has_shown(self) -> bool:
        return self._begun_at is not None or self._end is not None

    @callback
    def _heard(self, news: News) -> None:
        match news:
            case Started():
                position = news.position or 0.0
                self._begun_at = self._begun_at or self._now - position / 1000
            case Finished() | Failed() | Lost():
                self._end = news
                self.taken_over = isinstance(news, Lost) and news.loss is not Loss.STOPPED
        self._news.set()
