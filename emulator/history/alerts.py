"""The alerts the server has sent, and what the client said about them."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from ..messages import Json
from .recent import Recent, objects_at, text_at

type AlertKey = tuple[str, str]
"""Token and type: both must match (CIC-AL-003, CIC-AL-030)."""

MAX_VERSIONS: Final = 20
DOUBT: Final = 5.0
"""Seconds before the end of a connection in which a report may have been answered in vain."""
_ENDS: Final = frozenset({"Alerts.SetAlert", "Alerts.DeleteAlert", "Alerts.StopAlert"})
_LISTS: Final = ("Alerts.SynchronizeAlert", "System.SynchronizeState")


@dataclass(slots=True)
class Alert:
    """One alert; known once it has a version."""

    versions: deque[str] = field(default_factory=lambda: deque(maxlen=MAX_VERSIONS))
    """Every `scheduledTime` it was sent with."""
    sets: int = 0
    """`SetAlert`s without a report."""
    deletions: int = 0
    """`DeleteAlert`s without a report."""
    stops: int = 0
    """`StopAlert`s that an `AlertStopped` may answer though nothing rings."""
    ringing_since: float | None = None
    """When its AlertStarted arrived; None: it does not ring."""
    stop_asked_at: float | None = None
    """When RequestAlertStop arrived; None: not asked, or the server has spoken since."""
    reported_at: float | None = None
    """When the latest AlertStarted or AlertStopped arrived."""
    doubtful: bool = False
    """The client may not know that this report has arrived: it may tell it once more."""
    end_ordered: bool = False
    """The server has sent what ends its ringing, and AlertStopped has not come yet."""


def key_of(payload: object) -> AlertKey | None:
    """Token and type; None if one is missing."""
    token, kind = text_at(payload, "token"), text_at(payload, "type")
    return (token, kind) if token is not None and kind is not None else None


class AlertHistory:
    """SetAlert, DeleteAlert, StopAlert, SynchronizeAlert, and the reports about them."""

    def __init__(self) -> None:
        self.alerts: Recent[AlertKey, Alert] = Recent()
        self.listed = False
        """A complete list was sent: the client has no other alerts than those known here."""
        self.reporting = False
        """The client has sent an event of this interface."""

    def get(self, key: AlertKey | None) -> Alert | None:
        """What is known of an alert; None: it was never sent."""
        alert = self.alerts.get(key) if key is not None else None
        return alert if alert is not None and alert.versions else None

    def _entry(self, key: AlertKey) -> Alert:
        if key not in self.alerts:
            self.alerts[key] = Alert()
        return self.alerts[key]

    def sent(self, name: str, payload: Json) -> None:
        """A directive has left."""
        if name in _LISTS:
            self.listed = self.listed or name == _LISTS[0]
            self._take_list(objects_at(payload, "allAlerts"), complete=name == _LISTS[0])
        if (key := key_of(payload)) is None:
            return
        match name:
            case "Alerts.SetAlert":
                self._store(payload)
                self._entry(key).sets += 1
            case "Alerts.DeleteAlert":
                self._entry(key).deletions += 1
                self._entry(key).stop_asked_at = None
            case "Alerts.StopAlert":
                self._entry(key).stops += 1
                self._entry(key).stop_asked_at = None
        if name in _ENDS and (alert := self.alerts.get(key)) is not None:
            alert.end_ordered = alert.ringing_since is not None

    def _take_list(self, listed: list[dict[str, object]], *, complete: bool) -> None:
        """What rings and is not in it ends, or is gone already."""
        for each in listed:
            self._store(each)
        kept = {key_of(each) for each in listed}
        for key, alert in self.alerts.items():
            if complete and key not in kept and alert.ringing_since is not None:
                alert.end_ordered = alert.doubtful = True

    def _store(self, payload: dict[str, object]) -> None:
        key, time = key_of(payload), text_at(payload, "scheduledTime")
        if key is not None and time is not None:
            alert = self._entry(key)
            alert.stop_asked_at = None
            if time not in alert.versions:
                alert.versions.append(time)

    def reported(self, name: str, payload: Json, at: float) -> None:
        """An event was processed."""
        if not name.startswith("Alerts."):
            return
        self.reporting = True
        if (key := key_of(payload)) is None or (alert := self.alerts.get(key)) is None:
            return
        match name:
            case "Alerts.SetAlertSucceeded" | "Alerts.SetAlertFailed":
                alert.sets = max(0, alert.sets - 1)
            case "Alerts.DeleteAlertSucceeded" | "Alerts.DeleteAlertFailed":
                alert.deletions = max(0, alert.deletions - 1)
            case "Alerts.AlertStarted":
                alert.ringing_since = alert.reported_at = at
                alert.doubtful = alert.end_ordered = False
            case "Alerts.RequestAlertStop":
                alert.stop_asked_at = at
            case "Alerts.AlertStopped":
                # A StopAlert that has crossed it is answered once more (CIC-AL-035).
                if alert.ringing_since is None:
                    alert.stops = max(0, alert.stops - 1)
                alert.ringing_since = alert.stop_asked_at = None
                alert.reported_at = at
                alert.doubtful = alert.end_ordered = False

    def disconnected(self, now: float) -> None:
        """The client is gone, maybe before it could take note of the latest answers."""
        for alert in self.alerts.values():
            if alert.reported_at is not None and now - alert.reported_at < DOUBT:
                alert.doubtful = True

    def ringing(self, before: float) -> list[AlertKey]:
        """Alerts that were reported as ringing before a moment, and must be ringing still."""
        return [
            key
            for key, alert in self.alerts.items()
            if alert.ringing_since is not None
            and alert.ringing_since < before
            and not (alert.end_ordered or alert.doubtful)
        ]
