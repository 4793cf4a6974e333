"""The volume of a player, lowered for a while and put back to what it was."""

from dataclasses import dataclass
from typing import Final

from homeassistant.components.media_player.const import (
    ATTR_MEDIA_VOLUME_LEVEL,
    MediaPlayerEntityFeature,
)
from homeassistant.const import SERVICE_VOLUME_SET
from homeassistant.core import HomeAssistant

from ..music.player_view import PlayerView
from .calls import PlayerCalls

DUCKED: Final = 0.3  # of the volume: music is still there, and speech is understood over it
SAME: Final = 0.03  # between two volumes that are one: players count in steps
SETTLE: Final = 12.0  # seconds until a player that is asked every ten shows its volume


@dataclass(slots=True)
class _Lowered:
    """A player that is lowered."""

    entity_id: str
    full: float  # its volume otherwise

    @property
    def low(self) -> float:
        """Its volume now."""
        return self.full * DUCKED


class Ducking:
    """Lowers one player at a time: one snapshot, however many reasons."""

    def __init__(self, hass: HomeAssistant, calls: PlayerCalls) -> None:
        """Lower nothing yet."""
        self._hass = hass
        self._calls = calls
        self._lowered: _Lowered | None = None
        self._suspended = 0  # announcements that want to be heard at full volume
        self._restored: tuple[_Lowered, float] | None = None  # the last, and until when it may show

    def volume(self, entity_id: str) -> float | None:
        """Return the volume a player has when it is not lowered (CIC-PB-079)."""
        if self._lowered is not None and self._lowered.entity_id == entity_id:
            return self._lowered.full
        shown = self._shown(entity_id)
        if shown is not None and self._restored is not None:
            restored, until = self._restored
            late = self._hass.loop.time() < until and _same(shown, restored.low)
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
        lowered = self._lowered = _Lowered(entity_id, full)
        done = bool(self._suspended) or await self._async_set(entity_id, lowered.low)
        if not done and self._lowered is lowered:
            self._lowered = None

    async def async_unduck(self) -> None:
        """Put the volume back, unless somebody has chosen another since."""
        lowered, self._lowered = self._lowered, None
        if lowered is not None and not self._suspended:
            await self._async_restore(lowered)

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
            await self._async_set(lowered.entity_id, lowered.low)

    async def async_set(self, entity_id: str, level: float) -> bool:
        """Set the volume, of a player that is lowered for afterwards; return whether it is done."""
        self._restored = None
        lowered = self._lowered
        if lowered is not None and lowered.entity_id == entity_id:
            lowered.full = level
            if not self._suspended:
                return await self._async_set(entity_id, lowered.low)
        return await self._async_set(entity_id, level)

    async def _async_restore(self, lowered: _Lowered) -> None:
        shown = self._shown(lowered.entity_id)
        if shown is None or _same(shown, lowered.low) or _same(shown, lowered.full):
            self._restored = (lowered, self._hass.loop.time() + SETTLE)
            await self._async_set(lowered.entity_id, lowered.full)

    async def _async_set(self, entity_id: str, level: float) -> bool:
        return await self._calls.async_try(
            entity_id, SERVICE_VOLUME_SET, **{ATTR_MEDIA_VOLUME_LEVEL: level}
        )

    def _shown(self, entity_id: str) -> float | None:
        return PlayerView.of(self._hass.states.get(entity_id)).volume


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME
