"""The settings of a device: what is in force, who is told, and what CLOVA has still to hear."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..cic import CicError, ClientConfig, Configuration, Event, VoiceMenu, version_in
from ..cic.interfaces.message import event_of
from ..cic.interfaces.payload import Json
from ..cic.interfaces.settings import Report, RequestVersionSpec, UpdateVersionSpec
from ..const import LOGGER
from ..options import ClovaOptions
from .store import SettingsStore, StoredSettings


class DeviceSettings:
    """Applies what CLOVA and the user want, one after another, and reports it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        client_config: ClientConfig,
        send: Callable[[Event], Awaitable[None]],
    ) -> None:
        """Know nothing before `async_load`."""
        self._hass = hass
        self._entry = entry
        self._version = version_in(client_config.user_agent)
        self._send = send
        self._store = SettingsStore(hass, entry, client_config)
        self._known = StoredSettings(Configuration())
        self._listeners: set[CALLBACK_TYPE] = set()
        self._line = asyncio.Lock()  # a report tells what is in force when it is sent

    async def async_load(self) -> None:
        """Read what was stored; once, before anything else."""
        self._known = await self._store.async_load()

    @property
    def menu(self) -> VoiceMenu | None:
        """The voices that CLOVA offers."""
        return self._known.configuration.menu

    @property
    def voice(self) -> str | None:
        """The key of the voice in force."""
        return self._known.configuration.voice

    @property
    def in_force(self) -> dict[str, str]:
        """All values by the names that they have on the wire."""
        return self._known.configuration.in_force(self._voice_name)

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call `listener` after each change; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    # CLOVA's wishes

    async def async_report(self) -> None:
        """Tell CLOVA what is in force, as it asked for (CIC-SE-001)."""
        async with self._line:
            await self._async_tell_later()

    async def async_apply(self, wanted: Json) -> None:
        """Take what the user chose in the app, and tell what came of it (CIC-SE-020)."""
        async with self._line:
            if self._known.configuration.apply(wanted, self._voice_name):
                self._known.owed = True
                await self._async_keep()
            await self._async_tell_later()

    async def async_offer(self, items: UpdateVersionSpec) -> None:
        """Offer the items that CLOVA has for this client; without any, offer none (CIC-SE-041)."""
        offered = items.spec.voice_type
        async with self._line:
            taken = self._known.configuration.offer(
                VoiceMenu.of(offered) if offered is not None else None,
                version=items.spec_version,
                for_client=items.device_version,
                client=self._version,
            )
            if taken:
                await self._async_keep()

    async def async_connected(self) -> None:
        """Ask what there is to choose (CIC-SE-030), and tell what CLOVA has not heard yet."""
        try:
            await self._send(event_of(RequestVersionSpec()))
        except CicError as err:
            LOGGER.debug("%s: CLOVA offers no settings: %s", self._entry.title, err)
        async with self._line:
            if self._known.owed:
                await self._async_tell_later()

    # The user's

    async def async_choose_voice(self, voice: str | None) -> None:
        """Have CLOVA speak so; None: as it likes. Raises what `async_set` does."""
        await self.async_set(self._voice_name, voice)

    async def async_set(self, key: str, value: str | None) -> None:
        """Set something; None takes it away, and the voice back to CLOVA's default.

        Raises UsageError if that cannot be. Any other CicError: it is in force and kept, but CLOVA
        could not be told; that is made up for with the next connection.
        """
        async with self._line:
            self._known.configuration.set(key, value, self._voice_name)
            self._known.owed = True
            await self._async_keep()
            await self._async_tell()

    # inside

    @property
    def _voice_name(self) -> str:
        return ClovaOptions.of(self._hass, self._entry).voice_setting

    async def _async_keep(self) -> None:
        """Store what has changed, and show it."""
        await self._store.async_save(self._known)
        for listener in tuple(self._listeners):
            listener()

    async def _async_tell(self) -> None:
        """Send Report."""
        await self._send(event_of(Report(configuration=self.in_force)))
        if self._known.owed:
            self._known.owed = False
            await self._store.async_save(self._known)

    async def _async_tell_later(self) -> None:
        """Send Report; if that fails, the next connection is soon enough."""
        try:
            await self._async_tell()
        except CicError as err:
            self._known.owed = True
            LOGGER.warning("%s: CLOVA could not be told the settings: %s", self._entry.title, err)
