"""What commands do to the stream that is held, and to the one that is coming (CIC-PC-020)."""

from ..interfaces.audio_player import (
    MAX_MILLISECONDS,
    PlayPaused,
    PlayResumed,
    PlayStarted,
    PlayStopped,
)
from .effects import PauseSound, ResumeSound, SeekSound, StopSound
from .run import STALE_AFTER, Attempt, Run
from .stage import Focus, Stage
from .starting import Starter


class Transport:
    """Commands that change nothing are taken silently (CIC-PC-031)."""

    def __init__(self, stage: Stage, starter: Starter) -> None:
        """Work on this stage."""
        self._stage = stage
        self._starter = starter

    def pause(self) -> None:
        """Silence that keeps the position; what has not sounded yet is stopped instead."""
        stage, held = self._stage, self._stage.held
        coming = stage.coming
        if stage.activity == "PLAYING" and held is not None:
            stage.drop_coming()
            if held.sound is not None and not stage.silenced:
                stage.emit(PauseSound(held.sound))
            held.rest(stage.now)
            stage.turn("PAUSED", held, PlayPaused)
        elif coming is not None and coming.run is held:
            stage.drop_coming()
        elif coming is not None:
            self.stop()

    def stop(self) -> None:
        """End what sounds, or is about to; stream and position are kept (CIC-PB-031)."""
        stage, coming = self._stage, self._stage.coming
        self.displace(soon=False)
        if coming is not None and coming.run is not stage.held:
            stage.turn("STOPPED", coming.run, PlayStopped)

    def displace(self, *, soon: bool = True) -> None:
        """End what sounds, as something else comes (CIC-AP-035)."""
        stage, held = self._stage, self._stage.held
        stage.drop_coming()
        if held is not None and held.sound is not None:
            stage.emit(StopSound(held.sound, soon))
            held.sound = None
        if held is not None and stage.activity in {"PLAYING", "PAUSED"}:
            held.rest(stage.now)
            stage.turn("STOPPED", held, PlayStopped)
        if soon:
            stage.leave_focus()  # what comes is a new sound: it asks anew (CIC-PB-078)

    def clear(self) -> None:
        """Hold nothing any more (CIC-AP-062)."""
        self.displace(soon=False)
        self._stage.held = None
        self._stage.activity = "IDLE"

    def resume(self) -> None:
        """Go on where it was left; a stream that was played to its end begins anew."""
        stage, held = self._stage, self._stage.held
        if held is None or stage.coming is not None or stage.activity == "PLAYING":
            return
        on_request, new = held.entry.on_request, held.finished or not held.heard
        stale = stage.now >= held.rests_since + STALE_AFTER
        if held.sound is not None and stale and on_request:
            stage.emit(StopSound(held.sound, soon=True))
            held.sound = None
        if held.finished:
            held.rewind()
        report = PlayStarted if new else PlayResumed
        request = on_request and (new or stale)
        self._starter.bring_up(Attempt(held, report, request, stage.now))

    def replay(self) -> None:
        """Play from the beginning: anew, or if it was paused as its continuation (CIC-PC-023)."""
        stage, held = self._stage, self._stage.held
        coming = stage.coming
        if held is None or (coming is not None and coming.run is not held):
            return
        begin = held.entry.begin if held.entry.end is not None else 0
        if stage.activity == "PAUSED":
            stage.drop_coming()
            self._jump(held, begin)
            self.resume()
        elif held.sound is not None:
            running = held.head.running
            stage.emit(SeekSound(held.sound, begin))
            held.begin(begin)
            if running:
                held.head.run(stage.now)
            stage.moved = True
            stage.turn("PLAYING", held, PlayStarted)
        else:
            stage.drop_coming()
            held.rewind(begin)
            self._starter.bring_up(Attempt(held, PlayStarted, held.entry.on_request, stage.now))

    def seek(self, position: float) -> None:
        """Go elsewhere in what plays or is paused, within what may be played (CIC-AP-023)."""
        stage, held = self._stage, self._stage.held
        if held is None or stage.coming is not None or stage.activity not in {"PLAYING", "PAUSED"}:
            return
        first = held.entry.begin if held.entry.end is not None else 0
        last = MAX_MILLISECONDS if held.last is None else held.last
        self._jump(held, round(max(first, min(position, last))))

    def _jump(self, held: Run, position: int) -> None:
        if held.sound is not None:
            self._stage.emit(SeekSound(held.sound, position))
        self._stage.move(held, position)

    def gain_focus(self) -> None:
        """Music may sound: what was silent goes on, what waited starts (CIC-PB-078)."""
        stage, held = self._stage, self._stage.held
        if stage.focus is Focus.NONE:
            return
        stage.focus, stage.silenced = Focus.HELD, False
        if held is not None and stage.activity == "PLAYING" and not held.head.running:
            self._sound_again(held)
        self._starter.advance()

    def _sound_again(self, held: Run) -> None:
        if held.sound is not None and held.stalled_at is None:
            self._stage.emit(ResumeSound(held.sound))
            held.head.run(self._stage.now)

    def lose_focus(self) -> None:
        """Be silent for a while, and tell nobody: the user has not paused (CIC-PB-077)."""
        stage, held = self._stage, self._stage.held
        if stage.focus is not Focus.HELD:
            return
        stage.silenced = True
        if held is not None and held.sound is not None and stage.activity == "PLAYING":
            stage.emit(PauseSound(held.sound))
            held.rest(stage.now)

    def change_speaker(self) -> None:
        """Go on elsewhere what plays here; the old speaker has been silenced."""
        stage, held, coming = self._stage, self._stage.held, self._stage.coming
        if held is not None and held.sound is not None:
            held.sound = None
            if stage.activity == "PLAYING":
                held.rest(stage.now)
                self._starter.bring_up(Attempt(held, None, request=False, not_before=stage.now))
        if coming is not None:
            coming.restart(stage.now)
            self._starter.advance()
