"""A file of one device under `.storage`: versioned, written at once, read whatever state it is in."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN, LOGGER

# What Store raises for a file that is JSON but not one of its own, or one of a newer release.
_UNREADABLE: Final = (HomeAssistantError, NotImplementedError, KeyError, TypeError)


class DeviceStore:
    """One such file. What cannot be read or written is told to the log and stops nobody."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], name: str, *, version: int
    ) -> None:
        """Name it after its contents and a hash of the device id, no business of a file listing."""
        self._hass = hass
        self._title = entry.title
        self._name = name
        device = sha256(entry.data[CONF_DEVICE_ID].encode()).hexdigest()[:32]
        self._store: Store[dict[str, Any]] = Store(
            hass, version, f"{DOMAIN}.{name}.{device}", private=True, atomic_writes=True
        )

    async def async_load(self) -> dict[str, Any]:
        """Return what is stored; nothing if there is nothing usable.

        Home Assistant itself keeps aside what is no JSON; a file that says something else than
        ours, or comes from a newer release, is kept aside here.
        """
        try:
            data = await self._store.async_load()
        except _UNREADABLE as err:
            # The error's text may quote the file, so only its kind is told.
            await self.async_reject(type(err).__name__)
            return {}
        return data if isinstance(data, dict) else {}

    async def async_reject(self, reason: str) -> None:
        """Keep aside a file that is of no use; `reason` quotes nothing of it."""
        aside = await self._hass.async_add_executor_job(_set_aside, Path(self._store.path))
        LOGGER.warning(
            "%s: the file with %s cannot be read (%s), so what it said begins anew; it was %s",
            self._title,
            self._name,
            reason,
            f"kept as {aside}" if aside else "left where it is",
        )

    async def async_save(self, data: dict[str, Any]) -> None:
        """Write the file; it is on the disk when this returns, if the disk takes it."""
        try:
            await self._store.async_save(data)
        except OSError as err:
            LOGGER.error("%s: %s cannot be stored: %s", self._title, self._name, err.strerror)

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()


def _set_aside(path: Path) -> str | None:
    """Rename a file so that nothing writes over it; return its new name, None if that fails."""
    aside = path.with_name(f"{path.name}.unreadable.{dt_util.utcnow():%Y%m%dT%H%M%S%f}")
    try:
        path.rename(aside)
    except OSError:
        return None
    return aside.name
