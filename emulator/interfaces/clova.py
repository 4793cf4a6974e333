"""Clova: requests that were made elsewhere and given to this device (clova.md, delegation)."""

from ..answers import Answer
from ..event import IncomingEvent
from .reply import answer_to
from .service import Handler, Service


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def delegated(event: IncomingEvent) -> Answer | None:
        """CIC-CL-072: the directives of the request are the answer; 204 if there is none."""
        delegation_id = str(event.payload.get("delegationId"))
        what = service.delegations.fetch(delegation_id, event.client.number)
        if what is None:
            return None
        return answer_to(service, event, what) if isinstance(what, str) else Answer(what)

    return {"Clova.ProcessDelegatedEvent": delegated}
