"""Whether the device is connected to CLOVA."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity

PARALLEL_UPDATES = 0  # the coordinator pushes


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the connectivity sensor."""
    async_add_entities([ConnectivitySensor(entry.runtime_data)])


class ConnectivitySensor(ClovaEntity, BinarySensorEntity):
    """On while the downchannel is up. Always available: it is the one that tells."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Take its name from the device class."""
        super().__init__(coordinator, "connected")

    @property
    @override
    def available(self) -> bool:
        """Return True."""
        return True

    @property
    @override
    def is_on(self) -> bool:
        """Return whether CLOVA said Hello on the present downchannel."""
        return self.coordinator.data.connected
