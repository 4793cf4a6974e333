"""SpeechSynthesizer: CLOVA's voice (docs/protocol/interfaces/speech_synthesizer.md)."""

from .payload import payload

SPEAK = "SpeechSynthesizer.Speak"


@payload
class SpokenText:
    """The wording of a Speak directive, which only the first edition tells."""

    tts_text: str
