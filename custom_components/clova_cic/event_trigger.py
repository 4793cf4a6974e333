"""A trigger that waits for an event of this integration on Home Assistant's bus."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, override

from homeassistant.const import CONF_OPTIONS
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType, VolDictType
import voluptuous as vol


class EventTrigger(Trigger):
    """Fires for each event that fits all the options which are given."""

    event: ClassVar[str]
    options: ClassVar[VolDictType]
    """What may be asked of an event's data: a value, or a list of those that will do."""
    variables: ClassVar[tuple[str, ...]]
    """What an automation finds in `trigger`, next to what every trigger has there."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        """Check the options; raises vol.Invalid."""
        schema = vol.Schema({vol.Required(CONF_OPTIONS, default=dict): cls.options})
        checked: ConfigType = schema(config)
        return checked

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the options."""
        super().__init__(hass, config)
        self._options = config.options or {}

    @staticmethod
    @abstractmethod
    def describe(variables: Mapping[str, Any]) -> str:
        """Return what has happened, for traces."""

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen until the returned function is called."""

        @callback
        def run(event: Event) -> None:
            variables = {key: event.data.get(key) for key in self.variables}
            run_action(variables, self.describe(variables), event.context)

        return self._hass.bus.async_listen(self.event, run, event_filter=self._fits)

    @callback
    def _fits(self, data: Mapping[str, Any]) -> bool:
        """Tell whether it is something that is waited for."""
        return all(
            data.get(key) in (wanted if isinstance(wanted, list) else [wanted])
            for key, wanted in self._options.items()
            if wanted != []
        )
