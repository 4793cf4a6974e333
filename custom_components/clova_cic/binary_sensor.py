"""Whether the device is connected to CLOVA, and whether there are unread notifications."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alerts.entities import RingingSensor
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import LocalEntity
from .notes.notifications import News

PARALLEL_UPDATES = 0  # the coordinator pushes


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors."""
    coordinator = entry.runtime_data
    async_add_entities(
        [ConnectivitySensor(coordinator), RingingSensor(coordinator), UnreadSensor(coordinator)]
    )


class ConnectivitySensor(LocalEntity, BinarySensorEntity):
    """On while the downchannel is up. Always available: it is the one that tells."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Take its name from the device class."""
        super().__init__(coordinator, "connected")

    @property
    @override
    def is_on(self) -> bool:
        """Return whether CLOVA said Hello on the present downchannel."""
        return self.coordinator.data.connected


class UnreadSensor(LocalEntity, BinarySensorEntity):
    """The light of a CLOVA device: on while something is unread."""

    _attr_translation_key = "unread"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "unread")

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the notifications."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.notifications.async_listen(self._async_show))

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the light is on (CIC-NO-012)."""
        return self.coordinator.notifications.unread

    @callback
    def _async_show(self, news: News, sounds: int) -> None:
        self.async_write_ha_state()
