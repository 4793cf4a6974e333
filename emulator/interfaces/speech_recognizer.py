"""SpeechRecognizer: the answer to what was said (speech_recognizer.md). exchanges/ear.py listens."""

from ..answers import Answer
from ..event import IncomingEvent
from .reply import answer_to
from .service import Handler, Service


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def recognize(event: IncomingEvent) -> Answer:
        return answer_to(service, event, event.request.transcript or "")

    return {"SpeechRecognizer.Recognize": recognize}
