"""SpeechSynthesizer: a voice on request (speech_synthesizer.md)."""

from typing import Final

from ..answers import Answer
from ..event import IncomingEvent
from .service import Handler
from .speech import speak_parts

_REPORTS: Final = ("SpeechFinished", "SpeechStarted", "SpeechStopped")


def handlers() -> dict[str, Handler]:
    """The events of this interface."""
    return {
        "SpeechSynthesizer.Request": _speak,
        **{f"SpeechSynthesizer.{name}": _nothing for name in _REPORTS},
    }


def _nothing(_: IncomingEvent) -> None:
    """204 (CIC-SS-037)."""


def _speak(event: IncomingEvent) -> Answer:
    """CIC-SS-051: answered with Speak."""
    payload = event.payload
    return Answer(speak_parts(str(payload.get("text", "")), str(payload.get("lang", "en"))))
