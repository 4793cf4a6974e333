"""The settings of a device, on the disk."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..cic import ClientConfig, Configuration, VoiceMenu
from ..device_store import DeviceStore

STORAGE_VERSION: Final = 1
FILE: Final = "settings"
_PAIR: Final = 2  # key and label


@dataclass(slots=True)
class StoredSettings:
    """What outlives a restart."""

    configuration: Configuration
    owed: bool = False
    """Whether CLOVA has not been told yet what is in force."""


class SettingsStore:
    """The settings file of one device."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], client_config: ClientConfig
    ) -> None:
        """Read and write for this client: what is on offer is meant for it and no other."""
        self._store = DeviceStore(hass, entry, FILE, version=STORAGE_VERSION)
        told = f"{client_config.base_url}\n{client_config.user_agent}"
        self._client = sha256(told.encode()).hexdigest()

    @classmethod
    async def async_forget(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Delete the file of an entry."""
        await DeviceStore(hass, entry, FILE, version=STORAGE_VERSION).async_remove()

    async def async_load(self) -> StoredSettings:
        """Return what is stored, as far as it can be used."""
        data = await self._store.async_load()
        chosen, others = data.get("voice"), data.get("others")
        configuration = Configuration(
            chosen=chosen if isinstance(chosen, str) else None,
            others=_texts(others) if isinstance(others, dict) else None,
        )
        if data.get("client") == self._client:
            configuration.menu = _menu(data.get("menu"))
            version = data.get("menu_version")
            configuration.menu_version = version if isinstance(version, str) else None
        return StoredSettings(configuration, owed=data.get("owed") is True)

    async def async_save(self, stored: StoredSettings) -> None:
        """Write them; they are on the disk when this returns."""
        configuration = stored.configuration
        menu = configuration.menu
        await self._store.async_save(
            {
                "voice": configuration.chosen,
                "others": dict(configuration.others),
                "owed": stored.owed,
                "client": self._client,
                "menu_version": configuration.menu_version,
                "menu": menu
                and {
                    "title": menu.title,
                    "default": menu.default,
                    "voices": [[key, label] for key, label in menu.voices.items()],
                },
            }
        )


def _texts(data: dict[Any, Any]) -> dict[str, str]:
    return {
        key: value for key, value in data.items() if isinstance(key, str) and isinstance(value, str)
    }


def _menu(data: Any) -> VoiceMenu | None:
    """Read a menu; None if any of it is not what was written."""
    match data:
        case {
            "voices": list(rows),
            "title": str() | None as title,
            "default": str() | None as default,
        }:
            pairs = [row for row in rows if isinstance(row, list) and len(row) == _PAIR]
            voices = _texts({str(key): label for key, label in pairs})
            if voices and (default is None or default in voices):
                return VoiceMenu(voices=voices, title=title, default=default)
    return None
