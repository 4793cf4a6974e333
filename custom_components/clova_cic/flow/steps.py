"""What every dialog does once a form is filled in: authorize → terms → tokens → connect.

The step after a task gets what was typed before it once more, so it looks at no input.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigFlowResult
import voluptuous as vol

from ..account.probing import RejectedInputError
from ..cic import TokenPair
from .input import BASE, Request
from .schemas import CONF_AGREED, CONF_LANDING, TERMS_SCHEMA, without_secrets
from .sign_in import SignInAttempt, TermsOutcome
from .tasks import SignInTasks
from .terms_landing import STEP as TERMS_PAGE, async_land, async_leave, terms_address

_ENDINGS: Final = {
    SOURCE_REAUTH: "reauth_successful",
    SOURCE_RECONFIGURE: "reconfigure_successful",
}


class SignInFlow(SignInTasks):
    """The steps that all dialogs share."""

    def __init__(self) -> None:
        """Start with nothing typed."""
        super().__init__()
        self._form: tuple[str, vol.Schema, Mapping[str, Any]] = ("user", vol.Schema({}), {})
        self._outcome: TermsOutcome | None = None
        self._terms_address = ""

    @abstractmethod
    async def async_create(self, request: Request, pair: TokenPair) -> ConfigFlowResult:
        """Make an entry of what proved to work."""

    # Forms

    def show(
        self,
        step_id: str,
        schema: vol.Schema,
        shown: Mapping[str, Any],
        rejected: RejectedInputError | None = None,
        **placeholders: str,
    ) -> ConfigFlowResult:
        """Show a form with what is typed already, and an error at the field that it belongs to."""
        errors = {}
        if rejected is not None:
            fields = {str(marker) for marker in schema.schema}
            errors[rejected.field if rejected.field in fields else BASE] = rejected.key
            placeholders |= rejected.placeholders
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, without_secrets(shown)),
            errors=errors,
            description_placeholders=placeholders or None,
        )

    def _show_again(self, rejected: RejectedInputError) -> ConfigFlowResult:
        """Go back to the form, with all that was typed but the secrets."""
        step_id, schema, typed = self._form
        self.token_on_trial = None
        async_leave(self.hass, self.flow_id)
        return self.show(step_id, schema, typed, rejected)

    async def async_begin(
        self, step_id: str, schema: vol.Schema, typed: Mapping[str, Any], request: Request
    ) -> ConfigFlowResult:
        """Go on from a form whose input can be right."""
        self._form = (step_id, schema, typed)
        self.async_give_back()
        self._request = request
        self._attempt = self._authorization = self._task = None
        if request.account is None:
            return await self.async_step_connect()
        self._attempt = SignInAttempt(self.hass, request.settings, request.account, self.device_id)
        return await self.async_step_authorize()

    # Steps

    async def async_step_authorize(self, _: Any = None) -> ConfigFlowResult:
        """Ask for an authorization code."""
        assert self._attempt is not None
        return self.wait_for("authorize", self._attempt.authorize)

    async def async_step_authorized(self, _: Any = None) -> ConfigFlowResult:
        """Look at the answer: perhaps the terms of use come first."""
        try:
            self._authorization = await self.result()
        except RejectedInputError as err:
            return self._show_again(err)
        if self._authorization.terms_url is None:
            return await self.async_step_connect()
        landing = async_land(self.hass, self.flow_id)
        if landing is None:
            return await self.async_step_terms()
        self._terms_address = terms_address(self._authorization.terms_url, landing)
        return await self.async_step_terms_page()

    async def async_step_terms_page(self, told: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Send the browser to the terms of use (CIC-A-016), and take what it comes back with."""
        if told is None:
            return self.async_external_step(step_id=TERMS_PAGE, url=self._terms_address)
        self._outcome = TermsOutcome.of_landing(told.get("code"), told.get("error"))
        return self.async_external_step_done(next_step_id="terms_left")

    async def async_step_terms_left(self, _: Any = None) -> ConfigFlowResult:
        """Go on if the terms are accepted (CIC-A-019)."""
        assert self._outcome is not None
        assert self._authorization is not None
        problem = self._outcome.problem
        if problem is None and self._outcome.code != self._authorization.code:
            problem = "state_mismatch"
        if problem is not None:
            return self._show_again(RejectedInputError(BASE, problem))
        return await self.async_step_connect()

    async def async_step_terms(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show where the terms of use are (CIC-A-016), and ask how it went."""
        assert self._authorization is not None
        url = self._authorization.terms_url or ""
        if user_input is None:
            return self.show("terms", TERMS_SCHEMA, {}, url=url)
        address = user_input.get(CONF_LANDING, "")
        if address.strip():
            outcome = TermsOutcome.of_address(address)
        else:
            outcome = TermsOutcome(None if user_input[CONF_AGREED] else "terms_declined")
        if outcome.problem == "terms_address":
            rejected = RejectedInputError(CONF_LANDING, outcome.problem)
            return self.show("terms", TERMS_SCHEMA, user_input, rejected, url=url)
        if outcome.problem is not None:
            return self._show_again(RejectedInputError(BASE, outcome.problem))
        return await self.async_step_connect()

    async def async_step_connect(self, _: Any = None) -> ConfigFlowResult:
        """Get the tokens, if they are not there yet, and try them."""
        return self.wait_for("connect", self.async_connect)

    async def async_step_connected(self, _: Any = None) -> ConfigFlowResult:
        """Look at how the test went."""
        assert self._request is not None
        try:
            pair = await self.result()
        except RejectedInputError as err:
            return self._show_again(err)
        if self.source in _ENDINGS:
            self.async_reload()
            return self.async_abort(reason=_ENDINGS[self.source])
        return await self.async_create(self._request, pair)
