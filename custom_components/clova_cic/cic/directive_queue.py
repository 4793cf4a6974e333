"""Directives that wait their turn."""

import asyncio
from collections import deque
from dataclasses import dataclass

from .messages import Directive

MAX_QUEUED = 256  # directives that wait to be handled; one response has no more parts than that


@dataclass(frozen=True, slots=True)
class Accepted:
    """A directive that counts; `answers`: a turn has taken it as part of its answer."""

    directive: Directive
    answers: bool


class DirectiveQueue:
    """Directives that wait their turn, handled one at a time (CIC-T-085, CIC-T-086)."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: deque[tuple[Accepted, str | None]] = deque()
        self._news = asyncio.Event()

    @property
    def full(self) -> bool:
        """Whether no more can be taken."""
        return len(self._waiting) >= MAX_QUEUED

    def put(self, accepted: Accepted, dialogue_id: str | None) -> None:
        """Append as part of a dialogue, or of none."""
        self._waiting.append((accepted, dialogue_id))
        self._news.set()

    async def next(self) -> Accepted:
        """Remove and return the oldest; wait for one if there is none."""
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()[0]

    def keep_only(self, dialogue_id: str) -> int:
        """Remove what belongs to another dialogue (CIC-T-079); return how many that were."""
        before = len(self._waiting)
        self._waiting = deque(item for item in self._waiting if item[1] in (None, dialogue_id))
        return before - len(self._waiting)
