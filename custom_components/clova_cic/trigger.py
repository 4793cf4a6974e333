"""The triggers; here is `clova_cic.directive_received`: CLOVA sends a directive."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, override

from homeassistant.const import CONF_DEVICE_ID, CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger
from homeassistant.helpers.typing import VolDictType
import voluptuous as vol

from .alerts.trigger import AlertTrigger
from .announcing import EVENT_DIRECTIVE
from .cic.interfaces.message import DIRECTIVES
from .event_trigger import EventTrigger

CONF_NAMESPACE: Final = "namespace"
CONF_HANDLED: Final = "handled"

NAMESPACES: Final = sorted({known.namespace for known in DIRECTIVES.values()})


class DirectiveReceivedTrigger(EventTrigger):
    """Fires for each directive that fits all the options which are given."""

    event = EVENT_DIRECTIVE
    options: ClassVar[VolDictType] = {
        vol.Optional(CONF_DEVICE_ID): cv.string,
        vol.Optional(CONF_NAMESPACE): vol.All(cv.ensure_list, [vol.In(NAMESPACES)]),
        vol.Optional(CONF_NAME): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(CONF_HANDLED): cv.boolean,
    }
    variables = (CONF_DEVICE_ID, CONF_NAMESPACE, CONF_NAME, CONF_HANDLED, "payload")

    @staticmethod
    @override
    def describe(variables: Mapping[str, Any]) -> str:
        """Return which directive came."""
        return f"directive {variables[CONF_NAMESPACE]}.{variables[CONF_NAME]}"


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of this integration."""
    return {"alert": AlertTrigger, "directive_received": DirectiveReceivedTrigger}
