"""Signing an entry in again: the way it was made, or with a token that is pasted."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult

from ..account.entry_settings import EntrySettings, SignIn
from ..account.probing import RejectedInputError
from ..const import REAUTH_FOR_LOGIN, REAUTH_REASON
from .input import renewed_request
from .schemas import (
    REAUTH_ACCOUNT_SCHEMA,
    REAUTH_GUEST_SCHEMA,
    REAUTH_SERVER_SCHEMA,
    REAUTH_TOKEN_SCHEMA,
)
from .steps import SignInFlow

_WAYS: Final = {
    SignIn.NAVER: (SignIn.NAVER,),
    SignIn.LINE: (SignIn.LINE,),
    # A guest is asked to sign in when something needs an account.
    SignIn.GUEST: (SignIn.NAVER, SignIn.LINE, SignIn.GUEST),
    SignIn.TOKEN: (),
    SignIn.OWN_SERVER: (SignIn.OWN_SERVER,),
}
_SCHEMAS: Final = {
    SignIn.NAVER: REAUTH_ACCOUNT_SCHEMA,
    SignIn.LINE: REAUTH_ACCOUNT_SCHEMA,
    SignIn.GUEST: REAUTH_GUEST_SCHEMA,
    SignIn.TOKEN: REAUTH_TOKEN_SCHEMA,
    SignIn.OWN_SERVER: REAUTH_SERVER_SCHEMA,
}


class ReauthSteps(SignInFlow):
    """The steps of a reauthentication."""

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Begin: say why, and offer the ways."""
        if entry_data.get(REAUTH_REASON) == REAUTH_FOR_LOGIN:
            return await self.async_step_reauth_login()
        if len(self._ways()) == 1:
            return await self.async_step_reauth_token()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, _: Any = None) -> ConfigFlowResult:
        """Offer the ways after CLOVA refused the token."""
        return self._menu("reauth_confirm")

    async def async_step_reauth_login(self, _: Any = None) -> ConfigFlowResult:
        """Offer the ways because CLOVA asked for a sign-in; what was asked for is not repeated."""
        return self._menu("reauth_login")

    async def async_step_reauth_naver(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take a new token of NAVER."""
        return await self._async_sign_in(SignIn.NAVER, user_input)

    async def async_step_reauth_line(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take a new code of LINE."""
        return await self._async_sign_in(SignIn.LINE, user_input)

    async def async_step_reauth_guest(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go on as a guest."""
        return await self._async_sign_in(SignIn.GUEST, user_input)

    async def async_step_reauth_own_server(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Sign in at a server of one's own."""
        return await self._async_sign_in(SignIn.OWN_SERVER, user_input)

    async def async_step_reauth_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take a pasted token."""
        return await self._async_sign_in(SignIn.TOKEN, user_input)

    def _ways(self) -> list[str]:
        """Return the steps that this entry can sign in with."""
        settings = EntrySettings.of(self._get_reauth_entry())
        ways = _WAYS[settings.sign_in] if settings.client and settings.auth_url else ()
        return [f"reauth_{way}" for way in (*ways, SignIn.TOKEN)]

    def _menu(self, step_id: str) -> ConfigFlowResult:
        return self.async_show_menu(
            step_id=step_id,
            menu_options=self._ways(),
            description_placeholders={"name": self._get_reauth_entry().title},
        )

    async def _async_sign_in(
        self, way: SignIn, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Show the form of a way, or go on from it."""
        step_id, schema = f"reauth_{way}", _SCHEMAS[way]
        name = self._get_reauth_entry().title
        if user_input is None:
            return self.show(step_id, schema, {}, name=name)
        try:
            settings = EntrySettings.of(self._get_reauth_entry())
            request = renewed_request(way, settings, user_input)
        except RejectedInputError as err:
            return self.show(step_id, schema, user_input, err, name=name)
        return await self.async_begin(step_id, schema, user_input, request)
