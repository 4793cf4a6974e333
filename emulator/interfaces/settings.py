"""Settings: what the device reports is kept, what it can choose from is told (settings.md)."""

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import Json, directive
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
        "Settings.RequestVersionSpec": lambda _: Answer([_version_spec(service)]),
    }


def _version_spec(service: Service) -> Json:
    """The voices to choose from (CIC-SE-031)."""
    payload = sample("Settings.UpdateVersionSpec")
    if service.voices:
        listed = [{"key": key, "name": name} for key, name in service.voices.items()]
        payload["spec"]["voiceType"] |= {"list": listed, "default": listed[0]}
    return directive("Settings", "UpdateVersionSpec", payload)
