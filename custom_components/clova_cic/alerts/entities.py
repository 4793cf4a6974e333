"""What is shown of alerts beside the calendar: the next one, what rings, what happens."""

from datetime import datetime
from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.event import EventEntity, EventExtraStoredData
from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass
from homeassistant.core import callback

from ..cic.alerts import Entry, Happened
from ..coordinator import ClovaCoordinator
from ..entity import LocalEntity
from .shown import ATTR_LABEL, alert_data
from .telling import WHATS


class AlertEntity(LocalEntity):
    """An entity about the alert book."""

    _unrecorded_attributes = frozenset({ATTR_LABEL})

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the alerts."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.alerts.async_listen(self._async_hear))

    @callback
    def _async_hear(self, news: Happened | None) -> None:
        """Show the book as it is now."""
        if news is None:
            self.async_write_ha_state()

    def _data_of(self, entry: Entry | None) -> dict[str, Any] | None:
        """Return the attributes that tell which alert it is."""
        if entry is None:
            return None
        return alert_data(self.hass, self.coordinator.config_entry, entry.alert)


class NextAlertSensor(AlertEntity, SensorEntity):
    """When the next alert rings, unknown if there is none."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _attr_translation_key = "next_alert"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "next_alert")

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time."""
        upcoming = self.coordinator.alerts.next
        return None if upcoming is None else upcoming.due

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return which alert it is."""
        return self._data_of(self.coordinator.alerts.next)


class RingingSensor(AlertEntity, BinarySensorEntity):
    """On while an alert rings."""

    _attr_translation_key = "alert"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "alert")

    @property
    @override
    def is_on(self) -> bool:
        """Return whether one rings."""
        return self.coordinator.alerts.ringing is not None

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any] | None:
        """Return which alert it is."""
        return self._data_of(self.coordinator.alerts.ringing)


class AlertEvent(AlertEntity, EventEntity):
    """What happens to alerts, one event after another."""

    _attr_event_types = WHATS
    _attr_translation_key = "alert"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "alert_event")

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the event of before a restart, without its text.

        The user may have chosen since then that content is not shown.
        """
        last = await super().async_get_last_event_data()
        if last is not None and last.last_event_attributes is not None:
            last.last_event_attributes.pop(ATTR_LABEL, None)
        return last

    @callback
    @override
    def _async_hear(self, news: Happened | None) -> None:
        if news is not None:
            data = alert_data(self.hass, self.coordinator.config_entry, news.alert)
            self._trigger_event(news.what.value, data)
            self.async_write_ha_state()
