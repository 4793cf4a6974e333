"""What a player hears from the speaker and from the home. Directives are fed as their payloads.

Reports name the `sound` of the StartSound they are about; one about an older sound is ignored, so a
slow speaker may be late. What the player itself asked for (PauseSound, …) is not reported back.
"""

from dataclasses import dataclass
from enum import Enum, auto

from ..interfaces.audio_player import RepeatMode


@dataclass(frozen=True, slots=True)
class Started:
    """The first sound is to be heard; at another position than asked for if `position` says so."""

    sound: int
    position: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where playback is now, and how long the media is, in milliseconds."""

    sound: int
    position: float
    length: float | None = None


@dataclass(frozen=True, slots=True)
class Stalled:
    """Nothing is heard while the speaker waits for data; Resumed ends it."""

    sound: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody paused at the speaker."""

    sound: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Somebody resumed at the speaker, or a stall is over."""

    sound: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The media has come to its end."""

    sound: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The media cannot be opened or broke off; `reason` holds no URL."""

    sound: int
    reason: str


class Loss(Enum):
    """Why a sound is gone though its media is all right."""

    STOPPED = auto()  # somebody stopped it at the speaker
    TAKEN_OVER = auto()  # somebody plays something else there
    VANISHED = auto()  # the speaker is off or unavailable


@dataclass(frozen=True, slots=True)
class Lost:
    """The speaker does not play it any more, or does not take it."""

    sound: int
    loss: Loss


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """From now on another speaker is meant; the one before has been silenced."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """StreamRequested was answered, or failed, without a StreamDeliver (CIC-PB-052)."""

    audio_item_id: str


@dataclass(frozen=True, slots=True)
class FocusGained:
    """Music may sound; it is in the foreground, or lowered only."""


@dataclass(frozen=True, slots=True)
class FocusLost:
    """Music has to be silent until FocusGained, on a speaker that cannot lower it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The time of a WakeAt has come."""


@dataclass(frozen=True, slots=True)
class Seek:
    """The user wants to go on there, in milliseconds of the media."""

    position: float


@dataclass(frozen=True, slots=True)
class SetRepeat:
    """The user set the mode at this device (CIC-PC-026)."""

    repeat_mode: RepeatMode


class Button(Enum):
    """What can be pressed (CIC-PC-001)."""

    PLAY = auto()
    PAUSE = auto()
    STOP = auto()
    NEXT = auto()
    PREVIOUS = auto()


@dataclass(frozen=True, slots=True)
class Press:
    """The user pressed a button: CLOVA is told, and its directive says what happens."""

    button: Button


@dataclass(frozen=True, slots=True)
class Choose:
    """The user chose an item of a list, by the token that CLOVA gave (CIC-PC-005)."""

    token: str


type SpeakerReport = Started | Position | Stalled | Paused | Resumed | Finished | Failed | Lost
type Local = (
    SpeakerChanged
    | Undelivered
    | FocusGained
    | FocusLost
    | Tick
    | Seek
    | SetRepeat
    | Press
    | Choose
)
