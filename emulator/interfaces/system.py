"""System (system.md)."""

from collections.abc import Callable

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive


def handlers() -> dict[str, Callable[[IncomingEvent], Answer | None]]:
    """The events of this interface."""
    return {"System.RequestSynchronizeState": _synchronize}


def _synchronize(_: IncomingEvent) -> Answer:
    """CIC-SY-001: answered with SynchronizeState; there are no alarms to list."""
    return Answer([directive("System", "SynchronizeState", {"allAlerts": []})])
