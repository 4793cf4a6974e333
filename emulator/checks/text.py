"""TextRecognizer (text_recognizer.md)."""

from collections.abc import Iterator

from ..event import IncomingEvent
from ..findings import Finding


def text(event: IncomingEvent) -> Iterator[Finding]:
    """TextRecognizer.Recognize has a text, and it is not empty."""
    if event.name != "TextRecognizer.Recognize":
        return
    value = event.payload.get("text")
    if not isinstance(value, str):
        yield Finding("CIC-TX-001", "TextRecognizer.Recognize has no text", refuse=True)
    elif not value.strip():
        yield Finding("CIC-TX-001", "the text is empty")


CHECKS = (text,)
