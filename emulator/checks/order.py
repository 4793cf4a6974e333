"""Events that answer a directive: buttons, controls, delegated requests, settings."""

from collections.abc import Iterator
from typing import Any

from ..event import IncomingEvent
from ..findings import Finding
from ..history.control import REPORTED
from ..history.recent import text_at
from .echoes import is_whole

_REPORTS = frozenset({"DeviceControl.ActionExecuted", "DeviceControl.ActionFailed"})


def action(event: IncomingEvent) -> Iterator[Finding]:
    """Each control directive is reported once, under its name and its target."""
    command, target = text_at(event.payload, "command"), text_at(event.payload, "target")
    if event.name not in _REPORTS or command is None or target is None:
        return
    waiting = event.client.history.control.waiting_for(event.payload)
    if command == "LaunchApp" and event.name == "DeviceControl.ActionExecuted":
        yield Finding("CIC-DC-014", "ActionExecuted for LaunchApp, of which only failure is told")
    elif not waiting and command in REPORTED:
        yield Finding("CIC-DC-010", f"{command} is reported without such a directive")
    elif waiting and waiting[0][1] and target not in waiting[0][1]:
        yield Finding("CIC-DC-012", f"{command} is reported for {target[:60]}")


def delegated(event: IncomingEvent) -> Iterator[Finding]:
    """A delegated request is taken up once, with the id it came with."""
    if event.name != "Clova.ProcessDelegatedEvent":
        return
    delegations = event.client.history.control.delegations
    delegation = text_at(event.payload, "delegationId")
    if delegation is not None and delegation not in delegations:
        yield Finding("CIC-CL-070", "ProcessDelegatedEvent with an id that was never sent")
    elif delegation is not None and delegations[delegation]:
        yield Finding("CIC-CL-076", "ProcessDelegatedEvent twice with one id")
    if event.header.get("dialogRequestId") is not None:
        yield Finding("CIC-CL-075", "ProcessDelegatedEvent has a dialogRequestId")


def expected(event: IncomingEvent) -> Iterator[Finding]:
    """What an Expect…Command says comes back with its event."""
    waiting = event.client.history.playback.expected.get(event.name)
    if not waiting:
        return
    wanted = waiting[0]
    target, handover = wanted.get("target"), wanted.get("handover")
    if not _repeats(
        text_at(target, "namespace"), text_at(event.payload.get("source"), "namespace")
    ):
        yield Finding("CIC-PC-010", "source is not the target of the directive")
    if is_whole(handover) and handover != event.payload.get("handover"):
        yield Finding("CIC-PC-015", "handover is not that of the directive")
    if not _repeats(wanted.get("token"), event.payload.get("token")):
        yield Finding("CIC-PC-016", "token is not that of the directive")


def _repeats(wanted: Any, given: Any) -> bool:
    return wanted is None or wanted == given


def settings(event: IncomingEvent) -> Iterator[Finding]:
    """Settings are strings, whatever they mean."""
    configuration = event.payload.get("configuration")
    if event.name != "Settings.Report" or not isinstance(configuration, dict):
        return
    for key, value in configuration.items():
        if not isinstance(value, str):
            yield Finding("CIC-SE-010", f"the setting {key[:60]} is not a string")


def one_device(event: IncomingEvent) -> Iterator[Finding]:
    """All devices are asked without a deviceId, not with an empty one."""
    name = "DeviceControl.RequestStateSynchronization"
    if event.name == name and event.payload.get("deviceId") == "":
        yield Finding("CIC-DC-069", "the deviceId is empty")


CHECKS = (action, delegated, expected, settings, one_device)
