"""The actions about alerts: stop, delete, snooze."""

from typing import Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..called_device import coordinator_of
from ..const import DOMAIN
from .requests import async_request_deletion, async_request_stop, async_snooze
from .shown import ATTR_ALERT_ID

ACTION_STOP_ALERT: Final = "stop_alert"
ACTION_DELETE_ALERT: Final = "delete_alert"
ACTION_SNOOZE: Final = "snooze"

ATTR_MINUTES: Final = "minutes"
DEFAULT_MINUTES: Final = 10  # as on a clock radio
MAX_MINUTES: Final = 720

_ALERT_SCHEMA: Final = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Optional(ATTR_ALERT_ID): cv.string}
)
_SNOOZE_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_MINUTES, default=DEFAULT_MINUTES): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=MAX_MINUTES)
        ),
    }
)


@callback
def async_setup_alert_actions(hass: HomeAssistant) -> None:
    """Register the actions; each finds its entry when it is called."""
    hass.services.async_register(DOMAIN, ACTION_STOP_ALERT, _async_stop, schema=_ALERT_SCHEMA)
    hass.services.async_register(DOMAIN, ACTION_DELETE_ALERT, _async_delete, schema=_ALERT_SCHEMA)
    hass.services.async_register(DOMAIN, ACTION_SNOOZE, _async_snooze, schema=_SNOOZE_SCHEMA)


async def _async_stop(call: ServiceCall) -> None:
    """Stop an alert, or all that ring."""
    async_request_stop(coordinator_of(call), call.data.get(ATTR_ALERT_ID))


async def _async_delete(call: ServiceCall) -> None:
    """Delete an alert, or the next one."""
    async_request_deletion(coordinator_of(call), call.data.get(ATTR_ALERT_ID))


async def _async_snooze(call: ServiceCall) -> None:
    """Stop what rings, and have it ring again later."""
    await async_snooze(coordinator_of(call), call.data[ATTR_MINUTES], conversation=call.context.id)
