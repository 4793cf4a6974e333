"""One playback of an entry, and the attempt to bring it about."""

from dataclasses import dataclass
from enum import Enum, auto

from ..interfaces.audio_player import AudioStream, PlayResumed, PlayStarted
from .progress import Playhead, Progress
from .queue import Entry

SLACK = 1000.0  # ms by which what the speaker takes for the end may differ from CLOVA's end
END_GRACE = 4.0e3  # ms after its last sound within which a slow speaker should say that it is over
NEAR_END = 2000.0  # ms before the end at which "finished" means the end
PROVEN = 10e3  # ms of playing after which a break-off is not the same failure again
SHORTEST = 1000.0  # ms; what is over sooner was not music
STALE_AFTER = 1800.0  # seconds of rest after which a delivered URL is not trusted (CIC-PB-032)


class Run:
    """How far a playback has come, from the attempt to start it until another takes its place."""

    def __init__(self, entry: Entry) -> None:
        """Have an entry that has not sounded yet."""
        self.entry = entry
        self.sound: int | None = None  # what the speaker has of it
        self.length: float | None = None  # ms of media, if the speaker knows
        self.heard = False
        self.finished = False  # played to its end: going on means from the beginning
        self.failed = False  # could not be played on
        self.stalled_at: float | None = None
        self.rests_since = 0.0
        self.progress = Progress(0)
        self._head: Playhead | None = None  # None: where the stream begins
        self._recovered: float | None = None  # ms played when it last broke off

    @property
    def head(self) -> Playhead:
        """Where it is."""
        if self._head is None:
            self._head = Playhead(self.entry.begin)
        return self._head

    @property
    def stream(self) -> AudioStream:
        """What it plays, as far as is known."""
        return self.entry.stream

    @property
    def last(self) -> float | None:
        """The last position that can be heard, if it is known, in milliseconds."""
        ends = [end for end in (self.entry.end, self.length) if end is not None]
        return min(ends) if ends else None

    @property
    def cut(self) -> float | None:
        """The position at which it counts as over without the speaker's word (CIC-AP-022).

        Media that ends by itself there gets a moment to do so, lest its last sound be lost.
        """
        end, length = self.entry.end, self.length
        if length is None or (end is not None and length > end + SLACK):
            return end
        return length + END_GRACE

    def offset(self, now: float) -> int:
        """Milliseconds from the start of the media, as they are reported (CIC-AP-034)."""
        position = self.entry.begin if self._head is None else self._head.position(now)
        return max(0, round(position if self.last is None else min(position, self.last)))

    def rewind(self, position: float | None = None) -> None:
        """Be at a position, or where the stream begins, when it is started next."""
        self._head = None if position is None else Playhead(position)
        self.finished = False

    def begin(self, position: float) -> None:
        """It starts as a new playback: everything is counted anew (CIC-AP-046)."""
        self._head = Playhead(position)
        self.progress = Progress(position)
        self.stalled_at = self._recovered = None
        self.heard = self.entry.heard = True

    def rest(self, now: float) -> None:
        """Sound no more."""
        if self.heard:
            self.head.stand(now)
        self.stalled_at = None
        self.rests_since = now

    def may_recover(self, now: float) -> bool:
        """Tell whether to try again after it broke off: not twice at one place (CIC-PB-053)."""
        played = self.head.played(now)
        again = self._recovered is not None and played - self._recovered < PROVEN
        self._recovered = played
        return not again


class Step(Enum):
    """How far an attempt has come."""

    WAITING = auto()  # for its time, for audio focus, or for a word to go on
    REQUESTED = auto()  # for StreamDeliver
    STARTING = auto()  # for the speaker


@dataclass(slots=True, eq=False)
class Attempt:
    """The way of a run to the speaker. `report` is what it is told as; None if it never ended."""

    run: Run
    report: type[PlayStarted | PlayResumed] | None
    request: bool  # StreamRequested comes first
    not_before: float
    retried: bool = False
    step: Step = Step.WAITING
    deadline: float = 0.0
    sound: int | None = None

    def restart(self, now: float) -> None:
        """Begin with the speaker anew, if it had begun."""
        if self.step is Step.STARTING:
            self.sound, self.step, self.not_before = None, Step.WAITING, now
