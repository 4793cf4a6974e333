"""Liking and subscribing to what plays. They follow CLOVA's word, not the finger (CIC-TR-030)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cic import CicError
from .cic.player_screen import Mark, Screen
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity
from .speech.asking import failure_of

PARALLEL_UPDATES = 0  # the coordinator pushes


@dataclass(frozen=True, kw_only=True)
class MarkDescription(SwitchEntityDescription):
    """A mark of the current item."""

    mark: Callable[[Screen], Mark | None]
    press: Callable[[Screen, bool], object | None]


MARKS: Final = (
    MarkDescription(
        key="like",
        translation_key="like",
        mark=lambda screen: screen.like,
        press=lambda screen, on: screen.press_like(on=on),
    ),
    MarkDescription(
        key="subscribe",
        translation_key="subscribe",
        mark=lambda screen: screen.subscription,
        press=lambda screen, on: screen.press_subscribe(on=on),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches."""
    async_add_entities(MarkSwitch(entry.runtime_data, each) for each in MARKS)


class MarkSwitch(ClovaEntity, SwitchEntity):
    """Available while the item that plays has such a button."""

    entity_description: MarkDescription

    def __init__(self, coordinator: ClovaCoordinator, description: MarkDescription) -> None:
        """Belong to the device."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @override
    async def async_added_to_hass(self) -> None:
        """Begin to follow."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.music.async_listen(self.async_write_ha_state))

    @property
    def _mark(self) -> Mark | None:
        return self.entity_description.mark(self.coordinator.music.screen)

    @property
    @override
    def available(self) -> bool:
        """Return whether there is something to mark."""
        return super().available and self._mark is not None

    @property
    @override
    def is_on(self) -> bool | None:
        """Return what CLOVA said last."""
        mark = self._mark
        return None if mark is None else mark.on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Press the button."""
        await self._async_press(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Press the button again."""
        await self._async_press(on=False)

    async def _async_press(self, *, on: bool) -> None:
        event = self.entity_description.press(self.coordinator.music.screen, on)
        if event is None:
            return  # it is so already
        try:
            await self.coordinator.music.asking.async_send(event)
        except CicError as err:
            raise failure_of(self.coordinator, err) from err
