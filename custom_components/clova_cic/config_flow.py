"""The dialogs: adding a CLOVA device, changing it, and signing in again.

Every dialog tries the connection before it finishes, and names the stage that failed.
"""

from typing import Any, Final, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import callback
from homeassistant.data_entry_flow import UnknownFlow

from .account.credentials import CredentialStore
from .account.entry_settings import ENTRY_MINOR_VERSION, ENTRY_VERSION, SignIn
from .account.probing import RejectedInputError
from .account.tokens import with_pair
from .cic import TokenPair
from .const import DOMAIN
from .features.settings import SUBENTRY_TYPE
from .flow.feature import FeatureFlow
from .flow.input import Request, new_request
from .flow.options import ClovaOptionsFlow
from .flow.reauth import ReauthSteps
from .flow.reconfigure import ReconfigureSteps
from .flow.schemas import FORMS

TITLE: Final = "CLOVA"


class ClovaConfigFlow(ReauthSteps, ReconfigureSteps, domain=DOMAIN):
    """The dialogs of the integration."""

    VERSION = ENTRY_VERSION
    MINOR_VERSION = ENTRY_MINOR_VERSION

    def __init__(self) -> None:
        """Start open."""
        super().__init__()
        self._closed = False

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry[Any]) -> OptionsFlow:
        """Return the dialog of an entry's options."""
        return ClovaOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry[Any]
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to a device."""
        return {SUBENTRY_TYPE: FeatureFlow}

    @callback
    @override
    def async_remove(self) -> None:
        """Take note that the dialog is over, perhaps closed in the middle."""
        self._closed = True
        super().async_remove()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Add a device: first, how to sign in (CIC-A-034)."""
        return self.async_show_menu(step_id="user", menu_options=[way.value for way in SignIn])

    async def async_step_naver(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Sign in with an access token of NAVER."""
        return await self._async_add(SignIn.NAVER, user_input)

    async def async_step_line(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Sign in with an authorization code of LINE, as the Japanese service wants it."""
        return await self._async_add(SignIn.LINE, user_input)

    async def async_step_guest(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Sign in without an account."""
        return await self._async_add(SignIn.GUEST, user_input)

    async def async_step_token(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Paste a token."""
        return await self._async_add(SignIn.TOKEN, user_input)

    async def async_step_own_server(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use a CIC server of one's own."""
        return await self._async_add(SignIn.OWN_SERVER, user_input)

    async def _async_add(self, way: SignIn, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        """Show the form of a way, or go on from it."""
        schema = FORMS[way]
        if user_input is None:
            return self.show(way, schema, {})
        try:
            request = new_request(way, user_input)
        except RejectedInputError as err:
            return self.show(way, schema, user_input, err)
        if request.device_id is not None:
            await self.async_set_unique_id(request.device_id)
            self._abort_if_unique_id_configured()
        return await self.async_begin(way, schema, user_input, request)

    @override
    async def async_create(self, request: Request, pair: TokenPair) -> ConfigFlowResult:
        """Make the entry, with its tokens on the disk before that."""
        device_id = self.device_id
        await self.async_set_unique_id(device_id)
        store = CredentialStore(self.hass, device_id)
        await store.async_save(with_pair(None, pair))
        if self._closed:
            await store.async_remove()
            raise UnknownFlow
        self.async_keep()
        return self.async_create_entry(
            title=self._free_title(),
            data={**request.settings.to_data(), CONF_DEVICE_ID: device_id},
        )

    def _free_title(self) -> str:
        """Return "CLOVA", "CLOVA 2" and so on, so that rooms can be told apart."""
        taken = {entry.title for entry in self._async_current_entries()}
        number, title = 1, TITLE
        while title in taken:
            number += 1
            title = f"{TITLE} {number}"
        return title
