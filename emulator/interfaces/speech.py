"""The server's voice: silence of a likely length."""

from typing import Final

from ..answers import Attachment, Part
from ..messages import directive, new_id
from ..mp3 import silence

SECONDS_PER_CHARACTER: Final = {"en": 0.06}
"""How long speech takes, roughly."""
SECONDS_PER_SYLLABLE: Final = 0.14
"""The same where a character is a syllable: Korean, Japanese, Chinese."""


def speak_parts(text: str, language: str) -> list[Part]:
    """Speak and its attachment: clients get real MP3 bytes of a likely size."""
    seconds = len(text) * SECONDS_PER_CHARACTER.get(language, SECONDS_PER_SYLLABLE)
    attachment = Attachment.of(silence(seconds))
    payload = {
        "format": "AUDIO_MPEG",
        "token": new_id(),
        "ttsLang": language,
        "url": f"cid:{attachment.content_id}",
    }
    return [directive("SpeechSynthesizer", "Speak", payload), attachment]
