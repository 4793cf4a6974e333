"""The triggers; here is `clova_cic.directive_received`: CLOVA sends a directive."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.const import CONF_DEVICE_ID, CONF_NAME, CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

from .alerts.trigger import AlertTrigger
from .announcing import EVENT_DIRECTIVE
from .cic.interfaces.message import DIRECTIVES

CONF_NAMESPACE: Final = "namespace"
CONF_HANDLED: Final = "handled"

NAMESPACES: Final = sorted({known.namespace for known in DIRECTIVES.values()})

# What an automation finds in its variable `trigger`, next to what every trigger has there.
_VARIABLES: Final = (CONF_DEVICE_ID, CONF_NAMESPACE, CONF_NAME, CONF_HANDLED, "payload")

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_DEVICE_ID): cv.string,
            vol.Optional(CONF_NAMESPACE): vol.All(cv.ensure_list, [vol.In(NAMESPACES)]),
            vol.Optional(CONF_NAME): vol.All(cv.ensure_list, [cv.string]),
            vol.Optional(CONF_HANDLED): cv.boolean,
        }
    }
)


class DirectiveReceivedTrigger(Trigger):
    """Fires for each directive that fits all the options which are given."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options; raises vol.Invalid."""
        checked: ConfigType = _SCHEMA(config)
        return checked

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the options."""
        super().__init__(hass, config)
        self._options = config.options or {}

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen until the returned function is called."""

        @callback
        def run(event: Event) -> None:
            variables = {key: event.data.get(key) for key in _VARIABLES}
            what = f"directive {variables[CONF_NAMESPACE]}.{variables[CONF_NAME]}"
            run_action(variables, what, event.context)

        return self._hass.bus.async_listen(EVENT_DIRECTIVE, run, event_filter=self._fits)

    @callback
    def _fits(self, data: Mapping[str, Any]) -> bool:
        """Tell whether a directive is one of those that are waited for."""
        return all(
            data.get(key) in (wanted if isinstance(wanted, list) else [wanted])
            for key, wanted in self._options.items()
            if wanted != []
        )


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of this integration."""
    return {"alert": AlertTrigger, "directive_received": DirectiveReceivedTrigger}
