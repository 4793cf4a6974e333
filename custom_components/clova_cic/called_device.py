"""The device that an action is called for."""

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import ServiceCall
from homeassistant.helpers.service import async_get_device_and_config_entry

from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator


def coordinator_of(call: ServiceCall) -> ClovaCoordinator:
    """Return the running part of the device that the call names.

    Raises ServiceValidationError for a device that is not there, not CLOVA's, or not loaded.
    """
    entry: ClovaConfigEntry
    _, entry = async_get_device_and_config_entry(
        call.hass, DOMAIN, call.data[ATTR_DEVICE_ID], include_child_devices=False
    )
    return entry.runtime_data
