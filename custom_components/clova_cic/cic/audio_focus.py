"""Which of a device's sounds is heard (flows/audio_playback.md, section 10). No clock, no sound.

Each sound has a type and an id of the caller's choosing; what makes one noise (an alert's effect
and its speech, CIC-PB-073; the tracks of a queue) has one id. `request` before it starts,
`release` when it is over; the effects say what becomes of it and of others.
"""

from dataclasses import dataclass
from enum import Enum, auto

MAX_WAITING = 20  # sounds; what would wait behind more of them is out of date by then


class SoundType(Enum):
    """The types of CIC, and the effect sounds of buttons."""

    ALERT = auto()
    CONTENT = auto()
    DIALOGUE = auto()
    NOTIFICATION = auto()
    FEEDBACK = auto()
    EFFECT = auto()  # mixed in, over anything (CIC-PB-072)


class Act(Enum):
    """What is to be done with a sound."""

    PLAY = auto()  # start it now
    WAIT = auto()  # not yet: PLAY follows, unless it is released before
    REFUSE = auto()  # not at all: too many wait
    DUCK = auto()  # lower it: another is in the foreground (CIC-PB-076)
    RESTORE = auto()  # back to its volume
    PAUSE = auto()  # the same two for a sound that cannot be lowered
    RESUME = auto()
    STOP = auto()  # for good: it needs no release
    CANCEL_INPUT = auto()  # close the microphone: what was to be said is not asked for any more


@dataclass(frozen=True, slots=True)
class FocusEffect:
    """An act on a sound; on none (an empty id) for CANCEL_INPUT."""

    act: Act
    sound: str = ""


@dataclass(slots=True, eq=False)
class _Sound:
    sound: str
    kind: SoundType
    can_duck: bool
    background: bool = False


_USER = _Sound("", SoundType.DIALOGUE, can_duck=False)
"""The user's turn to speak; silent itself, so never told to do anything."""
_INTERRUPTS = frozenset({SoundType.ALERT, SoundType.CONTENT, SoundType.DIALOGUE})  # CIC-PB-075


class AudioFocus:
    """The newest sound is in the foreground, those that began before it in the background."""

    def __init__(self) -> None:
        """Nothing sounds and nobody speaks."""
        self._playing: list[_Sound] = []  # the foreground last
        self._waiting: list[_Sound] = []
        self._listening = False
        self._effects: list[FocusEffect] = []

    @property
    def foreground(self) -> str | None:
        """The sound in the foreground; None in silence, and while the user is heard."""
        top = self._playing[-1] if self._playing else _USER
        return None if top is _USER else top.sound

    def request(self, sound: str, kind: SoundType, *, can_duck: bool = True) -> list[FocusEffect]:
        """A sound wants to start (CIC-PB-070); for one that began, or waits, nothing changes."""
        if kind is SoundType.EFFECT:
            self._do(Act.PLAY, sound)
        elif self._find(sound) is None:
            self._take(_Sound(sound, kind, can_duck))
        return self._settled()

    def release(self, sound: str) -> list[FocusEffect]:
        """A sound is over, was paused by the user, or is not wanted any more (CIC-PB-078)."""
        found = self._find(sound)
        if found in self._waiting:
            self._waiting.remove(found)
        elif found is not None:
            self._remove(found)
        return self._settled()

    def listen(self) -> list[FocusEffect]:
        """The microphone opens: whatever sounds becomes background (CIC-PB-074)."""
        self._cancel(SoundType.DIALOGUE)
        self._close()
        self._playing.append(_USER)
        self._listening = True
        return self._settled()

    def process(self) -> list[FocusEffect]:
        """The microphone has closed, an answer is awaited; music stays in the background."""
        self._listening = False
        return self._settled()

    def end_dialogue(self) -> list[FocusEffect]:
        """The last answer was heard, or there is none: time-out, failure, nothing to say."""
        self._close()
        return self._settled()

    def silence(self) -> list[FocusEffect]:
        """Everything is to be silent: the foreground first (CIC-PB-034)."""
        if self._listening:
            self._do(Act.CANCEL_INPUT, "")
        self._close()
        self._waiting.clear()
        for each in reversed(self._playing.copy()):
            self._do(Act.STOP, each.sound)
            self._remove(each)
        return self._settled()

    # inside

    def _take(self, new: _Sound) -> None:
        """Start a sound, or let it wait."""
        if self._has_to_wait(new):
            full = len(self._waiting) >= MAX_WAITING
            self._do(Act.REFUSE if full else Act.WAIT, new.sound)
            if not full:
                self._waiting.append(new)
            return
        if self._listening and new.kind in _INTERRUPTS:
            self._do(Act.CANCEL_INPUT, "")
            self._close()
        self._cancel(new.kind)
        self._start(new)

    def _has_to_wait(self, new: _Sound) -> bool:
        """Tell whether something has to be over first."""
        if new.kind is SoundType.NOTIFICATION and self._sounds(SoundType.NOTIFICATION):
            return True  # CIC-PB-071
        if self._listening:
            # CIC-PB-075: only in the background, which is silence to what cannot be lowered
            return new.kind not in _INTERRUPTS and not new.can_duck
        return new.kind is SoundType.CONTENT and self._sounds(SoundType.DIALOGUE)  # CIC-PB-078

    def _start(self, new: _Sound) -> None:
        """Put it in the foreground, or behind the user who is being listened to."""
        if self._listening:
            new.background = True
            self._playing.insert(self._playing.index(_USER), new)
            self._do(Act.DUCK, new.sound)
        else:
            self._playing.append(new)
            self._settle()
        self._do(Act.PLAY, new.sound)

    def _cancel(self, kind: SoundType) -> None:
        """Stop what a new sound of its own type takes the place of (CIC-PB-071)."""
        for each in [each for each in self._playing if each.kind is kind and each is not _USER]:
            self._do(Act.STOP, each.sound)
            self._remove(each)

    def _remove(self, old: _Sound) -> None:
        """Forget a sound that is silent by now; the volume it had comes back, it does not."""
        self._playing.remove(old)
        if old.background and old.can_duck:
            self._do(Act.RESTORE, old.sound)

    def _close(self) -> None:
        """End the user's turn."""
        self._listening = False
        if _USER in self._playing:
            self._playing.remove(_USER)

    def _settle(self) -> None:
        """Tell each sound that has changed places with another."""
        for place, each in enumerate(reversed(self._playing)):
            background = place > 0
            if each is _USER or each.background == background:
                continue
            each.background = background
            if each.can_duck:
                self._do(Act.DUCK if background else Act.RESTORE, each.sound)
            else:
                self._do(Act.PAUSE if background else Act.RESUME, each.sound)

    def _settled(self) -> list[FocusEffect]:
        """Start what need not wait any more, settle the rest, and return what is to be done."""
        for each in list(self._waiting):
            if not self._has_to_wait(each):
                self._waiting.remove(each)
                self._start(each)
        self._settle()
        effects, self._effects = self._effects, []
        return effects

    def _sounds(self, kind: SoundType) -> bool:
        """Tell whether a sound of this type plays; the user's turn is of type DIALOGUE."""
        return any(each.kind is kind for each in self._playing)

    def _do(self, act: Act, sound: str) -> None:
        self._effects.append(FocusEffect(act, sound))

    def _find(self, sound: str) -> _Sound | None:
        known = (*self._playing, *self._waiting)
        return next((each for each in known if each.sound == sound and each is not _USER), None)
