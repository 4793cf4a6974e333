"""What an alert book hears from the home. Directives are fed as their payloads."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Start:
    """The book was read from the disk, and its home is up: what rang goes on ringing."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Hello has come: events can be sent."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The channel is lost."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The device does not belong to the account any more."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The time of a WakeAt has come."""


@dataclass(frozen=True, slots=True)
class ClockSet:
    """The clock shows that much more than it would have, had nobody set it; less if negative."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """CLOVA has taken the event of this SendEvent."""

    number: int


@dataclass(frozen=True, slots=True)
class Unsent:
    """It has not; `again`: another time it may."""

    number: int
    again: bool


@dataclass(frozen=True, slots=True)
class RingOver:
    """The sounds of this Ring were heard once, or none of them can be; repeated ones never end."""

    number: int


@dataclass(frozen=True, slots=True)
class PressStop:
    """The user wants silence: of one alert, or of all that ring."""

    token: str | None = None


@dataclass(frozen=True, slots=True)
class PressDelete:
    """The user wants an alert removed."""

    token: str
