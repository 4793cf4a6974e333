"""Alerts: reports and AlertsState (alerts.md)."""

from collections.abc import Iterator
from typing import Final

from ..event import IncomingEvent
from ..findings import Finding
from ..history.alerts import Alert, AlertKey, key_of
from ..history.recent import objects_at, text_at

STATE = "Alerts.AlertsState"
PATIENCE: Final = 5.0
"""Seconds that a client waits for StopAlert before it stops by itself (CIC-AL-124)."""

_OUTCOMES: Final = {
    "Alerts.SetAlertSucceeded": "CIC-AL-002",
    "Alerts.SetAlertFailed": "CIC-AL-002",
    "Alerts.DeleteAlertSucceeded": "CIC-AL-003",
    "Alerts.DeleteAlertFailed": "CIC-AL-003",
}


def outcomes(event: IncomingEvent) -> Iterator[Finding]:
    """Each SetAlert and DeleteAlert is reported once."""
    rule, key = _OUTCOMES.get(event.name), key_of(event.payload)
    if rule is None or key is None:
        return
    alert = event.client.history.alerts.alerts.get(key, Alert())
    due = alert.sets if rule == "CIC-AL-002" else alert.deletions
    if due == 0:
        yield Finding(rule, f"{event.name} without a directive that it answers")


def started(event: IncomingEvent) -> Iterator[Finding]:
    """An alert that rings is one the server has sent, and does not ring already.

    What was told right before the connection ended may be told again: see Alert.doubtful.
    """
    if event.name != "Alerts.AlertStarted" or (key := key_of(event.payload)) is None:
        return
    alert = event.client.history.alerts.get(key)
    if alert is None:
        yield Finding("CIC-CX-007", "AlertStarted for an alert that was never set")
    elif alert.ringing_since is not None and not alert.doubtful:
        yield Finding("CIC-AL-020", "AlertStarted for an alert that rings already")


def stopped(event: IncomingEvent) -> Iterator[Finding]:
    """AlertStopped at most once for each time it rang, and for each StopAlert (CIC-AL-035)."""
    if event.name != "Alerts.AlertStopped" or (key := key_of(event.payload)) is None:
        return
    alert = event.client.history.alerts.alerts.get(key, Alert())
    if alert.ringing_since is None and alert.stops == 0 and not alert.doubtful:
        yield Finding("CIC-AL-033", "AlertStopped for an alert that does not ring")
    elif (
        alert.ringing_since is not None
        and alert.stop_asked_at is not None
        and event.arrived_at - alert.stop_asked_at < PATIENCE
        and key[1] != "ACTIONTIMER"
    ):
        yield Finding("CIC-AL-031", "the alert was stopped without waiting for StopAlert")


def requests(event: IncomingEvent) -> Iterator[Finding]:
    """What the user stops rings; what the user deletes is there."""
    key = key_of(event.payload)
    alert = event.client.history.alerts.get(key)
    if key is None:
        return
    if event.name == "Alerts.RequestAlertStop" and (alert is None or alert.ringing_since is None):
        yield Finding("CIC-AL-031", "RequestAlertStop for an alert that does not ring")
    elif event.name == "Alerts.RequestDeleteAlert" and alert is None:
        yield Finding("CIC-AL-037", "RequestDeleteAlert for an alert that was never set")


def _listed(event: IncomingEvent, which: str) -> list[AlertKey]:
    elements = objects_at(event.states.get(STATE), which)
    return [key for key in map(key_of, elements) if key is not None]


def state(event: IncomingEvent) -> Iterator[Finding]:
    """What rings is among all alerts, and their data is the server's."""
    everything = _listed(event, "allAlerts")
    if not set(_listed(event, "activeAlerts")) <= set(everything):
        yield Finding("CIC-CX-010", "activeAlerts has an alert that allAlerts has not")
    history = event.client.history.alerts
    for element in objects_at(event.states.get(STATE), "allAlerts"):
        alert, time = history.get(key_of(element)), text_at(element, "scheduledTime")
        if alert is not None and time is not None and time not in alert.versions:
            yield Finding("CIC-AL-005", "a scheduledTime is not as the server sent it")
        elif alert is None and history.listed and key_of(element) is not None:
            yield Finding("CIC-AL-005", "allAlerts has an alert that the server never sent")


def ringing(event: IncomingEvent) -> Iterator[Finding]:
    """While an alert rings, activeAlerts has it.

    A user's request shows the moment the user began to speak (CIC-CX-002): not judged. Nor is an
    alert whose end the server has ordered: it may be over, and AlertStopped still on its way.
    """
    if STATE not in event.states or event.is_user_request:
        return
    ended = key_of(event.payload) if event.name == "Alerts.AlertStopped" else None
    wanted = event.client.history.alerts.ringing(event.request.began_at)
    if event.name == "Alerts.AlertStarted" and (key := key_of(event.payload)) is not None:
        wanted.append(key)
    active = _listed(event, "activeAlerts")
    if any(key not in active for key in wanted if key != ended):
        yield Finding("CIC-AL-004", "activeAlerts lacks an alert that rings")
    if ended is not None and ended in active:
        yield Finding("CIC-AL-034", "activeAlerts has the alert that has stopped")


def kept(event: IncomingEvent) -> Iterator[Finding]:
    """What was set is among all alerts; what was deleted is not."""
    if STATE not in event.states or (key := key_of(event.payload)) is None:
        return
    there = key in _listed(event, "allAlerts")
    if event.name == "Alerts.SetAlertSucceeded" and not there:
        yield Finding("CIC-AL-004", "allAlerts lacks the alert that was set")
    elif event.name == "Alerts.DeleteAlertSucceeded" and there:
        yield Finding("CIC-AL-130", "allAlerts has the alert that was deleted")


CHECKS = (outcomes, started, stopped, requests, state, ringing, kept)
