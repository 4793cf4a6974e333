"""The volume of a player, lowered for a while and put back to what it was."""

import asyncio
from typing import Any, Final

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_LEVEL,
    MediaPlayerEntityFeature,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import SERVICE_VOLUME_SET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event

from ..const import DOMAIN
from ..music.player_view import PlayerView
from .calls import PlayerCalls
from .lowered import Lowered, LoweredStore, same

SETTLE: Final = 12.0  # seconds until a player that is asked every ten shows its volume


class Ducking:
    """Lowers one player at a time: one snapshot, however many reasons."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], calls: PlayerCalls) -> None:
        """Lower nothing yet."""
        self._hass = hass
        self._entry = entry
        self._calls = calls
        self._store = LoweredStore(hass, entry)
        self._lowered: Lowered | None = None
        self._suspended = 0  # announcements that want to be heard at full volume
        self._restored: tuple[Lowered, float] | None = None  # the last, and until when it may show
        self._unfollow: CALLBACK_TYPE | None = None

    # What a crash has left

    async def async_recover(self) -> None:
        """Put back a volume that was lowered when Home Assistant ended, once its player is there."""
        left = await self._store.async_load()
        if left is None:
            return

        @callback
        def look(_: object = None) -> None:
            if self._shown(left.entity_id) is not None:
                self.close()
                self._entry.async_create_background_task(
                    self._hass, self._async_put_back(left), f"{DOMAIN} volume of before"
                )

        self._unfollow = async_track_state_change_event(self._hass, left.entity_id, look)
        look()

    async def _async_put_back(self, left: Lowered) -> None:
        """Do it, unless somebody has chosen another volume since, or it is lowered again."""
        if self._lowered is None:
            shown = self._shown(left.entity_id)
            if shown is not None and same(shown, left.low):
                await self._async_set(left.entity_id, left.full)
            await self._store.async_save(self._lowered)

    @callback
    def close(self) -> None:
        """Wait for no player."""
        if self._unfollow is not None:
            self._unfollow()
            self._unfollow = None

    # What is said meanwhile, and what is heard

    def volume(self, entity_id: str) -> float | None:
        """Return the volume a player has when it is not lowered (CIC-PB-079)."""
        if self._lowered is not None and self._lowered.entity_id == entity_id:
            return self._lowered.full
        shown = self._shown(entity_id)
        if shown is not None and self._restored is not None:
            restored, until = self._restored
            late = self._hass.loop.time() < until and same(shown, restored.low)
            if late and restored.entity_id == entity_id:
                return restored.full
        return shown

    async def async_duck(self, entity_id: str) -> None:
        """Lower a player that can be lowered and is heard."""
        if self._lowered is not None:
            return
        view = PlayerView.of(self._hass.states.get(entity_id))
        full = self.volume(entity_id)
        if not full or view.muted or not view.can(MediaPlayerEntityFeature.VOLUME_SET):
            return
        lowered = self._lowered = Lowered(entity_id, full)
        _, done = await asyncio.gather(self._store.async_save(lowered), self._async_lower(lowered))
        if not done and self._lowered is lowered:
            self._lowered = None
            await self._store.async_save(None)

    async def async_unduck(self) -> None:
        """Put the volume back, unless somebody has chosen another since."""
        lowered, self._lowered = self._lowered, None
        if lowered is not None:
            if not self._suspended:
                await self._async_restore(lowered)
            await self._store.async_save(self._lowered)

    async def async_suspend(self) -> None:
        """Let something be heard at full volume."""
        self._suspended += 1
        if self._suspended == 1 and self._lowered is not None:
            await self._async_restore(self._lowered)

    async def async_continue(self) -> None:
        """End that."""
        self._suspended -= 1
        lowered = self._lowered
        if lowered is not None and not self._suspended:
            lowered.full = self._shown(lowered.entity_id) or lowered.full
            await self._async_lower(lowered)

    async def async_set(self, entity_id: str, level: float) -> bool:
        """Set the volume, of a player that is lowered for afterwards; return whether it is done."""
        self._restored = None
        lowered = self._lowered
        if lowered is not None and lowered.entity_id == entity_id:
            lowered.full = level
            await self._store.async_save(lowered)
            if not self._suspended:
                return await self._async_lower(lowered)
        return await self._async_set(entity_id, level)

    async def _async_lower(self, lowered: Lowered) -> bool:
        """Lower it now, or when what is said over it has ended."""
        return bool(self._suspended) or await self._async_set(lowered.entity_id, lowered.low)

    async def _async_restore(self, lowered: Lowered) -> None:
        shown = self._shown(lowered.entity_id)
        if shown is None or same(shown, lowered.low) or same(shown, lowered.full):
            self._restored = (lowered, self._hass.loop.time() + SETTLE)
            await self._async_set(lowered.entity_id, lowered.full)

    async def _async_set(self, entity_id: str, level: float) -> bool:
        return await self._calls.async_try(
            entity_id, SERVICE_VOLUME_SET, **{ATTR_MEDIA_VOLUME_LEVEL: level}
        )

    def _shown(self, entity_id: str) -> float | None:
        return PlayerView.of(self._hass.states.get(entity_id)).volume
