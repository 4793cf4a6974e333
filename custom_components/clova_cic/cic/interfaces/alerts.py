"""Alerts: alarms, timers, reminders, action timers (docs/protocol/interfaces/alerts.md)."""

from collections.abc import Sequence

from ..errors import UsageError
from .message import LEGACY, context_object, directive, event
from .payload import Code, payload
from .shapes import Asset


@payload
class AlertRef:
    """Which alert: both are the server's, and go back as they came (CIC-AL-005)."""

    token: str
    type: Code  # ACTIONTIMER, ALARM, REMINDER, TIMER


@directive("Alerts.SetAlert")
class SetAlert(AlertRef):
    """Add the alert, or replace the one with this token (CIC-AL-001)."""

    scheduled_time: str  # ISO 8601 with Z or an offset
    assets: tuple[Asset, ...] | None = None
    asset_play_order: tuple[str, ...] | None = None
    label: str | None = None


@directive("Alerts.DeleteAlert")
class DeleteAlert(AlertRef):
    """Remove the alert with this token and type (CIC-AL-003)."""


@directive("Alerts.StopAlert")
class StopAlert(AlertRef):
    """Stop the ringing (CIC-AL-030)."""


@directive("Alerts.SynchronizeAlert")
class SynchronizeAlert:
    """Every alert that the device must have, and no other (CIC-AL-041)."""

    all_alerts: tuple[SetAlert, ...]


@directive("Alerts.GetAlert", edition=LEGACY)
class GetAlert:
    """Tell the alerts of a type; lists of them come as templates today."""

    type: Code


@event("Alerts.SetAlertSucceeded")
class SetAlertSucceeded(AlertRef):
    """The alert is set (CIC-AL-002)."""


@event("Alerts.SetAlertFailed")
class SetAlertFailed(AlertRef):
    """The alert could not be set (CIC-AL-002)."""


@event("Alerts.DeleteAlertSucceeded")
class DeleteAlertSucceeded(AlertRef):
    """The alert is gone (CIC-AL-003)."""


@event("Alerts.DeleteAlertFailed")
class DeleteAlertFailed(AlertRef):
    """There was no such alert, or it could not be removed (CIC-AL-003)."""


@event("Alerts.AlertStarted")
class AlertStarted(AlertRef):
    """The alert began to ring (CIC-AL-020)."""


@event("Alerts.AlertStopped")
class AlertStopped(AlertRef):
    """The alert rings no more (CIC-AL-033)."""


@event("Alerts.RequestAlertStop")
class RequestAlertStop(AlertRef):
    """The user pressed stop; StopAlert is the answer (CIC-AL-031)."""


@event("Alerts.RequestDeleteAlert")
class RequestDeleteAlert(AlertRef):
    """The user pressed delete; DeleteAlert is the answer (CIC-AL-037)."""


@event("Alerts.RequestSynchronizeAlert")
class RequestSynchronizeAlert:
    """Ask for all alerts of this user (CIC-AL-040)."""


@payload
class AlertInfo(AlertRef):
    """What of an alert is reported (CIC-CX-011)."""

    scheduled_time: str


@context_object("Alerts.AlertsState")
class AlertsState:
    """All alerts, and those among them that ring now (CIC-CX-010)."""

    all_alerts: tuple[AlertInfo, ...]
    active_alerts: tuple[AlertInfo, ...]


def alerts_state(all_alerts: Sequence[SetAlert], active: Sequence[AlertRef] = ()) -> AlertsState:
    """Report the alerts; raises UsageError if one rings that is not among them (CIC-CX-010)."""
    known = {
        (alert.token, alert.type): AlertInfo(
            token=alert.token, type=alert.type, scheduled_time=alert.scheduled_time
        )
        for alert in all_alerts
    }
    try:
        ringing = tuple(known[alert.token, alert.type] for alert in active)
    except KeyError:
        raise UsageError("an alert rings that is not set") from None
    return AlertsState(all_alerts=tuple(known.values()), active_alerts=ringing)
