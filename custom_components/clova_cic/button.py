"""What can be pressed. It concerns what this home keeps itself, so it works without the cloud."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alerts.requests import async_request_deletion, async_request_stop
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import LocalEntity

PARALLEL_UPDATES = 0  # nothing is asked of a server


@dataclass(frozen=True, kw_only=True)
class ClovaButtonDescription(ButtonEntityDescription):
    """A button and what it does."""

    press: Callable[[ClovaCoordinator], Awaitable[None]]


async def _async_stop_alert(coordinator: ClovaCoordinator) -> None:
    """Silence what rings."""
    async_request_stop(coordinator)


async def _async_delete_alert(coordinator: ClovaCoordinator) -> None:
    """Have the next alert deleted; raises a translated HomeAssistantError."""
    async_request_deletion(coordinator)


BUTTONS: Final = (
    ClovaButtonDescription(
        key="delete_next_alert",
        translation_key="delete_next_alert",
        press=_async_delete_alert,
    ),
    ClovaButtonDescription(
        key="mark_read",
        translation_key="mark_read",
        press=lambda coordinator: coordinator.notifications.async_clear(),
    ),
    ClovaButtonDescription(
        key="stop_alert",
        translation_key="stop_alert",
        press=_async_stop_alert,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons."""
    coordinator = entry.runtime_data
    async_add_entities(ClovaButton(coordinator, description) for description in BUTTONS)


class ClovaButton(LocalEntity, ButtonEntity):
    """A button for something that this home does itself."""

    entity_description: ClovaButtonDescription

    def __init__(self, coordinator: ClovaCoordinator, description: ClovaButtonDescription) -> None:
        """Belong to the device."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @override
    async def async_press(self) -> None:
        """Do what it is for."""
        await self.entity_description.press(self.coordinator)
