"""From a stream that is next to its first sound: focus, request, speaker, retries."""

from collections.abc import Callable

from ..interfaces.audio_player import (
    DeliveredStream,
    PlayResumed,
    PlayStarted,
    PlayStopped,
    StreamRequested,
)
from .effects import GaveUp, PauseSound, ResumeSound, StartSound, StopSound
from .inputs import Started
from .progress import sane
from .queue import Entry
from .run import Attempt, Run, Step
from .stage import Focus, Stage

DELIVER_LIMIT = 10.0  # seconds for the answer to StreamRequested; the cloud takes well under one
START_LIMIT = 20.0  # seconds until the first sound; a Cast device may take ten
RETRY_PAUSE = 1.0  # seconds before the one retry (CIC-PB-050)
FIRST_PAUSE = 2.0  # seconds before the next stream after one that failed, doubled with each more
LONGEST_PAUSE = 60.0  # seconds
_DOUBLINGS = 5  # until LONGEST_PAUSE is reached


class Starter:
    """Brings playbacks about. `go_on` is called when one failed for good."""

    def __init__(self, stage: Stage, go_on: Callable[[], None]) -> None:
        """Work on this stage."""
        self._stage = stage
        self._go_on = go_on
        self._sounds = 0
        self.failures = 0  # in a row

    def begin(self, entry: Entry, *, by_itself: bool = False) -> None:
        """Play an entry from where it begins; by itself only at a pace (CIC-PB-053)."""
        at = self._stage.now + (self._pause() if by_itself else 0.0)
        self.bring_up(Attempt(Run(entry), PlayStarted, entry.on_request, at))

    def bring_up(self, attempt: Attempt) -> None:
        """Make this the attempt that counts."""
        self._stage.coming = attempt
        self.advance()

    def advance(self) -> None:
        """Take the next step, unless something has to come first (CIC-PB-010)."""
        stage, coming = self._stage, self._stage.coming
        if coming is None or coming.step is not Step.WAITING or stage.now < coming.not_before:
            return
        stage.ask_focus()
        if stage.focus is not Focus.HELD or stage.silenced:
            return
        run, entry = coming.run, coming.run.entry
        if run.sound is not None:
            stage.coming = None
            stage.emit(ResumeSound(run.sound))
            run.head.run(stage.now)
            stage.turn("PLAYING", run, PlayResumed)
        elif coming.request:
            coming.request, coming.step = False, Step.REQUESTED
            coming.deadline = stage.now + DELIVER_LIMIT
            item = entry.item
            stage.send(StreamRequested(audio_item_id=item.audio_item_id, audio_stream=item.stream))
        elif entry.can_be_opened:
            self._sounds += 1
            coming.sound, coming.step = self._sounds, Step.STARTING
            coming.deadline = stage.now + START_LIMIT
            stage.emit(StartSound(self._sounds, entry, run.stream, run.offset(stage.now)))
        else:
            self.failed_to_open(coming, "the stream has no URL to play")

    def delivered(self, entry: Entry, stream: DeliveredStream | None) -> None:
        """StreamDeliver came for an entry that is held or still to come (CIC-AP-013)."""
        if stream is not None:
            entry.deliver(stream)
        coming = self._awaiting(entry)
        if coming is not None:
            coming.step = Step.WAITING
            self.advance()

    def undelivered(self, entry: Entry) -> None:
        """No StreamDeliver will come (CIC-PB-052)."""
        coming = self._awaiting(entry)
        if coming is not None:
            self.failed_to_open(coming, "no stream was delivered")

    def _awaiting(self, entry: Entry) -> Attempt | None:
        """Return the attempt if it waits for this entry's stream."""
        coming = self._stage.coming
        waits = coming is not None and coming.step is Step.REQUESTED
        return coming if waits and coming is not None and coming.run.entry is entry else None

    def started(self, coming: Attempt, news: Started) -> None:
        """It is heard: only now that is told (CIC-AP-030, CIC-PB-051)."""
        stage, run, now = self._stage, coming.run, self._stage.now
        found = sane(news.position)
        position = run.offset(now) if found is None else found
        stage.coming = None
        run.sound, run.failed = coming.sound, False
        if coming.report is PlayStarted:
            run.begin(position)
        if stage.silenced and coming.sound is not None:
            stage.emit(PauseSound(coming.sound))
        else:
            run.head.run(now)
        if coming.report is None:
            stage.moved = True
        else:
            stage.turn("PLAYING", run, coming.report)
        if coming.report is not PlayStarted:
            stage.correct(run, position)

    def failed_to_open(self, coming: Attempt, reason: str) -> None:
        """Try once more, and then give it up (CIC-PB-050)."""
        if coming.retried:
            self.give_up(coming.run, reason)
            return
        coming.retried, coming.sound = True, None
        coming.request, coming.step = coming.run.entry.on_request, Step.WAITING
        coming.not_before = self._stage.now + RETRY_PAUSE

    def broke_off(self, run: Run, reason: str) -> None:
        """Go on where it broke off, as nothing had happened, if that works (CIC-PB-051)."""
        stage = self._stage
        run.rest(stage.now)
        run.sound = None
        if run.may_recover(stage.now):
            on_request = run.entry.on_request
            self.bring_up(Attempt(run, None, on_request, stage.now, retried=True))
        else:
            self.give_up(run, reason)

    def give_up(self, run: Run, reason: str) -> None:
        """Tell that it is stopped, never that it is finished, and go on with the queue."""
        stage = self._stage
        told = stage.held is run and stage.activity == "STOPPED"
        stage.coming = None
        run.rest(stage.now)
        run.failed = True
        if not told:
            stage.turn("STOPPED", run, PlayStopped)
        stage.emit(GaveUp(run.entry, reason))
        self.failures += 1
        self._go_on()

    def check_deadline(self) -> None:
        """Do not wait for ever for a stream or a speaker."""
        coming = self._stage.coming
        if coming is None or coming.step is Step.WAITING or self._stage.now < coming.deadline:
            return
        if coming.sound is not None:
            self._stage.emit(StopSound(coming.sound))
            self.failed_to_open(coming, "the speaker did not start in time")
        else:
            self.failed_to_open(coming, "no stream was delivered in time")

    def _pause(self) -> float:
        """Seconds to let pass after failures."""
        if not self.failures:
            return 0.0
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.failures - 1, _DOUBLINGS))
