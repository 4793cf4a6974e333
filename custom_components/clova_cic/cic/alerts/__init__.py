"""Alarms, timers and reminders (docs/protocol/flows/alerts.md), without clock, sound or network.

`Alerts` are fed with what happens, each with the time of day, and return what is to be done:

    alerts = Alerts(grace=timedelta(hours=24))
    for effect in alerts.feed(now, news):
        ...

Fed are payloads of directives (Alerts, and System.SynchronizeState), `Start` once after `loaded`,
`Connected` and `Disconnected`, the user's `PressStop` and `PressDelete`, `RingOver` from whoever
plays the sounds, `Sent` or `Unsent` for each SendEvent, `ClockSet` when the clock was set, and a
`Tick` at the time of the latest `WakeAt`. Anything else does nothing.

Effects are to be done in order. Only what follows a `Changed` waits for it: the event that leaves
after it may say only what is on the disk by then. One event is on its way at a time. `SendEvent`
brings the AlertsState of its moment: that one belongs into its context, whatever `state` says by
the time it is sent.

CLOVA decides: the device sets and deletes nothing by itself. A button asks (`PressStop` mutes at
once), and StopAlert or DeleteAlert does it. What could not be told, as there was no connection, is
told after the list that CLOVA sends on every connection; that list settles all the rest.
"""

from .alerts import DEFAULT_GRACE, STOP_PATIENCE, Alerts
from .book import MAX_ALERTS, Book, Entry, Phase, Run
from .effects import (
    Changed,
    Effect,
    Happened,
    Outgoing,
    Overfull,
    Ring,
    SendEvent,
    StopRinging,
    WakeAt,
    What,
)
from .inputs import (
    ClockSet,
    Connected,
    Disconnected,
    PressDelete,
    PressStop,
    RingOver,
    Sent,
    Start,
    Tick,
    Unlinked,
    Unsent,
)
from .outbox import MAX_REPORTS
from .schedule import RING_LIMIT
from .sounds import MAX_SOUNDS, Bell, Clip, RingPlan, plan_of
from .stored import VERSION, dumped, loaded
from .times import TOLERANCE, moment_of

__all__ = [
    "DEFAULT_GRACE",
    "MAX_ALERTS",
    "MAX_REPORTS",
    "MAX_SOUNDS",
    "RING_LIMIT",
    "STOP_PATIENCE",
    "TOLERANCE",
    "VERSION",
    "Alerts",
    "Bell",
    "Book",
    "Changed",
    "Clip",
    "ClockSet",
    "Connected",
    "Disconnected",
    "Effect",
    "Entry",
    "Happened",
    "Outgoing",
    "Overfull",
    "Phase",
    "PressDelete",
    "PressStop",
    "Ring",
    "RingOver",
    "RingPlan",
    "Run",
    "SendEvent",
    "Sent",
    "Start",
    "StopRinging",
    "Tick",
    "Unlinked",
    "Unsent",
    "WakeAt",
    "What",
    "dumped",
    "loaded",
    "moment_of",
    "plan_of",
]
