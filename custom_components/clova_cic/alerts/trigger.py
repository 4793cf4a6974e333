"""The trigger `clova_cic.alert`: it runs an automation when something happens to an alert."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.const import CONF_DEVICE_ID, CONF_OPTIONS
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

from .shown import ATTR_ALERT_ID, ATTR_LABEL, ATTR_SCHEDULED_TIME, ATTR_TYPE, TYPES
from .telling import ATTR_WHAT, EVENT_ALERT, WHATS

# What an automation finds in its variable `trigger`, next to what every trigger has there.
_VARIABLES: Final = (
    CONF_DEVICE_ID,
    ATTR_WHAT,
    ATTR_TYPE,
    ATTR_SCHEDULED_TIME,
    ATTR_ALERT_ID,
    ATTR_LABEL,
)

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_DEVICE_ID): cv.string,
            vol.Optional(ATTR_WHAT): vol.All(cv.ensure_list, [vol.In(WHATS)]),
            vol.Optional(ATTR_TYPE): vol.All(cv.ensure_list, [vol.In(TYPES)]),
        }
    }
)


class AlertTrigger(Trigger):
    """Fires for everything that fits all the options which are given."""

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
            run_action(
                variables, f"alert {variables[ATTR_TYPE]} {variables[ATTR_WHAT]}", event.context
            )

        return self._hass.bus.async_listen(EVENT_ALERT, run, event_filter=self._fits)

    @callback
    def _fits(self, data: Mapping[str, Any]) -> bool:
        """Tell whether it is something that is waited for."""
        return all(
            data.get(key) in (wanted if isinstance(wanted, list) else [wanted])
            for key, wanted in self._options.items()
            if wanted != []
        )
