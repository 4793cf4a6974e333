"""Which media player is the device's speaker: the one near whoever asked, or the one chosen."""

from typing import Any, Final

from homeassistant.components.media_player.const import (
    DOMAIN as MEDIA_PLAYER,
    MediaPlayerDeviceClass,
    MediaPlayerEntityFeature,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..music.player_view import PlayerView, Status
from ..options import ClovaOptions

ASKED_LIMIT: Final = 60.0  # seconds after a request in which music belongs to who asked

# The better speaker first; None: a player that does not say what it is.
_RANKS: Final[dict[str | None, int]] = {
    MediaPlayerDeviceClass.SPEAKER: 0,
    MediaPlayerDeviceClass.RECEIVER: 1,
    None: 2,
}


class SpeakerTarget:
    """Chooses the speaker. It is never a player of CLOVA's own: that one would play to itself."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Nobody has asked yet."""
        self._hass = hass
        self._entry = entry
        self._near: str | None = None  # the player near who asked last
        self._asked_at: float | None = None

    @callback
    def asked_by(self, device_id: str | None) -> None:
        """Take note of the device through which somebody asked; None says nothing."""
        self._asked_at = self._hass.loop.time()
        if device_id is not None:
            self._near = self._nearest(device_id) or self._near

    @property
    def follows(self) -> bool:
        """Whether the speaker is the one near who asked."""
        return ClovaOptions.of(self._hass, self._entry).follows_asker

    @property
    def just_asked(self) -> bool:
        """Whether somebody asked for something a moment ago."""
        asked_at = self._asked_at
        return asked_at is not None and self._hass.loop.time() - asked_at < ASKED_LIMIT

    @property
    def entity_id(self) -> str | None:
        """The speaker, None if there is none."""
        options = ClovaOptions.of(self._hass, self._entry)
        target = (self._near if options.follows_asker else None) or options.speaker
        return None if target is None or self._is_own(target) else target

    @callback
    def listens(self, entity_id: str) -> bool:
        """Tell whether the player's own device hears or answers somebody: it lowers itself then."""
        entities = er.async_get(self._hass)
        player = entities.async_get(entity_id)
        if player is None or player.device_id is None:
            return False
        return any(
            (state := self._hass.states.get(each.entity_id)) is not None
            and state.state in {"listening", "processing", "responding"}
            for each in er.async_entries_for_device(entities, player.device_id)
            if each.domain == "assist_satellite"
        )

    def _is_own(self, entity_id: str) -> bool:
        entity = er.async_get(self._hass).async_get(entity_id)
        return entity is not None and entity.platform == DOMAIN

    def _nearest(self, device_id: str) -> str | None:
        """Return the best player in the area of a device, else one of the device itself."""
        device = dr.async_get(self._hass).async_get(device_id)
        if device is None:
            return None
        entities = er.async_get(self._hass)
        near = [*er.async_entries_for_device(entities, device_id)]
        if device.area_id is not None:
            near += er.async_entries_for_area(entities, device.area_id)
            for each in dr.async_entries_for_area(dr.async_get(self._hass), device.area_id):
                near += (
                    entity
                    for entity in er.async_entries_for_device(entities, each.id)
                    if entity.area_id in {None, device.area_id}
                )
        players = {
            entity.entity_id: entity
            for entity in near
            if entity.domain == MEDIA_PLAYER and entity.platform != DOMAIN
        }
        usable = [entity for entity in players.values() if self._plays(entity.entity_id)]
        best = min(usable, key=lambda entity: _rank(entity, device_id), default=None)
        return None if best is None else best.entity_id

    def _plays(self, entity_id: str) -> bool:
        view = PlayerView.of(self._hass.states.get(entity_id))
        return view.status is not Status.GONE and view.can(MediaPlayerEntityFeature.PLAY_MEDIA)


def _rank(entity: er.RegistryEntry, asker: str) -> tuple[bool, bool, int, str]:
    """Sort screens last, and before them the player of the device that has to listen."""
    kind = entity.device_class or entity.original_device_class
    is_screen = kind not in _RANKS
    return is_screen, entity.device_id == asker, _RANKS.get(kind, 0), entity.entity_id
