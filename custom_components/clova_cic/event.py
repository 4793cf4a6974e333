"""What CLOVA sends, as event entities that automations can wait for."""

from typing import Final, override

from homeassistant.components.event import EventEntity, EventExtraStoredData
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alerts.entities import AlertEvent
from .announcing import EVENT_TYPES, Announcement
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .notes.notifications import News

PARALLEL_UPDATES = 0  # the coordinator pushes

ATTR_NAMESPACE: Final = "namespace"
ATTR_NAME: Final = "name"
ATTR_HANDLED: Final = "handled"
ATTR_PAYLOAD: Final = "payload"
ATTR_SOUNDS: Final = "sounds"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entities."""
    coordinator = entry.runtime_data
    async_add_entities(
        [AlertEvent(coordinator), DirectiveEvent(coordinator), NotificationEvent(coordinator)]
    )


class DirectiveEvent(ClovaEntity, EventEntity):
    """Each directive is an event; how much of its content is shown is an option of the entry."""

    _attr_event_types = EVENT_TYPES
    _attr_translation_key = "directive"
    _unrecorded_attributes = frozenset({ATTR_PAYLOAD})

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "directive")

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.announcer.async_listen(self._async_show))

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the event of before a restart, without its content.

        The user may have chosen since then that content is not shown.
        """
        last = await super().async_get_last_event_data()
        if last is not None and last.last_event_attributes is not None:
            last.last_event_attributes.pop(ATTR_PAYLOAD, None)
        return last

    @callback
    def _async_show(self, announcement: Announcement) -> None:
        self._trigger_event(
            announcement.event_type,
            {
                ATTR_NAMESPACE: announcement.namespace,
                ATTR_NAME: announcement.name,
                ATTR_HANDLED: announcement.handled,
                ATTR_PAYLOAD: announcement.payload,
            },
        )
        self.async_write_ha_state()


class NotificationEvent(ClovaEntity, EventEntity):
    """A notification came, something is unread, or everything has been read."""

    _attr_event_types = [str(news) for news in News]  # noqa: RUF012 (as every event entity's)
    _attr_translation_key = "notification"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "notification")

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.notifications.async_listen(self._async_show))

    @callback
    def _async_show(self, news: News, sounds: int) -> None:
        self._trigger_event(news, {ATTR_SOUNDS: sounds})
        self.async_write_ha_state()
