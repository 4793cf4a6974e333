"""Something said on a player, and what played there before as it was."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    ATTR_MEDIA_SEEK_POSITION,
    SERVICE_PLAY_MEDIA,
    MediaPlayerEntityFeature as Feature,
)
from homeassistant.const import SERVICE_MEDIA_SEEK
from homeassistant.core import HomeAssistant

from ..music.player_view import PlayerView, Status
from .calls import PlayerCalls
from .following import Surroundings
from .media import Media
from .music import PLAY_LIMIT, PlayerMusic
from .said import Instead, Over


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What somebody else played on the player."""

    content_id: str
    content_type: str
    position: float | None  # milliseconds; None: it cannot be returned to

    @classmethod
    def of(cls, view: PlayerView) -> _Snapshot | None:
        """Look at a player; there is nothing to come back to unless it sounds."""
        if view.status is not Status.PLAYING or not view.content_id or not view.content_type:
            return None
        position = view.position_now() if view.can(Feature.SEEK) and view.length else None
        return cls(view.content_id, view.content_type, position)


class Announcing:
    """Says one thing after another on the players it is told."""

    def __init__(
        self,
        hass: HomeAssistant,
        calls: PlayerCalls,
        surroundings: Callable[[str], Surroundings],
    ) -> None:
        """Say nothing yet."""
        self._hass = hass
        self._calls = calls
        self._surroundings = surroundings
        self._line = asyncio.Lock()
        self._taken: str | None = None  # the player whose music has to be silent meanwhile

    def has(self, entity_id: str) -> bool:
        """Tell whether something is said in place of what that player played."""
        return entity_id == self._taken

    async def async_say(
        self,
        entity_id: str,
        media: Media,
        *,
        music: Callable[[], PlayerMusic | None],
        hush: Callable[[], Media],
        started: Callable[[], None] | None,
    ) -> bool:
        """Say it when it is its turn; return whether it was heard to its end.

        `hush` returns the silence that cuts it off where music goes on under it.
        """
        async with self._line:
            view = PlayerView.of(self._hass.states.get(entity_id))
            if view.status is Status.GONE:
                return False
            begun = started or _nothing
            if view.can(Feature.MEDIA_ANNOUNCE):
                said = Over(self._hass, self._calls, entity_id, media, hush)
                return await said.async_say(begun)
            self._taken = entity_id
            ours = music()
            if ours is not None and ours.entity_id == entity_id:
                ours.lend()
            snapshot = None if ours is not None else _Snapshot.of(view)
            instead = Instead(
                self._hass, self._calls, entity_id, media, self._surroundings(entity_id)
            )
            try:
                return await instead.async_say(begun)
            finally:
                await self._async_restore(entity_id, instead, music, snapshot)

    async def _async_restore(
        self,
        entity_id: str,
        said: Instead,
        music: Callable[[], PlayerMusic | None],
        snapshot: _Snapshot | None,
    ) -> None:
        """Have the player go on with what it played, unless somebody has chosen something else."""
        self._taken = None
        ours = music()
        if ours is not None and ours.lent:
            await ours.async_take_back()
        elif snapshot is not None and not said.taken_over:
            again = {
                ATTR_MEDIA_CONTENT_ID: snapshot.content_id,
                ATTR_MEDIA_CONTENT_TYPE: snapshot.content_type,
            }
            played = await self._calls.async_try(entity_id, SERVICE_PLAY_MEDIA, PLAY_LIMIT, **again)
            if played and snapshot.position is not None:
                place = {ATTR_MEDIA_SEEK_POSITION: snapshot.position / 1000}
                await self._calls.async_try(entity_id, SERVICE_MEDIA_SEEK, **place)


def _nothing() -> None:
    """Nobody needs to know when it begins."""
