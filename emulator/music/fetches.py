"""Who fetched what from the media server."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

MAX_FETCHES: Final = 1000
"""Fetches that are listed; the oldest go first."""
MAX_ITEMS: Final = 1000
"""Names that are counted; anybody may ask for any name."""


@dataclass(slots=True, eq=False)
class Fetch:
    """One request to the media server; filled in as it goes on."""

    item: str
    """The path without a ticket, such as `track-1.mp3`."""
    method: str
    headers: Mapping[str, str]
    """All that the request had; names in lower case."""
    with_ticket: bool
    began_at: float
    """Seconds of the event loop's clock."""
    status: int | None = None
    """None: not answered yet."""
    sent: int = 0
    """Bytes of the body."""
    ended: bool = False
    """Nothing more is sent."""
    complete: bool = False
    """All that was asked for was sent."""

    @property
    def user_agent(self) -> str | None:
        """Who asks."""
        return self.headers.get("user-agent")

    @property
    def range(self) -> str | None:
        """The part that is asked for, such as `bytes=100-`."""
        return self.headers.get("range")


class Fetches:
    """The latest of them, and how many there were of each item."""

    def __init__(self) -> None:
        self.latest: deque[Fetch] = deque(maxlen=MAX_FETCHES)
        self.counts: Counter[str] = Counter()
        """By item."""
        self.notify: Callable[[], None] = lambda: None
        """Called whenever one changes."""

    def add(self, fetch: Fetch) -> None:
        """A request has arrived."""
        self.latest.append(fetch)
        if fetch.item in self.counts or len(self.counts) < MAX_ITEMS:
            self.counts[fetch.item] += 1
        self.notify()

    def of(self, item: str) -> list[Fetch]:
        """The latest fetches of an item, oldest first."""
        return [each for each in self.latest if each.item == item]

    def forget(self) -> int:
        """Empty the list and the counts; tells how many were listed."""
        count = len(self.latest)
        self.latest.clear()
        self.counts.clear()
        return count
