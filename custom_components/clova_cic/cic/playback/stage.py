"""What is told of the player at any moment: activity, stream, position, and the effects so far."""

from enum import Enum, auto

from ..interfaces.audio_player import (
    PlaybackState,
    PlayerActivity,
    PlayFinished,
    PlayPaused,
    PlayResumed,
    PlayStarted,
    PlayStopped,
    RepeatMode,
    ReportPlaybackState,
    playback_state,
)
from .effects import AskFocus, Effect, LeaveFocus, Outgoing, SendEvent, StopSound
from .run import Attempt, Run, Step

JUMP = 3000.0  # ms; speakers that are asked every few seconds are off by one or two
STALL_LIMIT = 30.0  # seconds that a speaker may wait for data in mid-stream

type Told = type[PlayStarted | PlayPaused | PlayResumed | PlayStopped | PlayFinished]


class Focus(Enum):
    """Whether music may sound (audio_focus.py)."""

    NONE = auto()
    ASKED = auto()
    HELD = auto()


class Stage:
    """`held` is what PlaybackState tells of, `coming` what is about to take its place or go on.

    While something is coming the state stays what it was (CIC-PB-005).
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.now = 0.0
        self.effects: list[Effect] = []
        self.activity: PlayerActivity = "IDLE"
        self.repeat_mode: RepeatMode = "NONE"
        self.held: Run | None = None
        self.coming: Attempt | None = None
        self.focus = Focus.NONE
        self.silenced = False  # by audio focus: playing, though nothing is heard (CIC-PB-077)
        self.moved = False  # playback went on elsewhere in the media

    def emit(self, *effects: Effect) -> None:
        """Want this done."""
        self.effects += effects

    def send(self, event: Outgoing) -> None:
        """Tell CLOVA, with the state of this point."""
        self.emit(SendEvent(event, self.state()))

    def turn(self, activity: PlayerActivity, run: Run, told: Told) -> None:
        """Take up another activity, and tell it (CIC-AP-032)."""
        self.activity, self.held = activity, run
        offset = run.offset(self.now)
        self.send(told(token=run.entry.token, offset_in_milliseconds=offset))

    def state(self) -> PlaybackState:
        """Tell the player's state as every event has it in its context."""
        held = self.held
        if held is None:
            return playback_state(repeat_mode=self.repeat_mode)
        return playback_state(
            self.activity,
            repeat_mode=self.repeat_mode,
            stream=held.stream,
            offset=held.offset(self.now),
            length=None if held.length is None else round(held.length),
        )

    def report(self) -> None:
        """Answer ExpectReportPlaybackState (CIC-AP-053)."""
        state = self.state()
        self.send(
            ReportPlaybackState(
                player_activity=state.player_activity,
                repeat_mode=state.repeat_mode,
                offset_in_milliseconds=state.offset_in_milliseconds,
                total_in_milliseconds=state.total_in_milliseconds,
                stream=state.stream,
                token=None if state.stream is None else state.stream.token,
            )
        )

    def move(self, run: Run, position: float) -> None:
        """Go on elsewhere, and report what that passes."""
        run.head.jump(position, self.now)
        self.moved = True
        for report in run.progress.sought(run.stream, position):
            self.send(report)

    def correct(self, run: Run, position: float) -> None:
        """Believe the speaker; far from where it should be means that somebody sought there."""
        if abs(position - run.head.position(self.now)) > JUMP:
            self.move(run, position)
        else:
            run.head.jump(position, self.now)

    def report_progress(self) -> None:
        """Send the progress reports that are due."""
        held = self.held
        if held is not None and held.head.running:
            for report in held.progress.passed(held.stream, held.head, self.now):
                self.send(report)

    def drop_coming(self) -> Attempt | None:
        """Give up an attempt, and silence the sound it may have begun."""
        coming, self.coming = self.coming, None
        if coming is not None and coming.sound is not None:
            self.emit(StopSound(coming.sound))
        return coming

    def ask_focus(self) -> None:
        """Ask for audio focus, once."""
        if self.focus is Focus.NONE:
            self.focus = Focus.ASKED
            self.emit(AskFocus())

    def leave_focus(self) -> None:
        """Give audio focus back, if it was asked for."""
        if self.focus is not Focus.NONE:
            self.focus, self.silenced = Focus.NONE, False
            self.emit(LeaveFocus())

    def due(self) -> float | None:
        """Say when something happens without anybody's word, None if nothing does."""
        coming, held = self.coming, self.held
        if coming is not None:
            waiting = coming.step is Step.WAITING
            at = coming.not_before if waiting else coming.deadline
            return None if waiting and at <= self.now else at
        if held is None or self.activity != "PLAYING":
            return None
        if held.stalled_at is not None:
            return held.stalled_at + STALL_LIMIT
        if not held.head.running:
            return None
        waits = [held.progress.due(held.stream, held.head, self.now)]
        if held.cut is not None:
            waits.append(max(0.0, held.cut - held.head.position(self.now)))
        return min((self.now + wait / 1000 for wait in waits if wait is not None), default=None)
