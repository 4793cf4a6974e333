"""All alerts of a device, as a calendar. CLOVA keeps them: it can be asked to delete one."""

from datetime import datetime, timedelta
from typing import Final, override

from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.components.calendar.const import CalendarEntityFeature
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alerts.entities import AlertEntity
from .alerts.requests import async_request_deletion
from .alerts.shown import alert_id, async_type_names, type_of_alert
from .cic.alerts import RING_LIMIT, Entry
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .options import ClovaOptions

PARALLEL_UPDATES = 0  # the alert book pushes

LENGTH: Final = timedelta(minutes=1)  # of an event: alerts have a beginning only


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar."""
    async_add_entities([AlertCalendar(entry.runtime_data)])


class AlertCalendar(AlertEntity, CalendarEntity):
    """Alarms, timers and reminders; deleting an event asks CLOVA to delete the alert."""

    _attr_supported_features = CalendarEntityFeature.DELETE_EVENT
    _attr_translation_key = "alerts"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "alerts")
        self._names: dict[str, str] = {}

    @override
    async def async_added_to_hass(self) -> None:
        """Learn what alerts are called, again when the options change."""
        await self._async_name()
        await super().async_added_to_hass()
        entry = self.coordinator.config_entry
        self.async_on_remove(entry.add_update_listener(self._async_renamed))

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the alert that rings, else the next one."""
        entry = self.coordinator.alerts.ringing or self.coordinator.alerts.next
        return None if entry is None else self._event_of(entry)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the alerts of a span of time."""
        events = [self._event_of(each) for each in self.coordinator.alerts.entries]
        found = [
            each for each in events if each and each.start < end_date and each.end > start_date
        ]
        return sorted(found, key=lambda event: event.start)

    @override
    async def async_delete_event(
        self, uid: str, recurrence_id: str | None = None, recurrence_range: str | None = None
    ) -> None:
        """Ask CLOVA to delete an alert. Raises a translated HomeAssistantError."""
        async_request_deletion(self.coordinator, uid)

    def _event_of(self, entry: Entry) -> CalendarEvent | None:
        """Return an alert as an event, None if nobody knows when it rings."""
        if entry.due is None:
            return None
        alert, end = entry.alert, entry.due + LENGTH
        if entry.run is not None and entry.ringing:
            end = max(end, entry.run.since + RING_LIMIT)
        summary = self._names.get(type_of_alert(alert), "")
        if alert.label and ClovaOptions.of(self.hass, self.coordinator.config_entry).shows_content:
            summary = f"{summary}: {alert.label}"
        return CalendarEvent(start=entry.due, end=end, summary=summary, uid=alert_id(alert))

    async def _async_name(self) -> None:
        options = ClovaOptions.of(self.hass, self.coordinator.config_entry)
        self._names = await async_type_names(self.hass, options.language)

    async def _async_renamed(self, _: HomeAssistant, __: ConfigEntry) -> None:
        await self._async_name()
        self.async_write_ha_state()
