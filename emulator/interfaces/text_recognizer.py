"""TextRecognizer: a sentence to the assistant, its reply as directives (text_recognizer.md)."""

from collections.abc import Callable

from ..answers import Answer
from ..assistant import Assistant
from ..config import EmulatorConfig
from ..event import IncomingEvent
from .reply import reply_parts


def handlers(config: EmulatorConfig) -> dict[str, Callable[[IncomingEvent], Answer | None]]:
    """The events of this interface, served by an assistant of their own."""
    assistant = Assistant(config.clock)

    def recognize(event: IncomingEvent) -> Answer:
        reply = assistant.answer(
            str(event.payload.get("text", "")),
            user=event.client.number,
            dialogue_id=event.dialogue_id,
        )
        return Answer(reply_parts(reply, voice=config.voice))

    return {"TextRecognizer.Recognize": recognize}
