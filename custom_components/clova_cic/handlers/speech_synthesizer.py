"""SpeechSynthesizer: which item of CLOVA's voice sounds (docs/protocol/interfaces/speech_synthesizer.md).

The voice itself goes to Home Assistant's text-to-speech, see tts.py.
"""

from collections.abc import Iterable
from typing import override

from .entry_handler import EntryHandler


class SpeechSynthesizerHandler(EntryHandler):
    """Tells the state of the last item."""

    namespace = "SpeechSynthesizer"

    @override
    def context(self) -> Iterable[object]:
        """Tell what was reported last; nothing before the first item (CIC-CX-085)."""
        state = self.coordinator.voice.reports.state
        return (state,) if state is not None else ()
