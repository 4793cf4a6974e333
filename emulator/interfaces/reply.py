"""The assistant's reply as directives."""

from typing import Final

from ..answers import Attachment, Part
from ..assistant import Reply
from ..messages import directive, new_id
from ..mp3 import silence

LISTEN_MILLISECONDS: Final = 7000
"""How long a question waits for its answer; the value of the protocol's samples."""
SECONDS_PER_CHARACTER: Final = {"en": 0.06, "ja": 0.14, "ko": 0.14}
"""How long speech takes, roughly."""


def reply_parts(reply: Reply, *, voice: bool) -> list[Part]:
    """RenderText; Speak with its attachment if there is a voice; ExpectSpeech after a question.

    The voice is silence as long as the sentence: clients get real MP3 bytes of a likely size.
    """
    parts: list[Part] = [directive("Clova", "RenderText", {"text": reply.text})]
    if voice:
        seconds = len(reply.text) * SECONDS_PER_CHARACTER[reply.language]
        attachment = Attachment.of(silence(seconds))
        speak = {
            "format": "AUDIO_MPEG",
            "token": new_id(),
            "ttsLang": str(reply.language),
            "url": f"cid:{attachment.content_id}",
        }
        parts += [directive("SpeechSynthesizer", "Speak", speak), attachment]
    if reply.asks:
        expect = {
            "expectSpeechId": new_id(),
            "explicit": True,
            "timeoutInMilliseconds": LISTEN_MILLISECONDS,
        }
        parts.append(directive("SpeechRecognizer", "ExpectSpeech", expect))
    return parts
