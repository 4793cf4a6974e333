"""What all entities of a CLOVA device share."""

from typing import override

from homeassistant.const import CONF_DEVICE_ID
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, MANUFACTURER
from .coordinator import ClovaConfigEntry, ClovaCoordinator


def device_info(entry: ClovaConfigEntry) -> DeviceInfo:
    """Describe the device of an entry."""
    return DeviceInfo(
        entry_type=DeviceEntryType.SERVICE,
        identifiers={(DOMAIN, entry.data[CONF_DEVICE_ID])},
        manufacturer=MANUFACTURER,
        model="CLOVA Interface Connect",
        name=entry.title,
    )


class ClovaEntity(CoordinatorEntity[ClovaCoordinator]):
    """An entity that needs the channel to CLOVA: unavailable while that is lost."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: ClovaCoordinator, key: str) -> None:
        """Belong to the entry's device; `key` is unique among its entities."""
        super().__init__(coordinator)
        entry = coordinator.config_entry
        self._attr_unique_id = f"{entry.data[CONF_DEVICE_ID]}-{key}"
        self._attr_device_info = device_info(entry)

    @property
    @override
    def available(self) -> bool:
        """Return whether the channel is there."""
        return super().available and self.coordinator.data.connected


class LocalEntity(ClovaEntity):
    """An entity whose state is kept in this home: there without the channel, too."""

    @property
    @override
    def available(self) -> bool:
        """Return True."""
        return True
