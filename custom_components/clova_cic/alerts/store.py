"""The alert book of one device on the disk."""

from datetime import timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..cic import MessageError
from ..cic.alerts import VERSION, Alerts, dumped, loaded
from ..const import LOGGER
from ..device_store import DeviceStore

FILE: Final = "alerts"


class AlertStore:
    """A private file, written before CLOVA hears of what is in it."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Belong to the device of an entry."""
        self._title = entry.title
        self._store = DeviceStore(hass, entry, FILE, version=VERSION)

    async def async_load(self, *, grace: timedelta) -> Alerts:
        """Return the book, an empty one if there is none; CLOVA's list brings back what is lost."""
        data = await self._store.async_load()
        if not data:
            return Alerts(grace=grace)
        try:
            alerts, damaged = loaded(data, grace=grace)
        except MessageError as err:
            await self._store.async_reject(err.reason)
            return Alerts(grace=grace)
        if damaged:
            LOGGER.warning("%s: %s stored alerts are damaged and left out", self._title, damaged)
        return alerts

    async def async_save(self, alerts: Alerts) -> None:
        """Write the book as it is now; it is on the disk when this returns, if the disk takes it."""
        await self._store.async_save(dumped(alerts))

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()
