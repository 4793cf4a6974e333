"""TextRecognizer (text_recognizer.md)."""

from collections.abc import Iterator

from ..event import IncomingEvent
from ..findings import Finding


def text(event: IncomingEvent) -> Iterator[Finding]:
    """The text of TextRecognizer.Recognize is not empty."""
    value = event.payload.get("text")
    if event.name == "TextRecognizer.Recognize" and isinstance(value, str) and not value.strip():
        yield Finding("CIC-TX-001", "the text is empty")


CHECKS = (text,)
