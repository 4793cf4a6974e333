"""SpeechSynthesizer: which item of CLOVA's voice sounds (docs/protocol/interfaces/speech_synthesizer.md).

The voice of an answer goes to Home Assistant's text-to-speech, see tts.py; what CLOVA says of its own
accord goes to the speaker, see speech/up.py.
"""

from collections.abc import Iterable
from typing import override

from ..cic import handles
from ..cic.interfaces.speech_synthesizer import Speak
from .entry_handler import EntryHandler


class SpeechSynthesizerHandler(EntryHandler):
    """Tells the state of the last item."""

    namespace = "SpeechSynthesizer"

    @override
    def context(self) -> Iterable[object]:
        """Tell what was reported last; nothing before the first item (CIC-CX-085)."""
        state = self.coordinator.voice.reports.state
        return (state,) if state is not None else ()

    @handles(Speak)
    async def speak(self, _: Speak) -> None:
        """Leave it: the client has handed the sound to whoever lets it be heard."""
