"""SpeechSynthesizer: CLOVA's voice (docs/protocol/interfaces/speech_synthesizer.md)."""

from typing import Literal

from .message import context_object, directive, event
from .payload import Code, named, payload, tolerated
from .shapes import TokenRef

SPEAK = "SpeechSynthesizer.Speak"


@payload
class SpokenText:
    """The wording of a Speak directive, which only the first edition tells."""

    tts_text: str


@directive(SPEAK)
class Speak:
    """Play speech from a part of the same response (`cid:…`) or from a URI (CIC-SS-003)."""

    url: str
    token: str | None = tolerated()
    format: Code | None = tolerated()
    content_type: Code | None = None  # only for HLS, and then stronger than the format
    tts_lang: Code | None = None
    pause_before: float | None = named("x-clova-pause-before", default=None)  # ms (CIC-SS-009)
    tts_text: str | None = None  # first edition only


@event("SpeechSynthesizer.Request")
class Request:
    """Ask CLOVA to speak a text (CIC-SS-050)."""

    text: str
    lang: Literal["en", "ja", "ko", "zh"]


@event("SpeechSynthesizer.SpeechStarted")
class SpeechStarted(TokenRef):
    """An item began to sound (CIC-SS-030)."""


@event("SpeechSynthesizer.SpeechFinished")
class SpeechFinished(TokenRef):
    """An item was spoken to its end (CIC-SS-031)."""


@event("SpeechSynthesizer.SpeechStopped")
class SpeechStopped(TokenRef):
    """An item was cut off (CIC-SS-032)."""


@context_object("SpeechSynthesizer.SpeechState")
class SpeechState(TokenRef):
    """The last item; before the first there is no such object (CIC-CX-085)."""

    player_activity: Literal["PLAYING", "STOPPED", "FINISHED"]
