"""The player: directives, commands and reports in, effects out."""

from collections.abc import Callable
from typing import Any

from ..interfaces.audio_player import (
    ClearQueue,
    ExpectReportPlaybackState,
    Play,
    PlaybackQueueCleared,
    PlaybackState,
    PlayStarted,
    StreamDeliver,
)
from ..interfaces.playback_controller import (
    Next,
    Pause,
    PlayCommandIssued,
    Previous,
    Replay,
    Resume,
    SetRepeatMode,
    Stop,
    Targeted,
    TurnOffRepeatMode,
    TurnOnRepeatMode,
)
from .buttons import EXPECTED, NAMESPACE, Expected, expected, pressed
from .effects import Effect, ItemChanged, PlayerChanged, QueueChanged, WakeAt
from .hearing import Hearing
from .inputs import (
    Choose,
    Failed,
    Finished,
    FocusGained,
    FocusLost,
    Lost,
    Paused,
    Position,
    Press,
    Resumed,
    Seek,
    SetRepeat,
    SpeakerChanged,
    Stalled,
    Started,
    Tick,
    Undelivered,
)
from .queue import Entry, Queue
from .run import Attempt
from .stage import Stage
from .starting import Starter
from .transport import Transport

_SAME = 0.001  # seconds between two times that are one, but for sums of floats
_ENQUEUE = "ENQUEUE"  # any other behaviour, or none, means now
_REPORTS = (Started, Position, Stalled, Paused, Resumed, Finished, Failed, Lost)


