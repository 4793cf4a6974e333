"""Changing an entry: addresses, certificate check, client data, User-Agent, tags, token."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult

from ..account.entry_settings import EntrySettings
from ..account.probing import RejectedInputError
from .input import changed_request
from .schemas import RECONFIGURE_SCHEMA, present_values
from .steps import SignInFlow


class ReconfigureSteps(SignInFlow):
    """The steps of a reconfiguration. The device's id stays, and so do its tokens, if none come."""

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change an entry."""
        settings = EntrySettings.of(self._get_reconfigure_entry())
        if user_input is None:
            return self.show("reconfigure", RECONFIGURE_SCHEMA, present_values(settings))
        try:
            request = changed_request(settings, user_input)
        except RejectedInputError as err:
            return self.show("reconfigure", RECONFIGURE_SCHEMA, user_input, err)
        return await self.async_begin("reconfigure", RECONFIGURE_SCHEMA, user_input, request)
