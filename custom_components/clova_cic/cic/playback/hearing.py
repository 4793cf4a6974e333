"""What the speaker does by itself, or somebody at it, and what becomes of playback then."""

from collections.abc import Callable

from ..interfaces.audio_player import PlayFinished, PlayPaused, PlayResumed
from .effects import StopSound
from .inputs import (
    Failed,
    Finished,
    Lost,
    Paused,
    Position,
    Resumed,
    SpeakerReport,
    Stalled,
    Started,
)
from .progress import EARLY, sane
from .run import END_GRACE, NEAR_END, SHORTEST, Attempt, Run
from .stage import STALL_LIMIT, Stage
from .starting import Starter
from .transport import Transport


class Hearing:
    """Reports of the sound that counts; what older ones say comes too late to mean anything."""

    def __init__(
        self, stage: Stage, starter: Starter, transport: Transport, go_on: Callable[[], None]
    ) -> None:
        """Work on this stage; `go_on` is called when a stream was played to its end."""
        self._stage = stage
        self._starter = starter
        self._transport = transport
        self._go_on = go_on

    def report(self, news: SpeakerReport) -> None:
        """Take a report."""
        coming, held = self._stage.coming, self._stage.held
        if coming is not None and coming.sound == news.sound:
            self._of_a_start(coming, news)
        elif held is not None and held.sound == news.sound:
            self._of_a_sound(held, news)

    def _of_a_start(self, coming: Attempt, news: SpeakerReport) -> None:
        """The sound has not been heard yet."""
        match news:
            case Started():
                self._starter.started(coming, news)
            case Failed():
                self._starter.failed_to_open(coming, news.reason)
            case Finished():
                self._starter.failed_to_open(coming, "it was over before it began")
            case Lost():
                coming.sound = None
                self._transport.stop()
            case _:
                pass  # a speaker that is about to start may say all sorts of things

    def _of_a_sound(self, run: Run, news: SpeakerReport) -> None:
        """The sound plays or is paused."""
        playing = self._stage.activity == "PLAYING"
        match news:
            case Position():
                self._located(run, news)
            case Lost():
                run.sound = None
                self._transport.stop()
            case Started() | Resumed():
                self._resumed(run)
            case Finished() | Failed() if not playing:
                run.sound = None  # it is started anew when it is to go on
            case Finished():
                self._near_end(run)
                self._finish(run)
            case Failed():
                self._starter.broke_off(run, news.reason)
            case Paused() if playing:
                run.rest(self._stage.now)
                self._stage.turn("PAUSED", run, PlayPaused)
            case Stalled() if run.head.running:
                run.head.stand(self._stage.now)
                run.stalled_at = self._stage.now
            case _:
                pass  # it is so already

    def _located(self, run: Run, news: Position) -> None:
        """The speaker says where it is; a length that it has passed was none."""
        position, length = sane(news.position), sane(news.length)
        if position is None:
            return
        if length:
            run.length = length
        if run.length is not None and position > run.length + END_GRACE:
            run.length = None
        self._stage.correct(run, position)

    def _resumed(self, run: Run) -> None:
        """It is heard again, whoever wanted it."""
        stage = self._stage
        run.stalled_at = None
        run.head.run(stage.now)
        if stage.activity == "PAUSED":
            stage.coming = None  # what was about to resume it
            stage.ask_focus()
            stage.turn("PLAYING", run, PlayResumed)

    def check_end(self) -> None:
        """Find by time what the speaker does not tell (CIC-AP-022)."""
        stage, run = self._stage, self._stage.held
        if run is None or run.sound is None:
            return
        if run.stalled_at is not None:
            if stage.now >= run.stalled_at + STALL_LIMIT:
                stage.emit(StopSound(run.sound))
                self._starter.broke_off(run, "no data came for too long")
            return
        cut = run.cut
        if run.head.running and cut is not None and run.head.position(stage.now) + EARLY >= cut:
            stage.emit(StopSound(run.sound))
            self._finish(run)

    def _near_end(self, run: Run) -> None:
        """A clock that is a little off must not keep the last position from being reported."""
        stage, last = self._stage, run.last
        if last is not None and 0 < last - run.head.position(stage.now) <= NEAR_END:
            run.head.jump(last, stage.now)
            stage.report_progress()

    def _finish(self, run: Run) -> None:
        """It was played to its end (CIC-AP-030)."""
        stage = self._stage
        run.rest(stage.now)
        run.sound, run.finished = None, True
        stage.turn("STOPPED", run, PlayFinished)
        short = run.head.played(stage.now) < SHORTEST
        self._starter.failures = self._starter.failures + 1 if short else 0
        if stage.repeat_mode == "REPEAT_ONE":
            self._starter.begin(run.entry, by_itself=True)
        else:
            self._go_on()
