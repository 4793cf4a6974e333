"""Trying what a person typed into a dialog, before an entry relies on it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN
from homeassistant.core import HomeAssistant

from ..cic import AuthError, CicError, TokenPair, TokenProvider
from ..client import async_probe
from ..const import DOMAIN, LOGGER
from ..coordinator import ClovaConfigEntry
from ..errors import describe, is_sign_in_problem
from .credentials import CredentialStore
from .entry_settings import EntrySettings


class RejectedInputError(Exception):
    """The form has to be shown again: `key` of `config.error` belongs to `field` ("base": to all)."""

    def __init__(self, field: str, key: str, placeholders: Mapping[str, str] | None = None) -> None:
        """Keep what the form shows."""
        super().__init__(key)
        self.field = field
        self.key = key
        self.placeholders = dict(placeholders or {})


async def async_refuse_token_of_another_entry(
    hass: HomeAssistant, pair: TokenPair, own_entry: ClovaConfigEntry | None
) -> None:
    """Raise RejectedInputError if another entry signs in with one of these tokens (CIC-T-014)."""
    wanted = {pair.access_token, pair.refresh_token} - {None}
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if own_entry is not None and entry.entry_id == own_entry.entry_id:
            continue
        stored = await CredentialStore.of(hass, entry).async_load()
        if stored is not None and wanted & {stored.access_token, stored.refresh_token}:
            raise RejectedInputError(CONF_ACCESS_TOKEN, "token_in_use", {"other": entry.title})


async def async_probe_settings(
    hass: HomeAssistant, settings: EntrySettings, provider: TokenProvider
) -> None:
    """Connect once; raises RejectedInputError that names the stage which failed."""
    try:
        await async_probe(hass, settings, provider)
    except CicError as err:
        LOGGER.debug("The connection test failed: %s", err)
        address = settings.auth_url if isinstance(err, AuthError) else settings.base_url
        problem = describe(err, address or settings.base_url)
        form_field = CONF_ACCESS_TOKEN if is_sign_in_problem(err) else "base"
        raise RejectedInputError(form_field, problem.key, problem.placeholders) from None


@asynccontextmanager
async def async_standing_aside(entry: ClovaConfigEntry | None) -> AsyncGenerator[None]:
    """Take a running entry off the cloud, which allows one downchannel per device (CIC-T-014).

    It comes back if the block fails. After success the caller reloads the entry.
    """
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        yield
        return
    coordinator = entry.runtime_data
    await coordinator.async_stop()
    try:
        yield
    except BaseException:
        if entry.state is ConfigEntryState.LOADED and entry.runtime_data is coordinator:
            coordinator.async_start()
        raise
