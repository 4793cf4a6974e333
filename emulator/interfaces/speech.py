"""What the server says aloud."""

from ..answers import Part, Spoken
from ..messages import directive, new_id


def speak_parts(text: str, language: str) -> list[Part]:
    """Speak and what it names: the sentence, whose sound the voice makes before it is sent."""
    spoken = Spoken.of(text, language)
    payload = {
        "format": "AUDIO_MPEG",
        "token": new_id(),
        "ttsLang": language,
        "url": f"cid:{spoken.content_id}",
    }
    return [directive("SpeechSynthesizer", "Speak", payload), spoken]
