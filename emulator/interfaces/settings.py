"""Settings: what the device reports is kept, what it can choose from is told (settings.md)."""

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive
from ..samples import sample
from .service import Handler, Service


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def reported(event: IncomingEvent) -> None:
        configuration = event.payload.get("configuration")
        kept = service.configurations.of(event.client)
        kept.clear()
        if isinstance(configuration, dict):
            kept.update(configuration)

    return {
        "Settings.Report": reported,
        "Settings.RequestVersionSpec": _version_spec,
    }


def _version_spec(_: IncomingEvent) -> Answer:
    """CIC-SE-031: in the response."""
    payload = sample("Settings.UpdateVersionSpec")
    return Answer([directive("Settings", "UpdateVersionSpec", payload)])
