"""What is to be played, what plays, and what was played (CIC-PB-020, CIC-PC-021)."""

from collections import deque

from ..interfaces.audio_player import (
    MAX_MILLISECONDS,
    AudioItem,
    AudioStream,
    DeliveredStream,
    Source,
    merged,
    total_of,
)

MAX_UPCOMING = 1000  # items; the longest lists of a music service have a few hundred
MAX_HISTORY = 50  # items; nobody says "previous" more often than that
_FETCHABLE = ("http://", "https://")


class Entry:
    """An item of the queue. Its stream as it was sent stays beside the merged one (CIC-PB-014)."""

    def __init__(self, item: AudioItem, source: Source | None = None) -> None:
        """Take what a `Play` directive holds."""
        self.item = item
        self.source = source
        self.stream: AudioStream = item.stream
        self.heard = False  # it has sounded
        self._can_be_opened = _fetchable(item.stream)

    @property
    def on_request(self) -> bool:
        """Whether its stream has to be asked for each time it is played (CIC-AP-011)."""
        return not _fetchable(self.item.stream)

    @property
    def can_be_opened(self) -> bool:
        """Whether its stream is one that can be played as it is now (CIC-AP-010)."""
        return self._can_be_opened

    @property
    def token(self) -> str:
        """What CLOVA calls the stream."""
        return self.stream.token

    @property
    def begin(self) -> int:
        """Where playback starts, in milliseconds of the media (CIC-AP-021)."""
        begin = self.stream.begin_at_in_milliseconds or 0
        return int(begin) if 0 <= begin <= MAX_MILLISECONDS else 0

    @property
    def end(self) -> int | None:
        """Where playback ends though the media may go on, in milliseconds (CIC-AP-022)."""
        return total_of(self.stream, None)

    def deliver(self, delivered: DeliveredStream) -> None:
        """Merge what the answer to StreamRequested brought (CIC-AP-013)."""
        self.stream = merged(self.item.stream, delivered)
        self._can_be_opened = _fetchable(delivered) or self.stream.url_playable is True


def _fetchable(stream: DeliveredStream) -> bool:
    """Tell whether the URL can be opened; where it is not said, its scheme tells."""
    if stream.url_playable is not None:
        return stream.url_playable and stream.url is not None
    return stream.url is not None and stream.url.lower().startswith(_FETCHABLE)


class Queue:
    """Bounded on both sides of the current entry."""

    def __init__(self) -> None:
        """Nothing to play."""
        self.current: Entry | None = None
        self.refused = 0  # items that found it full
        self._upcoming: deque[Entry] = deque()
        self._history: deque[Entry] = deque(maxlen=MAX_HISTORY)

    def __len__(self) -> int:
        """How many entries come after the current one."""
        return len(self._upcoming)

    @property
    def upcoming(self) -> tuple[Entry, ...]:
        """The entries after the current one, in order."""
        return tuple(self._upcoming)

    @property
    def has_previous(self) -> bool:
        """Whether something was played before."""
        return bool(self._history)

    def find(self, audio_item_id: str) -> Entry | None:
        """Find the current or a coming entry by its item's id."""
        current = self.current
        if current is not None and current.item.audio_item_id == audio_item_id:
            return current
        return next((each for each in self._upcoming if _is(each, audio_item_id)), None)

    def awaits(self, audio_item_id: str) -> bool:
        """Tell whether such an item is still to come (CIC-AP-004)."""
        return any(_is(each, audio_item_id) for each in self._upcoming)

    def replace(self, entry: Entry) -> None:
        """Make an entry the current one and forget what was to come (CIC-AP-001)."""
        self._upcoming.clear()
        if self.current is not None and self.current.heard:
            self._history.append(self.current)
        self.current = entry

    def append(self, entry: Entry) -> bool:
        """Add an entry at the end (CIC-AP-002); False if there is no room."""
        if len(self._upcoming) >= MAX_UPCOMING:
            self.refused += 1
            return False
        self._upcoming.append(entry)
        return True

    def forward(self) -> Entry | None:
        """Move to the next entry; None, and no move, if there is none (CIC-PC-022)."""
        if not self._upcoming:
            return None
        if self.current is not None:
            self._history.append(self.current)
        self.current = self._upcoming.popleft()
        return self.current

    def back(self) -> Entry | None:
        """Move to the entry before; None, and no move, if there is none (CIC-PC-022)."""
        if self.current is None or not self._history:
            return None
        self._upcoming.appendleft(self.current)
        self.current = self._history.pop()
        return self.current

    def clear_upcoming(self) -> None:
        """Forget what was to come (CIC-AP-060)."""
        self._upcoming.clear()

    def clear(self) -> None:
        """Forget everything (CIC-AP-062)."""
        self._upcoming.clear()
        self._history.clear()
        self.current = None


def _is(entry: Entry, audio_item_id: str) -> bool:
    return entry.item.audio_item_id == audio_item_id
