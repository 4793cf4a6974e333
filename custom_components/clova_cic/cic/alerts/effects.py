"""What an alert book wants done. To be done in the order given."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..interfaces.alerts import (
    AlertsState,
    AlertStarted,
    AlertStopped,
    DeleteAlertFailed,
    DeleteAlertSucceeded,
    RequestAlertStop,
    RequestDeleteAlert,
    RequestSynchronizeAlert,
    SetAlert,
    SetAlertFailed,
    SetAlertSucceeded,
)
from .sounds import RingPlan

type Outcome = SetAlertSucceeded | SetAlertFailed | DeleteAlertSucceeded | DeleteAlertFailed
type Outgoing = (
    Outcome
    | AlertStarted
    | AlertStopped
    | RequestAlertStop
    | RequestDeleteAlert
    | RequestSynchronizeAlert
)


class What(StrEnum):
    """What became of an alert."""

    SET = "set"
    CHANGED = "changed"
    RINGING = "ringing"
    STOPPED = "stopped"
    DELETED = "deleted"
    MISSED = "missed"  # its time passed while nobody could ring


@dataclass(frozen=True, slots=True)
class Happened:
    """Tell people and automations."""

    what: What
    alert: SetAlert


@dataclass(frozen=True, slots=True)
class Ring:
    """Play these sounds, instead of whatever rang; then RingOver with this number."""

    number: int
    alert: SetAlert
    plan: RingPlan


@dataclass(frozen=True, slots=True)
class StopRinging:
    """Silence this Ring."""

    number: int


@dataclass(frozen=True, slots=True)
class SendEvent:
    """Tell CLOVA, with the alerts as they were at this point; answer with Sent or Unsent."""

    number: int
    event: Outgoing
    state: AlertsState


@dataclass(frozen=True, slots=True)
class Changed:
    """The book is another: show it, and have it on the disk before an event after this leaves."""


@dataclass(frozen=True, slots=True)
class Overfull:
    """So many alerts of a list found no room."""

    count: int


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Feed a Tick at this time (UTC); None: not at all. Replaces the WakeAt before."""

    at: datetime | None


type Effect = Happened | Ring | StopRinging | SendEvent | Changed | Overfull | WakeAt
