"""Which voice CLOVA speaks with."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cic import CicError
from .const import DOMAIN
from .coordinator import ClovaConfigEntry, ClovaCoordinator
from .entity import ClovaEntity

PARALLEL_UPDATES = 0  # the settings push


async def async_setup_entry(
    hass: HomeAssistant,
    entry: ClovaConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the choice of a voice, once CLOVA has offered any."""
    coordinator = entry.runtime_data
    added = False

    @callback
    def add() -> None:
        nonlocal added
        if not added and coordinator.settings.menu is not None:
            added = True
            async_add_entities([VoiceSelect(coordinator)])

    entry.async_on_unload(coordinator.settings.async_listen(add))
    add()


class VoiceSelect(ClovaEntity, SelectEntity):
    """The voices under the names that CLOVA gives them, as is the choice itself (CIC-SE-040)."""

    _attr_entity_category = EntityCategory.CONFIG
    _attr_translation_key = "voice"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device."""
        super().__init__(coordinator, "voice")
        self._settings = coordinator.settings

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the settings."""
        await super().async_added_to_hass()
        self.async_on_remove(self._settings.async_listen(self._async_show))
        self._take_title()

    @property
    @override
    def available(self) -> bool:
        """Return whether there is the channel, and anything to choose."""
        return super().available and self._settings.menu is not None

    @property
    @override
    def options(self) -> list[str]:
        """Return the labels."""
        menu = self._settings.menu
        return [] if menu is None else list(menu.voices.values())

    @property
    @override
    def current_option(self) -> str | None:
        """Return the label of the voice in force."""
        menu, voice = self._settings.menu, self._settings.voice
        return None if menu is None or voice is None else menu.voices.get(voice)

    @override
    async def async_select_option(self, option: str) -> None:
        """Have CLOVA speak so from now on. Home Assistant has checked that it is an option."""
        menu = self._settings.menu
        voice = menu.key_of(option) if menu is not None else None
        try:
            await self._settings.async_choose_voice(voice)
        except CicError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="setting_not_told"
            ) from err

    @callback
    def _async_show(self) -> None:
        self._take_title()
        self.async_write_ha_state()

    def _take_title(self) -> None:
        """Be called what CLOVA calls the choice; the entity id keeps the name of the translation."""
        menu = self._settings.menu
        if menu is not None and menu.title:
            self._attr_name = menu.title
