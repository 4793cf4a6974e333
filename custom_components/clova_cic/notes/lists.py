"""The lists of a device. Homes without any get no to-do platform, whose page stands in the sidebar."""

from collections.abc import Iterator
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, OperationNotAllowed
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..const import LOGGER
from .notes import NoteList

MEMOS: Final = "memos"
REMINDERS: Final = "reminders"
KINDS: Final = (MEMOS, REMINDERS)


class NoteLists:
    """One list of each kind; those that CLOVA has spoken of are shown."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
        """Know nothing before `async_load`, show nothing before `async_show`."""
        self.platforms: list[Platform] = []  # that were set up for them
        self._hass = hass
        self._entry = entry
        self._lists = {kind: NoteList(hass, entry, kind, self._async_appeared) for kind in KINDS}
        self._shows = False

    def __getitem__(self, kind: str) -> NoteList:
        """Return the list of a kind."""
        return self._lists[kind]

    def __iter__(self) -> Iterator[NoteList]:
        """Walk over the lists, also those that are not shown."""
        return iter(self._lists.values())

    async def async_load(self) -> None:
        """Read what was stored."""
        for notes in self:
            await notes.async_load()

    async def async_show(self) -> None:
        """Show the lists from now on, at the end of the entry's set-up."""
        self._shows = True
        if any(notes.exists for notes in self):
            await self._async_appeared()

    async def async_remove_files(self) -> None:
        """Delete what was stored."""
        for notes in self:
            await notes.async_remove_file()

    async def _async_appeared(self) -> None:
        """Set up the platform, once: it adds lists that appear later by itself."""
        if not self._shows or self.platforms:
            return
        self.platforms.append(Platform.TODO)
        try:
            await self._hass.config_entries.async_forward_entry_setups(
                self._entry, (Platform.TODO,)
            )
        except OperationNotAllowed:  # the entry is being unloaded; its next set-up shows them
            self.platforms.clear()
            LOGGER.debug("%s: lists are not shown any more", self._entry.title)
