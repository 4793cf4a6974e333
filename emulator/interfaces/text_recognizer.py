"""TextRecognizer: a sentence to the assistant, its reply as directives (text_recognizer.md)."""

from ..answers import Answer
from ..event import IncomingEvent
from .reply import answer_to
from .service import Handler, Service


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def recognize(event: IncomingEvent) -> Answer:
        return answer_to(service, event, str(event.payload.get("text", "")))

    return {"TextRecognizer.Recognize": recognize}
