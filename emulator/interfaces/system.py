"""System (system.md)."""

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import Json, directive
from .service import Handler, Service


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def synchronize(event: IncomingEvent) -> Answer:
        """CIC-SY-001: answered with SynchronizeState."""
        payload: Json = {}
        if service.config.system_alerts != "absent":
            payload["allAlerts"] = []
        if service.config.system_alerts == "filled":
            alerts = service.alerts.of(event.client).alerts
            payload["allAlerts"] = [each.payload for each in alerts]
        return Answer([directive("System", "SynchronizeState", payload)])

    return {"System.RequestSynchronizeState": synchronize}
