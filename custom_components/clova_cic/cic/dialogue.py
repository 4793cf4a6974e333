"""Which directives belong to the current dialogue (transport.md §9)."""

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


def steers_capture(directive: Directive) -> bool:
    """Tell whether a directive is about the speech that is being sent (CIC-SR-011)."""
    return directive.qualified_name in _DURING_UPLOAD


def concerns_playback(directive: Directive) -> bool:
    """Tell whether a directive is about playback, which goes on while CLOVA speaks (CIC-T-088)."""
    return directive.namespace in _PLAYBACK


class Source(Enum):
    """How a directive came."""

    DOWNCHANNEL = auto()
    DIALOGUE_RESPONSE = auto()  # answers a request of the user
    PLAIN_RESPONSE = auto()  # answers any other event
    OVERTAKEN_RESPONSE = (
        auto()
    )  # the same, but the user has begun another dialogue since (CIC-CL-074)


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
            return Verdict.NOW if steers_capture(directive) else Verdict.HOLD
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
