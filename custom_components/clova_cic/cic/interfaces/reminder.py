"""Reminder: events that are not sent any more (docs/protocol/legacy.md)."""

from .message import LEGACY, event
from .payload import payload


@payload
class Reminder:
    """A reminder."""

    id: str
    content: str


@event("Reminder.Created", edition=LEGACY)
class Created(Reminder):
    """The user agreed to a new reminder."""

    done: bool | None = None


@event("Reminder.Updated", edition=LEGACY)
class Updated(Reminder):
    """The user changed a reminder."""


@event("Reminder.Deleted", edition=LEGACY)
class Deleted:
    """The user agreed that a reminder goes."""

    id: str


@event("Reminder.Get", edition=LEGACY)
class Get:
    """Ask for all reminders."""
