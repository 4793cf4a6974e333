"""What is known of the device that one speaks to, and what the assistant wants done there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from ..music.catalogue import RADIO, Track
from .forecast import Weather


class Ability(Enum):
    """What a device can do, or is doing."""

    ALERTS = auto()
    """Keeps alarms and timers."""
    RINGING = auto()
    """An alert rings at this time."""
    MUSIC = auto()
    LOUDER = auto()
    QUIETER = auto()
    LEVEL = auto()
    """Its volume can be set to a number."""
    TEMPLATES = auto()
    """It takes content for a display."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A device as its user's request describes it."""

    abilities: frozenset[Ability] = frozenset()
    timer_ends: datetime | None = None
    """When the first of its timers rings."""
    held: Track | None = None
    """What it plays or has played."""
    playing: bool = False
    """Whether that can be heard."""
    memos: tuple[str, ...] = ()
    """What was noted, oldest first."""
    notices: tuple[str, ...] = ()
    """Notifications that nobody has read, oldest first."""
    features: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The directives that it can carry out now, by the field of Device.DeviceState."""
    states: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """What it tells of them."""


@dataclass(frozen=True, slots=True)
class PlayMusic:
    """Begin to play a station, by its key, or a track, by its token."""

    what: str = RADIO.key


@dataclass(frozen=True, slots=True)
class ControlMusic:
    """By the directive of PlaybackController of that name, such as `Next`."""

    command: str


@dataclass(frozen=True, slots=True)
class RepeatMusic:
    """The same track again and again, or not any more."""

    on: bool


@dataclass(frozen=True, slots=True)
class LikeMusic:
    """Remember that what is held is liked, or forget it."""

    liked: bool


@dataclass(frozen=True, slots=True)
class TurnVolume:
    """One step louder or quieter."""

    louder: bool


@dataclass(frozen=True, slots=True)
class SetVolume:
    """To a level of the device's scale."""

    level: int


@dataclass(frozen=True, slots=True)
class ControlFeature:
    """By the directive of DeviceControl of that name; `field` is where the device tells of it."""

    field: str
    command: str
    target: str | None
    value: int | None = None


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Ring after so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """No timer any more."""


@dataclass(frozen=True, slots=True)
class StopAlerts:
    """Silence what rings."""


@dataclass(frozen=True, slots=True)
class ShowMemo:
    """Show what was noted."""

    content: str


@dataclass(frozen=True, slots=True)
class ShowMemos:
    """Show all that was noted; `words` say it."""

    words: str


@dataclass(frozen=True, slots=True)
class ForgetMemos:
    """Keep no memo any more."""


@dataclass(frozen=True, slots=True)
class ReadNotices:
    """The notifications have been told: no device shows them any more."""


@dataclass(frozen=True, slots=True)
class ShowWeather:
    """Show the weather of today or tomorrow; `sky` in a word."""

    place: str
    tomorrow: bool
    weather: Weather
    sky: str


type Act = (
    PlayMusic
    | ControlMusic
    | RepeatMusic
    | LikeMusic
    | TurnVolume
    | ControlFeature
    | SetVolume
    | SetTimer
    | CancelTimers
    | StopAlerts
    | ShowMemo
    | ShowMemos
    | ForgetMemos
    | ReadNotices
    | ShowWeather
)
