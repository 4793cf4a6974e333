"""Trying what a person typed into a dialog, before an entry relies on it."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant

from .cic import CicError, UsageError, is_vendor_host, normalise_base_url
from .client import async_probe
from .const import CONF_BASE_URL, DOMAIN, LOGGER
from .coordinator import ClovaConfigEntry
from .credentials import CredentialStore
from .errors import describe, is_sign_in_problem


class RejectedInputError(Exception):
    """The form has to be shown again: `key` of `config.error` belongs to `field` ("base": to all)."""

    def __init__(self, field: str, key: str, placeholders: Mapping[str, str] | None = None) -> None:
        """Keep what the form shows."""
        super().__init__(key)
        self.field = field
        self.key = key
        self.placeholders = dict(placeholders or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionSettings:
    """Where to connect and with what."""

    base_url: str
    verify_ssl: bool
    access_token: str = field(repr=False)

    @classmethod
    def from_input(cls, user_input: Mapping[str, Any]) -> Self:
        """Check and normalise a form; raises RejectedInputError."""
        try:
            base_url = normalise_base_url(user_input[CONF_BASE_URL])
        except UsageError:
            raise RejectedInputError(CONF_BASE_URL, "invalid_address") from None
        if not user_input[CONF_VERIFY_SSL] and is_vendor_host(base_url):
            raise RejectedInputError(CONF_VERIFY_SSL, "verify_ssl_required")
        token = user_input.get(CONF_ACCESS_TOKEN, "").strip()
        if not token:
            raise RejectedInputError(CONF_ACCESS_TOKEN, "token_missing")
        # It goes into a header field as it is (RFC 6750 §2.1).
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise RejectedInputError(CONF_ACCESS_TOKEN, "invalid_token")
        return cls(base_url=base_url, verify_ssl=user_input[CONF_VERIFY_SSL], access_token=token)


async def async_refuse_token_of_another_entry(
    hass: HomeAssistant, settings: ConnectionSettings, own_entry: ClovaConfigEntry | None
) -> None:
    """Raise RejectedInputError if another entry signs in with this token (CIC-T-014)."""
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if own_entry is not None and entry.entry_id == own_entry.entry_id:
            continue
        stored = await CredentialStore.of(hass, entry).async_load()
        if stored is not None and stored.access_token == settings.access_token:
            raise RejectedInputError(CONF_ACCESS_TOKEN, "token_in_use", {"other": entry.title})


async def async_probe_settings(
    hass: HomeAssistant, settings: ConnectionSettings, own_entry: ClovaConfigEntry | None
) -> None:
    """Connect once; raises RejectedInputError that names the stage which failed."""
    try:
        async with _standing_aside(own_entry):
            await async_probe(
                hass,
                base_url=settings.base_url,
                verify_ssl=settings.verify_ssl,
                access_token=settings.access_token,
            )
    except CicError as err:
        LOGGER.debug("The connection test failed: %s", err)
        problem = describe(err, settings.base_url)
        form_field = CONF_ACCESS_TOKEN if is_sign_in_problem(err) else "base"
        raise RejectedInputError(form_field, problem.key, problem.placeholders) from None


@asynccontextmanager
async def _standing_aside(entry: ClovaConfigEntry | None) -> AsyncGenerator[None]:
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
