"""What a loaded entry signs in with, as it is at this moment."""

import asyncio
from dataclasses import replace
from typing import Any, Self
from uuid import uuid4

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed

from ..cic import TokenPair
from ..const import DOMAIN
from .credentials import Credentials, CredentialStore
from .tokens import with_pair


class Account:
    """The credentials of an entry: changed one at a time, each change on the disk before it counts."""

    def __init__(self, store: CredentialStore, credentials: Credentials) -> None:
        """Begin with what is stored."""
        self.credentials = credentials
        self._store = store
        self._storing = asyncio.Lock()

    @classmethod
    async def async_load(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> Self:
        """Read what is stored; raises ConfigEntryAuthFailed if that is no token."""
        store = CredentialStore.of(hass, entry)
        credentials = await store.async_load()
        if credentials is None:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="credentials_missing"
            )
        account = cls(store, credentials)
        if credentials.device_uuid is None:
            await account.async_change(device_uuid=str(uuid4()))
        return account

    async def async_save_pair(self, pair: TokenPair) -> None:
        """Store renewed tokens; they are on the disk when this returns."""
        async with self._storing:
            await self._async_store(with_pair(self.credentials, pair))

    async def async_change(self, **changes: Any) -> None:
        """Store a change to what is beside the tokens, which may be renewed at any moment."""
        async with self._storing:
            await self._async_store(replace(self.credentials, **changes))

    async def _async_store(self, credentials: Credentials) -> None:
        await self._store.async_save(credentials)
        self.credentials = credentials
