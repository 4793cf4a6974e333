"""The trigger `clova_cic.alert`: it runs an automation when something happens to an alert."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

from homeassistant.const import CONF_DEVICE_ID
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType
import voluptuous as vol

from ..event_trigger import EventTrigger
from .shown import ATTR_ALERT_ID, ATTR_LABEL, ATTR_SCHEDULED_TIME, ATTR_TYPE, TYPES
from .telling import ATTR_WHAT, EVENT_ALERT, WHATS


class AlertTrigger(EventTrigger):
    """Fires for everything that fits all the options which are given."""

    event = EVENT_ALERT
    options: ClassVar[VolDictType] = {
        vol.Optional(CONF_DEVICE_ID): cv.string,
        vol.Optional(ATTR_WHAT): vol.All(cv.ensure_list, [vol.In(WHATS)]),
        vol.Optional(ATTR_TYPE): vol.All(cv.ensure_list, [vol.In(TYPES)]),
    }
    variables = (
        CONF_DEVICE_ID,
        ATTR_WHAT,
        ATTR_TYPE,
        ATTR_SCHEDULED_TIME,
        ATTR_ALERT_ID,
        ATTR_LABEL,
    )

    @staticmethod
    @override
    def describe(variables: Mapping[str, Any]) -> str:
        """Return what happened to which type."""
        return f"alert {variables[ATTR_TYPE]} {variables[ATTR_WHAT]}"
