"""What came last from CLOVA, and which extension is running."""

from typing import Any, Final, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity

PARALLEL_UPDATES = 0  # the coordinator pushes

ATTR_RECEIVED_AT: Final = "received_at"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors."""
    coordinator = entry.runtime_data
    async_add_entities([ExtensionSensor(coordinator), LastDirectiveSensor(coordinator)])


class ExtensionSensor(ClovaEntity, SensorEntity):
    """The extension in whose mode the device is, unknown if in none. Few homes use any: off at first."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_translation_key = "extension"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "extension")

    @property
    @override
    def native_value(self) -> str | None:
        """Return the name that CLOVA gave it."""
        extension = self.coordinator.data.extension
        return extension[:MAX_LENGTH_STATE_STATE] if extension else None


class LastDirectiveSensor(ClovaEntity, SensorEntity):
    """The name of the last directive, never its content. For those who debug, so off at first."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_entity_registry_enabled_default = False
    _attr_translation_key = "last_directive"
    _unrecorded_attributes = frozenset({ATTR_RECEIVED_AT})

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "last_directive")

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the directives; other entities need not write their states for each."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_listen_directives(lambda _: self.async_write_ha_state())
        )

    @property
    @override
    def native_value(self) -> str | None:
        """Return a name such as "Clova.RenderText"."""
        last = self.coordinator.data.last_directive
        return last.name if last else None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return when it came."""
        last = self.coordinator.data.last_directive
        return {ATTR_RECEIVED_AT: last.received_at} if last else None
