"""What a feature does in Home Assistant: a call of a service, or actions of the user's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.script import Script, async_validate_actions_config
from homeassistant.helpers.trace import script_execution_get, trace_clear, trace_get

from ..const import DOMAIN

_MAX_REASON: Final = 200  # characters of a log line
_STOPPED: Final = "aborted"  # how a trace names a condition that fails, and a stop with an error


class Step(Protocol):
    """Something that is done, and then is done."""

    async def async_take(self, hass: HomeAssistant, context: Context) -> None:
        """Do it; whatever keeps it from being done is raised."""


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """One call of a service."""

    domain: str
    service: str
    data: Mapping[str, Any]

    async def async_take(self, hass: HomeAssistant, context: Context) -> None:
        """Call it, and wait until it returns."""
        await hass.services.async_call(
            self.domain, self.service, dict(self.data), blocking=True, context=context
        )


@dataclass(frozen=True, slots=True)
class OwnActions:
    """A sequence of actions, as the action editor makes it."""

    sequence: Sequence[Mapping[str, Any]]
    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)  # what their templates may know

    async def async_take(self, hass: HomeAssistant, context: Context) -> None:
        """Run them to their end. Raises HomeAssistantError if they stop before it.

        They are checked anew each time: devices that they name may be gone since.
        """
        checked = cv.SCRIPT_SCHEMA([dict(each) for each in self.sequence])
        actions = await async_validate_actions_config(hass, checked)
        script = Script(hass, actions, self.name, DOMAIN)
        trace_clear()
        try:
            await script.async_run(dict(self.variables), context)
        finally:
            await script.async_unload()
        if script_execution_get() == _STOPPED:
            raise HomeAssistantError(_reason())


def _reason() -> str:
    """Say why actions have stopped: a `stop` with an error tells it in its writer's words."""
    for elements in reversed(list((trace_get(clear=False) or {}).values())):
        for each in reversed(elements):
            stop = (each.as_dict().get("result") or {}).get("stop")
            if stop:
                return f"the actions stopped: {str(stop)[:_MAX_REASON]}"
    return "the actions stopped before their end"
