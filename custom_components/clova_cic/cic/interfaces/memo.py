"""Memo: events that are not sent any more (docs/protocol/legacy.md)."""

from .message import LEGACY, event
from .payload import payload


@payload
class Memo:
    """A memo."""

    id: str
    content: str


@event("Memo.Created", edition=LEGACY)
class Created(Memo):
    """The user agreed to a new memo."""


@event("Memo.Updated", edition=LEGACY)
class Updated(Memo):
    """The user changed a memo."""


@event("Memo.Deleted", edition=LEGACY)
class Deleted:
    """The user agreed that a memo goes."""

    id: str


@event("Memo.Get", edition=LEGACY)
class Get:
    """Ask for all memos."""