class Player:
    """One device's player. It has no clock: `now` is seconds of any clock that never goes back."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.queue = Queue()
        self._stage = stage = Stage()
        self._starter = Starter(stage, self._go_on)
        self._transport = Transport(stage, self._starter)
        self._hearing = Hearing(stage, self._starter, self._transport, self._go_on)
        self._wake: float | None = None
        self._acts: dict[type, Callable[[Any], None]] = {
            Play: self._play,
            StreamDeliver: self._deliver,
            ClearQueue: self._clear,
            ExpectReportPlaybackState: lambda _: stage.report(),
            Pause: self._targeted(self._transport.pause),
            Resume: self._targeted(self._transport.resume),
            Stop: self._targeted(self._transport.stop),
            Next: lambda _: self._step(self.queue.forward),
            Previous: lambda _: self._step(self.queue.back),
            Replay: lambda _: self._transport.replay(),
            SetRepeatMode: lambda wish: self._repeat(wish.repeat_mode),
            TurnOnRepeatMode: lambda _: self._repeat("REPEAT_ONE"),
            TurnOffRepeatMode: lambda _: self._repeat("NONE"),
            SetRepeat: lambda wish: self._repeat(wish.repeat_mode),
            Seek: lambda wish: self._transport.seek(wish.position),
            Press: self._press,
            Choose: lambda choice: stage.send(PlayCommandIssued(token=choice.token)),
            Undelivered: self._undelivered,
            SpeakerChanged: lambda _: self._transport.change_speaker(),
            FocusGained: lambda _: self._transport.gain_focus(),
            FocusLost: lambda _: self._transport.lose_focus(),
            **dict.fromkeys(EXPECTED, self._expected),
            **dict.fromkeys(_REPORTS, self._hearing.report),
        }

    def feed(self, now: float, news: object) -> list[Effect]:
        """Take a directive's payload, a report, a command or a Tick; return what is to be done.

        What is none of these does nothing: other interfaces never change playback (CIC-PB-001).
        """
        stage = self._stage
        stage.now = now
        before, queued = self._shown(), self._queued()
        stage.report_progress()
        if act := self._acts.get(type(news)):
            act(news)
        self._catch_up()
        if stage.coming is None and stage.activity != "PLAYING":
            stage.leave_focus()
        self._tell(before, queued)
        self._set_alarm(ticked=isinstance(news, Tick))
        effects, stage.effects = stage.effects, []
        return effects

    def state(self, now: float) -> PlaybackState:
        """Tell what the context of every event says of the player (CIC-AP-050)."""
        self._stage.now = now
        return self._stage.state()

    @property
    def shown(self) -> Entry | None:
        """The entry that is about to play, else the one that plays or played last."""
        run = self._stage.coming.run if self._stage.coming is not None else self._stage.held
        return None if run is None else run.entry

    @property
    def due(self) -> float | None:
        """When the next Tick is wanted, None if nothing happens by itself."""
        return self._stage.due()

    # Directives

    def _play(self, directive: Play) -> None:
        """CIC-AP-001, CIC-AP-002."""
        item = directive.audio_item
        if directive.play_behavior == _ENQUEUE:
            self._enqueue(Entry(item, directive.source))
        elif (coming := self._coming_anew()) is not None and coming.run.entry.item == item:
            self.queue.clear_upcoming()  # the same once more, and nothing of it is heard yet
        else:
            entry = Entry(item, directive.source)
            self.queue.replace(entry)
            self._transport.displace()
            self._starter.begin(entry)

    def _enqueue(self, entry: Entry) -> None:
        """Append; at once if there is nothing else to play (CIC-AP-003, CIC-AP-004)."""
        stage, held, current = self._stage, self._stage.held, self.queue.current
        item_id = entry.item.audio_item_id
        busy = stage.coming is not None or stage.activity in {"PLAYING", "PAUSED"}
        plays = busy and current is not None and current.item.audio_item_id == item_id
        if plays or self.queue.awaits(item_id) or not self.queue.append(entry):
            return
        if not busy and (held is None or held.finished or held.failed):
            self._go_on()

    def _coming_anew(self) -> Attempt | None:
        """Return the attempt that is to begin a playback."""
        coming = self._stage.coming
        return coming if coming is not None and coming.report is PlayStarted else None

    def _deliver(self, directive: StreamDeliver) -> None:
        """CIC-AP-013, CIC-AP-016."""
        entry = self.queue.find(directive.audio_item_id)
        if entry is not None:
            self._starter.delivered(entry, directive.delivered)

    def _undelivered(self, news: Undelivered) -> None:
        """CIC-PB-052."""
        entry = self.queue.find(news.audio_item_id)
        if entry is not None:
            self._starter.undelivered(entry)

    def _clear(self, directive: ClearQueue) -> None:
        """CIC-AP-060, CIC-AP-061."""
        match directive.clear_behavior:
            case "CLEAR_ALL":
                self.queue.clear()
                self._transport.clear()
                self._stage.send(PlaybackQueueCleared(clear_behavior="CLEAR_ALL"))
            case "CLEAR_ENQUEUED":
                self.queue.clear_upcoming()
                self._stage.send(PlaybackQueueCleared(clear_behavior="CLEAR_ENQUEUED"))

    def _targeted(self, act: Callable[[], None]) -> Callable[[Targeted], None]:
        """Return what a directive does if it means this player (CIC-PC-013, CIC-PC-014)."""

        def carry_out(directive: Targeted) -> None:
            if directive.target is None or directive.target.namespace == NAMESPACE:
                act()

        return carry_out

    def _step(self, move: Callable[[], Entry | None]) -> None:
        """Play a neighbour, out of a repeated stream too (CIC-PC-021, CIC-PB-042)."""
        entry = move()
        if entry is not None:
            self._transport.displace()
            self._starter.begin(entry)

    def _repeat(self, mode: str) -> None:
        """CIC-PC-024; an unknown mode changes nothing."""
        match mode:
            case "NONE" | "REPEAT_ONE":
                self._stage.repeat_mode = mode

    def _expected(self, directive: Expected) -> None:
        """CIC-PC-003."""
        command = expected(directive)
        if command is not None:
            self._stage.send(command)

    def _press(self, news: Press) -> None:
        """CIC-PC-001."""
        self._stage.send(pressed(news.button, held=self._stage.held is not None))

    # By itself

    def _go_on(self) -> None:
        """Play what comes next, without waiting for CLOVA (CIC-PB-041)."""
        entry = self.queue.forward()
        if entry is not None:
            self._starter.begin(entry, by_itself=True)

    def _catch_up(self) -> None:
        """Do what its time has come for."""
        self._starter.check_deadline()
        self._starter.advance()
        self._stage.report_progress()
        self._hearing.check_end()

    # For entities

    def _shown(self) -> tuple[object, ...]:
        stage = self._stage
        return stage.activity, stage.repeat_mode, self.shown

    def _queued(self) -> tuple[int, bool]:
        return len(self.queue), self.queue.has_previous

    def _tell(self, before: tuple[object, ...], queued: tuple[int, bool]) -> None:
        """Say what has changed."""
        stage, after = self._stage, self._shown()
        if after[-1] is not before[-1]:
            stage.emit(ItemChanged(self.shown))
        if after[:-1] != before[:-1] or stage.moved:
            stage.moved = False
            stage.emit(PlayerChanged(stage.activity, stage.repeat_mode))
        if self._queued() != queued:
            stage.emit(QueueChanged(*self._queued()))

    def _set_alarm(self, *, ticked: bool) -> None:
        """Say when to wake, if that has changed; after a Tick nothing is set any more."""
        if ticked:
            self._wake = None
        due, wake = self._stage.due(), self._wake
        if due is not None and wake is not None and abs(due - wake) < _SAME:
            return
        if due is not wake:
            self._wake = due
            self._stage.emit(WakeAt(due))
