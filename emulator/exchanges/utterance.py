"""Where an utterance ends: by how loud the audio is."""

from math import sumprod
import struct
from typing import Final

SAMPLE_RATE: Final = 16_000
SAMPLE_BYTES: Final = 2
FRAME_SAMPLES: Final = SAMPLE_RATE // 50
"""20 ms, over which loudness is measured."""
FRAME_BYTES: Final = FRAME_SAMPLES * SAMPLE_BYTES
LOUD: Final = 500
"""Root mean square of a frame from which on it is speech; full scale is 32767."""
SPEECH_FRAMES: Final = 3
"""So many loud frames (60 ms) are speech; a click is not."""
QUIET_FRAMES: Final = 30
"""So many quiet frames (600 ms) after speech are its end."""
MARGIN: Final = 10 * FRAME_BYTES
"""Bytes (200 ms) around the loud frames that belong to speech: it begins and ends softly."""

_SAMPLES: Final = struct.Struct(f"<{FRAME_SAMPLES}h")


class Utterance:
    """Over after speech and a pause, or after so much audio (CIC-T-038: PCM, 16 bit, 16 kHz)."""

    def __init__(self, limit: float, skipped: int = 0) -> None:
        """`limit` in seconds of audio; the first `skipped` samples, a wake word, do not count."""
        self.heard = 0
        """Bytes that were listened to."""
        self._limit = max(FRAME_BYTES, int(limit * SAMPLE_RATE) * SAMPLE_BYTES)
        self._skipped = skipped * SAMPLE_BYTES
        self._rest = bytearray()
        self._loud = 0
        self._quiet = 0
        self._first = 0
        self._last = 0

    @property
    def span(self) -> slice:
        """Which of the bytes are speech, with a margin; nothing if there was none."""
        if not self.begun:
            return slice(0, 0)
        return slice(max(self._skipped, self._first - MARGIN), self._last + MARGIN)

    @property
    def begun(self) -> bool:
        """Whether speech was heard."""
        return self._loud >= SPEECH_FRAMES

    def feed(self, pcm: bytes) -> bool:
        """Listen to more, up to the end; whether the utterance is over. Not to be called then."""
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            if self.heard >= self._skipped:
                self._weigh(frame)
            self.heard += FRAME_BYTES
            if self._quiet >= QUIET_FRAMES or self.heard >= self._limit:
                return True
        return False

    def _weigh(self, frame: bytes) -> None:
        samples = _SAMPLES.unpack(frame)
        if sumprod(samples, samples) >= LOUD**2 * FRAME_SAMPLES:
            if not self._loud:
                self._first = self.heard
            self._last = self.heard + FRAME_BYTES
            self._loud += 1
            self._quiet = 0
        elif self.begun:
            self._quiet += 1
