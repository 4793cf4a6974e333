"""Repairs that a person can have checked."""

import shutil
from typing import Any, override

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.selector import TextSelector
import voluptuous as vol

from .const import DOMAIN
from .coordinator import ClovaCoordinator
from .features.pin_issue import PIN_ISSUE


class FfmpegFlow(ConfirmRepairFlow):
    """Looks whether ffmpeg has been installed; the issue goes only if it has."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, then look."""
        if user_input is None:
            return await super().async_step_confirm()
        binary = get_ffmpeg_manager(self.hass).binary
        if await self.hass.async_add_executor_job(shutil.which, binary) is None:
            return self.async_abort(reason="still_missing")
        return self.async_create_entry(data={})


class PinFlow(RepairsFlow):
    """Takes the PIN that a Bluetooth peer asks for."""

    def __init__(self, entry_id: str) -> None:
        """Belong to the device that the peer wants to be connected to."""
        self._entry_id = entry_id

    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_pin()

    async def async_step_pin(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask, and go on with what was typed."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if issue is None or entry is None or entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_wanted")
        if user_input is None:
            return self.async_show_form(
                step_id="pin",
                data_schema=vol.Schema({vol.Required("pin"): TextSelector()}),
                description_placeholders=issue.translation_placeholders,
            )
        coordinator: ClovaCoordinator = entry.runtime_data
        typed = coordinator.features.pin_typed
        if typed is not None:
            await typed(user_input["pin"])
        return self.async_create_entry(data={})


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow of an issue that has one."""
    if issue_id.startswith(PIN_ISSUE) and data is not None:
        return PinFlow(str(data["entry_id"]))
    return FfmpegFlow()
