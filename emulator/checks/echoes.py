"""What a client repeats because the server said it, though no table lists it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..catalogue import Fault, Problem
from ..event import IncomingEvent
from ..history.alerts import Alert, key_of
from ..history.recent import text_at


def is_echo(event: IncomingEvent, problem: Problem) -> bool:
    """Whether a field is as the directive had it that the event answers."""
    if problem.path.startswith("handover.") and problem.fault is Fault.UNKNOWN:
        return _handover(event)
    judge = _WORDS.get((event.name, problem.path))
    return problem.fault is Fault.VALUE and judge is not None and judge(event)


def is_whole(handover: Any) -> bool:
    """Whether a handover has what the table demands: what has not cannot go back (CIC-PC-015)."""
    fields = ("customData", "deviceId")
    return isinstance(handover, dict) and all(
        isinstance(handover.get(each), str) for each in fields
    )


def _handover(event: IncomingEvent) -> bool:
    """An exact copy has what nobody knows, too (CIC-PC-015)."""
    waiting = event.client.history.playback.expected.get(event.name)
    if not waiting:
        return False
    return bool(waiting[0].get("handover") == event.payload.get("handover"))


def _target(event: IncomingEvent) -> bool:
    """A refusal names what was asked for: no listed word means it (CIC-DC-003)."""
    target = text_at(event.payload, "target")
    waiting = event.client.history.control.waiting_for(event.payload)
    return any(target in targets for _, targets in waiting)


def _type(count: Callable[[Alert], int]) -> Callable[[IncomingEvent], bool]:
    """An alert of an unknown type is refused, deleted and stopped under that type (CIC-AL-007)."""

    def judge(event: IncomingEvent) -> bool:
        key = key_of(event.payload)
        alert = event.client.history.alerts.alerts.get(key) if key is not None else None
        return alert is not None and count(alert) > 0

    return judge


_WORDS: Final[Mapping[tuple[str, str], Callable[[IncomingEvent], bool]]] = {
    ("DeviceControl.ActionFailed", "target"): _target,
    ("Alerts.SetAlertFailed", "type"): _type(lambda alert: alert.sets),
    ("Alerts.DeleteAlertFailed", "type"): _type(lambda alert: alert.deletions),
    ("Alerts.AlertStopped", "type"): _type(lambda alert: alert.stops),
}
"""By event and field; each tells whether the word is the directive's."""
