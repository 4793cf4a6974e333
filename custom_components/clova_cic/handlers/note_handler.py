"""What memos and reminders of the first edition share."""

from collections.abc import Iterable
from typing import ClassVar

from homeassistant.components import persistent_notification

from ..const import DOMAIN
from ..notes.notes import Note, NoteList
from ..phrases import async_phrase
from .entry_handler import EntryHandler


class NoteHandler(EntryHandler):
    """Hands what CLOVA proposes to one of the device's lists. Nothing is sent back (legacy.md)."""

    kind: ClassVar[str]

    @property
    def notes(self) -> NoteList:
        """The list."""
        return self.coordinator.notes[self.kind]

    async def show(self, notes: Iterable[Note]) -> None:
        """Hold these and no others: the server keeps the whole list."""
        await self.notes.async_replace(notes)

    async def add(self, note: Note) -> None:
        """Add one. Who does not want it takes it off the list."""
        await self.notes.async_put(note)

    async def ask_to_delete(self) -> None:
        """Ask the user, as the directive says nothing of which entry it is, nor that one may go."""
        await self.notes.async_appear()
        language, title = self.options.language, self.entry.title
        persistent_notification.async_create(
            self.hass,
            await async_phrase(self.hass, language, f"delete_{self.kind}"),
            title=await async_phrase(self.hass, language, "delete_title", device=title),
            notification_id=f"{DOMAIN}_delete_{self.kind}_{self.entry.entry_id}",
        )
