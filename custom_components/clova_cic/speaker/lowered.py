"""A player that is lowered, and the file that remembers it: a crash must not leave it quiet."""

from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..device_store import DeviceStore

DUCKED: Final = 0.3  # of the volume: music is still there, and speech is understood over it
SAME: Final = 0.03  # between two volumes that are one: players count in steps
STORAGE_VERSION: Final = 1
FILE: Final = "volume"
_PLAYER: Final = "player"
_LEVEL: Final = "level"


@dataclass(slots=True)
class Lowered:
    """A player that is lowered."""

    entity_id: str
    full: float  # its volume otherwise, 0…1

    @property
    def low(self) -> float:
        """Its volume now."""
        return self.full * DUCKED


class LoweredStore:
    """The file of one device. It is written when a player is lowered, and when that is over."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Read and write nothing yet."""
        self._store = DeviceStore(hass, entry, FILE, version=STORAGE_VERSION)

    async def async_load(self) -> Lowered | None:
        """Return what was lowered when Home Assistant ended; None if nothing was."""
        data = await self._store.async_load()
        player, level = data.get(_PLAYER), data.get(_LEVEL)
        if not isinstance(player, str) or not isinstance(level, int | float):
            return None
        return Lowered(player, level) if 0 < level <= 1 else None

    async def async_save(self, lowered: Lowered | None) -> None:
        """Remember this."""
        data = {} if lowered is None else {_PLAYER: lowered.entity_id, _LEVEL: lowered.full}
        await self._store.async_save(data)

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()


def same(one: float, other: float) -> bool:
    """Tell whether two volumes are one."""
    return abs(one - other) <= SAME
