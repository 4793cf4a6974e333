"""Context objects that must be there (context.md §1, §2)."""

from collections.abc import Iterator
from typing import Final

from ..event import IncomingEvent
from ..findings import Finding

_ALWAYS: Final = {
    "Device.Audio": "CIC-CX-045",
    "Device.Display": "CIC-CX-050",
    "Device.DeviceState": "CIC-CX-001",
}


def missing(event: IncomingEvent) -> Iterator[Finding]:
    """What the client can fill must be there: the device itself, and what it has reported about."""
    if not isinstance(event.message.get("context"), list):
        return
    history = event.client.history
    wanted = dict(_ALWAYS)
    if history.alerts.reporting:
        wanted["Alerts.AlertsState"] = "CIC-AL-004"
    if history.playback.reporting:
        wanted["AudioPlayer.PlaybackState"] = "CIC-AP-050"
    # The context is as old as the beginning of its request. What came before this connection may
    # have been told by a device that has been started anew since, and knows nothing of it.
    since, until = event.connection.began_at, event.request.began_at
    if any(since <= report.at < until for report in history.speech.reports):
        wanted["SpeechSynthesizer.SpeechState"] = "CIC-SS-036"
    if "volume" in event.states.get("Device.DeviceState", {}):
        wanted["Speaker.VolumeState"] = "CIC-CX-080"
    for name, rule in wanted.items():
        if name not in event.states:
            yield Finding(rule, f"the context lacks {name}")


def misnamed(event: IncomingEvent) -> Iterator[Finding]:
    """The namespace of AlertsState is Alerts."""
    if "Alert.AlertsState" in event.states:
        yield Finding("CIC-CX-012", "Alert.AlertsState is called Alerts.AlertsState")


CHECKS = (missing, misnamed)
