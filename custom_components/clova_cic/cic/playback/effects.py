"""What a player wants done. To be done in the order given, each before the next begins."""

from dataclasses import dataclass

from ..interfaces.audio_player import (
    AudioStream,
    PlaybackQueueCleared,
    PlaybackState,
    PlayerActivity,
    PlayFinished,
    PlayPaused,
    PlayResumed,
    PlayStarted,
    PlayStopped,
    RepeatMode,
    ReportPlaybackState,
    StreamRequested,
)
from ..interfaces.playback_controller import (
    NextCommandIssued,
    PauseCommandIssued,
    PlayCommandIssued,
    PreviousCommandIssued,
    ResumeCommandIssued,
    StopCommandIssued,
)
from .progress import Report
from .queue import Entry

MP3 = "audio/mpeg"  # CIC-AP-020: what a stream is that does not say it

type LifeCycle = PlayStarted | PlayPaused | PlayResumed | PlayStopped | PlayFinished
type Command = (
    NextCommandIssued
    | PauseCommandIssued
    | PlayCommandIssued
    | PreviousCommandIssued
    | ResumeCommandIssued
    | StopCommandIssued
)
type Outgoing = (
    LifeCycle | Report | StreamRequested | PlaybackQueueCleared | ReportPlaybackState | Command
)


@dataclass(frozen=True, slots=True)
class StartSound:
    """Play a stream from an offset in milliseconds; the speaker then reports about this `sound`."""

    sound: int
    entry: Entry
    stream: AudioStream
    offset: int

    @property
    def url(self) -> str:
        """Where the stream is."""
        return self.stream.url or ""

    @property
    def media_type(self) -> str:
        """What it is; this, not the URL, tells HLS from a file (CIC-AP-020)."""
        return self.stream.format or MP3


@dataclass(frozen=True, slots=True)
class PauseSound:
    """Silence that can be ended by ResumeSound."""

    sound: int


@dataclass(frozen=True, slots=True)
class ResumeSound:
    """Go on with a sound that was paused."""

    sound: int


@dataclass(frozen=True, slots=True)
class StopSound:
    """End a sound; with `soon` another follows within moments, so that a pause does as well."""

    sound: int
    soon: bool = False


@dataclass(frozen=True, slots=True)
class SeekSound:
    """Go on at this position, in milliseconds of the media."""

    sound: int
    position: int


@dataclass(frozen=True, slots=True)
class SendEvent:
    """Tell CLOVA, with the state of the player as it was at this point (CIC-PB-003)."""

    event: Outgoing
    state: PlaybackState


@dataclass(frozen=True, slots=True)
class AskFocus:
    """Music is about to sound: ask audio focus, and answer with FocusGained when it may."""


@dataclass(frozen=True, slots=True)
class LeaveFocus:
    """No music any more: release audio focus."""


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Feed a Tick at this time; None: not at all. Replaces the WakeAt before."""

    at: float | None


@dataclass(frozen=True, slots=True)
class GaveUp:
    """An item could not be played; `reason` is the speaker's or one of this package, no secret."""

    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """Another item is to be shown, None if nothing is held."""

    entry: Entry | None


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """There are so many items to come, and one to go back to or none."""

    upcoming: int
    has_previous: bool


@dataclass(frozen=True, slots=True)
class PlayerChanged:
    """Activity or mode changed, or playback went on elsewhere in the media."""

    activity: PlayerActivity
    repeat_mode: RepeatMode


type Effect = (
    StartSound
    | PauseSound
    | ResumeSound
    | StopSound
    | SeekSound
    | SendEvent
    | AskFocus
    | LeaveFocus
    | WakeAt
    | GaveUp
    | ItemChanged
    | QueueChanged
    | PlayerChanged
)
