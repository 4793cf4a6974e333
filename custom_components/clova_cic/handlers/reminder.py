"""Reminders, as the first edition had them (docs/protocol/legacy.md)."""

from ..cic import handles
from ..cic.interfaces.clova_legacy import (
    AddReminder,
    DeleteReminder,
    GetReminder,
    RenderReminderList,
)
from ..notes.lists import REMINDERS
from ..notes.notes import Note
from .note_handler import NoteHandler


class ReminderHandler(NoteHandler):
    """Keeps the list of reminders."""

    namespace = "Reminder"
    kind = REMINDERS

    @handles(RenderReminderList)
    async def render_reminder_list(self, payload: RenderReminderList) -> None:
        """Show these, and no others."""
        await self.show(
            Note.of(each.id, each.content, done=each.done is True) for each in payload.reminder
        )

    @handles(AddReminder)
    async def add_reminder(self, payload: AddReminder) -> None:
        """Add one."""
        await self.add(Note.of(payload.id, payload.content))

    @handles(DeleteReminder)
    async def delete_reminder(self, _: DeleteReminder) -> None:
        """Ask the user which."""
        await self.ask_to_delete()

    @handles(GetReminder)
    async def get_reminder(self, _: GetReminder) -> None:
        """Leave it: the list is there to be looked at."""
        await self.notes.async_appear()
