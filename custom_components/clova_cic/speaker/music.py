"""The one piece of music that plays for us on a player: begin, pause, go on, seek, stop."""

import asyncio
from collections.abc import Callable
from typing import Final

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    ATTR_MEDIA_EXTRA,
    ATTR_MEDIA_SEEK_POSITION,
    SERVICE_PLAY_MEDIA,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.const import (
    SERVICE_MEDIA_PAUSE,
    SERVICE_MEDIA_PLAY,
    SERVICE_MEDIA_SEEK,
    SERVICE_MEDIA_STOP,
)
from homeassistant.core import HomeAssistant, callback

from ..cic.playback import Failed, Finished, Loss, Lost, Started
from ..music.player_view import PlayerView, Status
from .calls import PlayerCalls, SpeakerError
from .following import Following, News, Surroundings
from .media import Media, content_type

PLAY_LIMIT: Final = 15.0  # seconds in which a player must have taken what it is to play


class PlayerMusic:
    """Music on one player. While an announcement has the player it rests, and is begun anew."""

    def __init__(
        self,
        hass: HomeAssistant,
        entity_id: str,
        calls: PlayerCalls,
        *,
        sound: int,
        media: Media,
        report: Callable[[News], None],
        surroundings: Surroundings,
    ) -> None:
        """Play nothing yet; `report` hears what becomes of the sound."""
        self.entity_id = entity_id
        self.sound = sound
        self.wanted = True  # False: paused by us
        self.lent = False  # an announcement has the player
        self._hass = hass
        self._calls = calls
        self._media = media
        self._report = report
        self._around = surroundings
        self._following: Following | None = None
        self._position = 0.0  # where it rests, in milliseconds
        self._start_seek: asyncio.Task[None] | None = None

    @property
    def view(self) -> PlayerView:
        """What the player shows."""
        return PlayerView.of(self._hass.states.get(self.entity_id))

    @property
    def position(self) -> float:
        """Where it is, in milliseconds."""
        return self._position if self._following is None else self._following.position

    @property
    def holds_player(self) -> bool:
        """Whether the player has it, sounding or paused."""
        following = self._following
        return following is not None and not following.over and not following.asleep

    async def async_begin(self, offset: float = 0.0) -> None:
        """Have the player play from this position, in milliseconds; what becomes of it is reported."""
        self._leave()
        self._position, self.wanted = offset, True
        if self.lent:
            return  # begun when the announcement is over
        following = Following(
            self._hass,
            self.entity_id,
            self.sound,
            lambda news: self._heard(following, news),
            self._around,
        )
        self._following = following
        self._around.begin(self._media.url)
        failure = await self._async_order()
        if self._following is not following:
            return
        if failure is None:
            following.begin(self._media.url, offset=offset, length=self._media.length)
        else:
            self._leave()
            self._report(failure)

    async def async_pause(self) -> None:
        """Silence that can be ended; a player that cannot pause is stopped."""
        self.wanted = False
        following = self._following
        if following is None or not self.holds_player:
            return
        following.expect(Status.PAUSED)
        if self.view.can(Feature.PAUSE) and await self._calls.async_try(
            self.entity_id, SERVICE_MEDIA_PAUSE
        ):
            return
        if self._following is following:
            await self.async_rest()

    async def async_resume(self) -> None:
        """Go on: with what the player has, or from where it rests."""
        self.wanted = True
        following = self._following
        if following is not None and self.holds_player and self.view.status is not Status.SILENT:
            following.expect(Status.PLAYING)
            if await self._calls.async_try(self.entity_id, SERVICE_MEDIA_PLAY):
                return
        if self.wanted and self._following is following:
            await self.async_begin(self.position)

    async def async_seek(self, position: float) -> None:
        """Go on at this position, in milliseconds."""
        self._position = position
        following = self._following
        if following is None or not self.holds_player:
            return
        if self.view.can(Feature.SEEK) and await self._async_seek(position):
            following.sought(position)

    async def async_stop(self) -> None:
        """End it, unless the player plays something else by now."""
        held = self.holds_player
        self._leave()
        if held and not self.lent:
            action = SERVICE_MEDIA_STOP if self.view.can(Feature.STOP) else SERVICE_MEDIA_PAUSE
            await self._calls.async_try(self.entity_id, action)

    async def async_rest(self) -> None:
        """Stop, and keep the position."""
        self._position = self.position
        await self.async_stop()

    @callback
    def lend(self) -> None:
        """Let an announcement have the player; the music keeps its position meanwhile."""
        self._position = self.position
        self._leave()
        self.lent = True

    async def async_take_back(self) -> None:
        """Go on where it was, if it should sound."""
        self.lent = False
        if self.wanted:
            await self.async_begin(self._position)

    @callback
    def close(self) -> None:
        """Report nothing any more."""
        self._leave()

    # inside

    async def _async_order(self) -> Failed | Lost | None:
        """Tell the player to play it; return why it does not."""
        kind = content_type(self._hass, self.entity_id, self._media.media_type)
        data = {
            ATTR_MEDIA_CONTENT_ID: self._media.url,
            ATTR_MEDIA_CONTENT_TYPE: kind,
            ATTR_MEDIA_EXTRA: self._media.extra,
        }
        failure: Failed | Lost | None = None
        if (
            self.view.status is not Status.GONE
        ):  # Home Assistant does nothing then, and tells nobody
            try:
                await self._calls.async_call(self.entity_id, SERVICE_PLAY_MEDIA, PLAY_LIMIT, **data)
            except SpeakerError as err:
                failure = Failed(self.sound, str(err))
        if self.view.status is Status.GONE:
            failure = Lost(self.sound, Loss.VANISHED)
        return failure

    def _heard(self, following: Following, news: News) -> None:
        """Pass on what becomes of the sound; one that begins elsewhere is first taken there."""
        if following is not self._following:
            return
        if isinstance(news, Finished | Failed | Lost):
            self._position = following.position
            self._leave()
        if isinstance(news, Started) and self._position > 0:
            self._start_seek = self._hass.async_create_task(
                self._async_start_there(following, news), "clova music begins", eager_start=False
            )
        else:
            self._report(news)

    async def _async_start_there(self, following: Following, news: Started) -> None:
        """Go to where the sound is to begin, and tell that it has begun."""
        offset, at = self._position, 0.0
        if self.view.can(Feature.SEEK) and await self._async_seek(offset):
            at = offset
        if following is self._following:
            following.sought(at)
            self._report(Started(news.sound, None if at == offset else at))

    async def _async_seek(self, position: float) -> bool:
        return await self._calls.async_try(
            self.entity_id, SERVICE_MEDIA_SEEK, **{ATTR_MEDIA_SEEK_POSITION: position / 1000}
        )

    def _leave(self) -> None:
        """Follow it no longer."""
        if self._following is not None:
            self._following.close()
            self._following = None
        if self._start_seek is not None:
            self._start_seek.cancel()
            self._start_seek = None
