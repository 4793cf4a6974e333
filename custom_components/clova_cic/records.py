"""The statistics of each entry. They outlive a set-up that failed, whose history is wanted most."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .cic import Stats
from .const import DOMAIN

_STATS: Final[HassKey[dict[str, Stats]]] = HassKey(f"{DOMAIN}.stats")


@callback
def async_stats_of(hass: HomeAssistant, entry_id: str) -> Stats:
    """Return the statistics of an entry; they begin with the first call and end with the entry."""
    return hass.data.setdefault(_STATS, {}).setdefault(entry_id, Stats())


@callback
def async_forget_stats(hass: HomeAssistant, entry_id: str) -> None:
    """Drop the statistics of an entry that is removed."""
    hass.data.get(_STATS, {}).pop(entry_id, None)
