"""Control directives that wait for their report, and delegated requests."""

from collections import deque
from typing import Final

from ..messages import Json
from .recent import Recent, text_at

REPORTED: Final = frozenset(
    {
        *("BtConnect", "BtConnectByPINCode", "BtDelete", "BtDisconnect", "BtPlay", "BtRescan"),
        *("BtStartPairing", "BtStopPairing", "Decrease", "Increase", "LaunchApp", "Open"),
        *("OpenScreen", "SetValue", "TurnOff", "TurnOn"),
    }
)
"""The directives of CIC-DC-010, and LaunchApp (CIC-DC-014)."""
OLD_NAMES: Final = {"SetPoint": "SetValue"}
"""Reported under either name (legacy.md)."""
MAX_WAITING: Final = 200

_REPORTS: Final = frozenset({"DeviceControl.ActionExecuted", "DeviceControl.ActionFailed"})
_SOUND_MODES: Final = frozenset({"ring", "silent", "vibrate", "soundmode"})


def targets_for(directive: str, target: str | None) -> frozenset[str]:
    """What a report about a directive may name (device_control.md, table 2; CIC-DC-012).

    Empty: the directive does not say what it is about.
    """
    if directive == "LaunchApp":
        return frozenset({"app"})
    if directive.startswith("Bt"):
        return frozenset({"bluetooth"})
    if target is None:
        return frozenset()
    word = target.lower()
    if word in _SOUND_MODES:
        return frozenset({target, "soundmode"})
    if word in {"energysave", "powersave"}:
        return frozenset({target, "powersave"})
    return frozenset({target, word})


class ControlHistory:
    """DeviceControl's directives, and Clova.HandleDelegatedEvent."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, frozenset[str]]] = deque(maxlen=MAX_WAITING)
        """Directive and targets of each that was not reported."""
        self.delegations: Recent[str, bool] = Recent()
        """By delegation: whether it has been taken up."""

    def sent(self, name: str, payload: Json) -> None:
        """A directive has left."""
        namespace, _, short = name.partition(".")
        short = OLD_NAMES.get(short, short)
        if namespace == "DeviceControl" and short in REPORTED:
            self.waiting.append((short, targets_for(short, text_at(payload, "target"))))
        delegation = text_at(payload, "delegationId")
        if name == "Clova.HandleDelegatedEvent" and delegation is not None:
            self.delegations.setdefault(delegation, False)

    def waiting_for(self, payload: Json) -> list[tuple[str, frozenset[str]]]:
        """Directives a report may be about, those that fit its target first."""
        command, target = text_at(payload, "command") or "", text_at(payload, "target")
        command = OLD_NAMES.get(command, command)
        fitting = [each for each in self.waiting if each[0] == command]
        return sorted(fitting, key=lambda each: target not in each[1])

    def reported(self, name: str, payload: Json) -> None:
        """An event was processed."""
        if name in _REPORTS and (waiting := self.waiting_for(payload)):
            self.waiting.remove(waiting[0])
        delegation = text_at(payload, "delegationId")
        if name == "Clova.ProcessDelegatedEvent" and delegation is not None:
            self.delegations[delegation] = True
