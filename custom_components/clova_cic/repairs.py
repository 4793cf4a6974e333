"""Repairs that a person can have checked."""

import shutil
from typing import Any, override

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant


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


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow of the one issue that has one."""
    return FfmpegFlow()
