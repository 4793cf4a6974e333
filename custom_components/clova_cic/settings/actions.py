"""The action for settings that have no entity of their own."""

from typing import Any, Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_device_and_config_entry
import voluptuous as vol

from ..cic import CicError, UsageError
from ..const import DOMAIN
from ..coordinator import ClovaConfigEntry

ACTION_SET_SETTING: Final = "set_setting"

ATTR_KEY: Final = "key"
ATTR_VALUE: Final = "value"


def _text(value: Any) -> str:
    """Return a setting's value as CLOVA has them all (CIC-SE-010): YAML reads `on` as true."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cv.string(value)


_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_KEY): cv.string,
        vol.Optional(ATTR_VALUE): _text,
    }
)


@callback
def async_setup_setting_action(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(
        DOMAIN,
        ACTION_SET_SETTING,
        _async_set_setting,
        schema=_SCHEMA,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _async_set_setting(call: ServiceCall) -> ServiceResponse:
    """Set something, or without a value take it away; return all settings that are in force."""
    entry: ClovaConfigEntry
    _, entry = async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID], include_child_devices=False
    )
    settings = entry.runtime_data.settings
    try:
        await settings.async_set(call.data[ATTR_KEY], call.data.get(ATTR_VALUE))
    except UsageError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="unusable_setting",
            translation_placeholders={"reason": str(err)},
        ) from err
    except CicError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="setting_not_told"
        ) from err
    return {"settings": {**settings.in_force}}
