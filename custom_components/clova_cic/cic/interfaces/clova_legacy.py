"""Clova as it was in 2017: memos, reminders, schedules, Freetalk (docs/protocol/legacy.md)."""

from .message import LEGACY, context_object, directive
from .payload import Code, payload, tolerated


@payload
class Note:
    """What a memo or a reminder says."""

    content: str
    id: str | None = tolerated()


@directive("Clova.AddMemo", edition=LEGACY)
class AddMemo(Note):
    """Ask the user whether to add a memo."""


@directive("Clova.DeleteMemo", edition=LEGACY)
class DeleteMemo:
    """Ask the user whether to delete a memo."""


@directive("Clova.GetMemo", edition=LEGACY)
class GetMemo:
    """Send Memo.Get."""


@payload
class ListedMemo(Note):
    """A memo of a list."""

    timestamp: str | None = tolerated()


@directive("Clova.RenderMemoList", edition=LEGACY)
class RenderMemoList:
    """Show the memos."""

    memo: tuple[ListedMemo, ...]


@directive("Clova.AddReminder", edition=LEGACY)
class AddReminder(Note):
    """Ask the user whether to add a reminder."""


@directive("Clova.DeleteReminder", edition=LEGACY)
class DeleteReminder:
    """Ask the user whether to delete a reminder."""


@directive("Clova.GetReminder", edition=LEGACY)
class GetReminder:
    """Send Reminder.Get."""


@payload
class ListedReminder(Note):
    """A reminder of a list."""

    done: bool | None = tolerated()


@directive("Clova.RenderReminderList", edition=LEGACY)
class RenderReminderList:
    """Show the reminders."""

    reminder: tuple[ListedReminder, ...]


@payload
class Span:
    """One `period` from a time on; `none` and now if the user named no time."""

    period: Code | None = tolerated()
    scheduled_time: str | None = tolerated()


@directive("Clova.AddSchedule", edition=LEGACY)
class AddSchedule(Span):
    """Enter an appointment."""

    id: str | None = tolerated()
    content: str | None = None


@directive("Clova.CountSchedule", edition=LEGACY)
class CountSchedule(Span):
    """Count appointments."""


@directive("Clova.DeleteSchedule", edition=LEGACY)
class DeleteSchedule(Span):
    """Delete appointments."""


@directive("Clova.GetSchedule", edition=LEGACY)
class GetSchedule(Span):
    """Show appointments."""


@context_object("Clova.FreetalkState", edition=LEGACY)
class FreetalkState:
    """The English conversation mode; never sent (CIC-CX-040)."""

    foreground: bool
    reprompt: bool
