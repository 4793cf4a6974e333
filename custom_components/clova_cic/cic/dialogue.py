"""Which directives belong to the current dialogue (transport.md §9), and their queue."""

from collections import deque
from enum import Enum, auto

from .interfaces.system import EXCEPTION
from .messages import Directive

# H1, CIC-SR-011: they steer an upload, so they count before its dialogue id is recorded as last.
_DURING_UPLOAD = frozenset(
    {
        "SpeechRecognizer.StopCapture",
        "SpeechRecognizer.KeepRecording",
        "SpeechRecognizer.ShowRecognizedText",
    }
)
# H3: directives shown with an id that the client never issued.
_ALERTS = frozenset({"Alerts.DeleteAlert", "Alerts.StopAlert"})  # CIC-AL-051
_STATE_WANTED = "DeviceControl.ExpectReportState"  # CIC-DC-006
# CIC-PB-015: playback goes on across dialogues. What answers a user's own request does not: the
# music of a request that was interrupted must not start.
_PLAYBACK = frozenset({"AudioPlayer", "PlaybackController", "TemplateRuntime"})

MAX_QUEUED = 256  # directives that wait to be handled; one response has no more parts than that


class Source(Enum):
    """How a directive came."""

    DOWNCHANNEL = auto()
    DIALOGUE_RESPONSE = auto()  # answers an event that was sent with a dialogue id
    PLAIN_RESPONSE = auto()  # answers an event that was sent without one


class Verdict(Enum):
    """What becomes of a directive."""

    NOW = auto()  # outside the queue (CIC-T-082)
    QUEUE = auto()  # in order (CIC-T-080)
    HOLD = auto()  # until its request has been sent completely
    DROP = auto()  # of a dialogue that is over, or was never ours (CIC-T-081)


class Dialogues:
    """The last dialogue id, and the one that is being sent. Both change in two steps: see sent()."""

    def __init__(self) -> None:
        """Know no dialogue yet."""
        self.last: str | None = None
        self._sending: str | None = None

    def begin(self, dialogue_id: str) -> None:
        """A Recognize event with this id is about to be sent; the last id stays (CIC-T-074)."""
        self._sending = dialogue_id

    def sent(self, dialogue_id: str) -> None:
        """That event has been sent to its last byte: its id is the last one now."""
        self.last = dialogue_id
        self.abandon(dialogue_id)

    def abandon(self, dialogue_id: str) -> None:
        """Nothing is being sent under this id any more; the last id stays (CIC-T-075)."""
        if self._sending == dialogue_id:
            self._sending = None

    def judge(self, directive: Directive, source: Source) -> Verdict:
        """Say what becomes of a directive that has just arrived."""
        dialogue_id = directive.dialogue_id
        if dialogue_id is None or directive.qualified_name == EXCEPTION:
            return Verdict.NOW
        if dialogue_id == self._sending:
            steers = directive.qualified_name in _DURING_UPLOAD
            return Verdict.NOW if steers else Verdict.HOLD
        if dialogue_id == self.last:
            return Verdict.QUEUE
        if directive.qualified_name in _ALERTS:
            return Verdict.NOW
        if source is Source.DIALOGUE_RESPONSE:
            return Verdict.DROP
        if directive.namespace in _PLAYBACK or directive.qualified_name == _STATE_WANTED:
            return Verdict.NOW
        # H4: which id the answer to an event without one carries is not stated.
        return Verdict.QUEUE if source is Source.PLAIN_RESPONSE else Verdict.DROP


class DirectiveQueue:
    """Directives that wait their turn, handled one at a time (CIC-T-085, CIC-T-086)."""

    def __init__(self) -> None:
        """Start empty."""
        self._waiting: deque[tuple[Directive, str | None]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, directive: Directive, dialogue_id: str | None) -> bool:
        """Append as part of a dialogue, or of none; False if the queue is full."""
        if len(self._waiting) >= MAX_QUEUED:
            return False
        self._waiting.append((directive, dialogue_id))
        return True

    def take(self) -> Directive | None:
        """Remove and return the oldest, None if there is none."""
        return self._waiting.popleft()[0] if self._waiting else None

    def keep_only(self, dialogue_id: str) -> int:
        """Remove what belongs to another dialogue (CIC-T-079); return how many that were."""
        before = len(self._waiting)
        self._waiting = deque(item for item in self._waiting if item[1] in (None, dialogue_id))
        return before - len(self._waiting)
