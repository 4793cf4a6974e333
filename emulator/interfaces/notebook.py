"""What the service keeps for an account: memos, and notifications that nobody has read."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..messages import Json, new_id

MAX_MEMOS: Final = 50
"""Memos that are kept; the oldest go first."""
MAX_NOTICES: Final = 50
"""Notifications that are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Memo:
    """What somebody dictated."""

    id: str
    content: str
    written_at: str
    """ISO 8601 with an offset."""

    def as_json(self) -> Json:
        """The way the first edition lists it (legacy.md)."""
        return {"id": self.id, "content": self.content, "timestamp": self.written_at}


class Notebook:
    """Belongs to the account, whose devices all show the same."""

    def __init__(self) -> None:
        self.memos: deque[Memo] = deque(maxlen=MAX_MEMOS)
        self.notices: deque[str] = deque(maxlen=MAX_NOTICES)

    def write(self, content: str, now: datetime) -> Memo:
        """Keep a memo."""
        memo = Memo(new_id(), content, now.isoformat(timespec="seconds"))
        self.memos.append(memo)
        return memo
