"""Adding a CLOVA device, changing its address, and signing in again.

Every dialog tries the connection before it finishes, and names the stage that failed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Self, override
from uuid import uuid4

from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult, OptionsFlow
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, callback
from homeassistant.data_entry_flow import AbortFlow, UnknownFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from .cic import DEFAULT_BASE_URL
from .const import CONF_BASE_URL, DOMAIN
from .coordinator import ClovaConfigEntry
from .credentials import Credentials, CredentialStore
from .options_flow import ClovaOptionsFlow
from .probing import (
    ConnectionSettings,
    RejectedInputError,
    async_probe_settings,
    async_refuse_token_of_another_entry,
)

TITLE: Final = "CLOVA"

_ADDRESS: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL))
_SECRET: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)

USER_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL, default=DEFAULT_BASE_URL): _ADDRESS,
        vol.Required(CONF_ACCESS_TOKEN): _SECRET,
        vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
    }
)
RECONFIGURE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_BASE_URL): _ADDRESS,
        vol.Optional(CONF_ACCESS_TOKEN): _SECRET,
        vol.Required(CONF_VERIFY_SSL): BooleanSelector(),
    }
)
REAUTH_SCHEMA: Final = vol.Schema({vol.Required(CONF_ACCESS_TOKEN): _SECRET})


class ClovaConfigFlow(ConfigFlow, domain=DOMAIN):
    """The dialogs of the integration."""

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start with nothing typed."""
        self.token_on_trial: str | None = None
        self._closed = False

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry[Any]) -> OptionsFlow:
        """Return the dialog of an entry's options."""
        return ClovaOptionsFlow()

    @callback
    @override
    def async_remove(self) -> None:
        """Take note that the dialog is over, perhaps closed in the middle of a test."""
        self._closed = True

    @override
    def is_matching(self, other_flow: Self) -> bool:
        """Tell whether another dialog tries the same token."""
        return other_flow.token_on_trial == self.token_on_trial

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Add a device."""
        rejected = None
        if user_input is not None:
            try:
                settings = await self._async_try(user_input)
            except RejectedInputError as err:
                rejected = err
            else:
                return await self._async_create(settings)
        return self._show("user", USER_SCHEMA, user_input, rejected)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change address, certificate check or token of a device; its identity stays."""
        entry: ClovaConfigEntry = self._get_reconfigure_entry()
        rejected = None
        if user_input is not None:
            stored = await CredentialStore.of(self.hass, entry).async_load()
            token = user_input.get(CONF_ACCESS_TOKEN) or (stored.access_token if stored else "")
            try:
                settings = await self._async_try(user_input | {CONF_ACCESS_TOKEN: token}, entry)
            except RejectedInputError as err:
                rejected = err
            else:
                await self._async_store_token(entry, settings.access_token)
                return self.async_update_reload_and_abort(entry, data_updates=_entry_data(settings))
        return self._show("reconfigure", RECONFIGURE_SCHEMA, user_input or entry.data, rejected)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin after CLOVA refused the token."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take a new token."""
        entry: ClovaConfigEntry = self._get_reauth_entry()
        rejected = None
        if user_input is not None:
            try:
                settings = await self._async_try({**entry.data, **user_input}, entry)
            except RejectedInputError as err:
                rejected = err
            else:
                await self._async_store_token(entry, settings.access_token)
                return self.async_update_reload_and_abort(entry)
        return self._show("reauth_confirm", REAUTH_SCHEMA, None, rejected)

    async def _async_try(
        self, user_input: Mapping[str, Any], entry: ClovaConfigEntry | None = None
    ) -> ConnectionSettings:
        """Return settings that work; raises RejectedInputError for others.

        Whose token it is comes first: a test would throw that device off its downchannel.
        """
        settings = ConnectionSettings.from_input(user_input)
        await async_refuse_token_of_another_entry(self.hass, settings, entry)
        self.token_on_trial = settings.access_token
        if self.hass.config_entries.flow.async_has_matching_flow(self):
            raise AbortFlow("already_in_progress", translation_domain=HOMEASSISTANT_DOMAIN)
        try:
            await async_probe_settings(self.hass, settings, entry)
        except RejectedInputError:
            self.token_on_trial = None
            raise
        return settings

    async def _async_create(self, settings: ConnectionSettings) -> ConfigFlowResult:
        """Make the entry, with its token on the disk before that."""
        if self._closed:
            raise UnknownFlow
        device_id = str(uuid4())
        await self.async_set_unique_id(device_id)
        await CredentialStore(self.hass, device_id).async_save(
            Credentials(access_token=settings.access_token)
        )
        return self.async_create_entry(
            title=self._free_title(), data={**_entry_data(settings), CONF_DEVICE_ID: device_id}
        )

    async def _async_store_token(self, entry: ClovaConfigEntry, token: str) -> None:
        """Replace the stored token unless it is the same."""
        store = CredentialStore.of(self.hass, entry)
        stored = await store.async_load()
        if stored is None:
            await store.async_save(Credentials(access_token=token))
        elif stored.access_token != token:
            await store.async_save(
                replace(stored, access_token=token, refresh_token=None, expires_at=None)
            )

    def _free_title(self) -> str:
        """Return "CLOVA", "CLOVA 2" and so on, so that rooms can be told apart."""
        taken = {entry.title for entry in self._async_current_entries()}
        number, title = 1, TITLE
        while title in taken:
            number += 1
            title = f"{TITLE} {number}"
        return title

    def _show(
        self,
        step_id: str,
        schema: vol.Schema,
        shown: Mapping[str, Any] | None,
        rejected: RejectedInputError | None,
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors={rejected.field: rejected.key} if rejected else None,
            description_placeholders=rejected.placeholders if rejected else None,
        )


def _entry_data(settings: ConnectionSettings) -> dict[str, Any]:
    """Return what of the settings belongs into the entry: all but the token."""
    return {CONF_BASE_URL: settings.base_url, CONF_VERIFY_SSL: settings.verify_ssl}
