"""The token of an entry, in a private file of its own under `.storage`.

Entry data is written a second late and is shown to every administrator; a token that was just
renewed must be on the disk before it is used.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from ..const import DOMAIN, LOGGER

STORAGE_VERSION: Final = 1

# What Store raises for a file that is JSON but not one of its own, or one of a newer release.
_UNREADABLE: Final = (HomeAssistantError, NotImplementedError, KeyError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a device needs to sign in; the tokens stay out of its repr."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None
    """POSIX time in seconds; None: not known."""
    has_connected: bool = False
    """Whether the entry has been ready at least once since it was set up."""
    device_uuid: str | None = field(default=None, repr=False)
    """Random, made once: what speech is sent under (CIC-SR-017). None: not made yet."""

    @classmethod
    def from_dict(cls, data: Any) -> Self | None:
        """Read what was stored; None if there is no usable access token in it."""
        if not isinstance(data, dict):
            return None
        access, refresh = data.get("access_token"), data.get("refresh_token")
        expires, device_uuid = data.get("expires_at"), data.get("device_uuid")
        if not isinstance(access, str) or not access:
            return None
        return cls(
            access_token=access,
            refresh_token=refresh if isinstance(refresh, str) else None,
            expires_at=expires if isinstance(expires, int | float) else None,
            has_connected=data.get("has_connected") is True,
            device_uuid=device_uuid if isinstance(device_uuid, str) and device_uuid else None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Shape it for the file."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at,
            "has_connected": self.has_connected,
            "device_uuid": self.device_uuid,
        }


class CredentialStore:
    """The credentials file of one device."""

    def __init__(self, hass: HomeAssistant, device_id: str) -> None:
        """Name the file after a hash of the device id, which is no business of a file listing."""
        self._store: Store[dict[str, Any]] = Store(
            hass,
            STORAGE_VERSION,
            f"{DOMAIN}.{sha256(device_id.encode()).hexdigest()[:32]}",
            private=True,
            atomic_writes=True,
        )

    @classmethod
    def of(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> Self:
        """Return the store of a config entry."""
        return cls(hass, entry.data[CONF_DEVICE_ID])

    async def async_load(self) -> Credentials | None:
        """Return what is stored; None if nothing is, or nothing usable."""
        try:
            data = await self._store.async_load()
        except _UNREADABLE as err:
            # The error's text may quote the file, so only its kind is told.
            LOGGER.warning("The credentials file cannot be read (%s)", type(err).__name__)
            return None
        return Credentials.from_dict(data)

    async def async_save(self, credentials: Credentials) -> None:
        """Write the file; it is on the disk when this returns."""
        await self._store.async_save(credentials.to_dict())

    async def async_remove(self) -> None:
        """Delete the file."""
        await self._store.async_remove()
