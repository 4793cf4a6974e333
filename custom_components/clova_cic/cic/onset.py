"""When somebody begins to speak, told by loudness alone.

Whoever hands over the audio says nothing of voices in it. A frame of 20 ms is loud if it would be
speech at any microphone, or if it is three times as loud as the quietest frame so far: the room.
Three loud frames in a row are speech; a click is shorter. A mistake costs little on one side only:
noise that counts as speech is sent and answered, speech that counts as noise is lost. So the rule
is quick to hear speech, and what came shortly before goes along.
"""

from math import sqrt, sumprod
import struct

PRE_ROLL = 32_000  # bytes: one second, in which a soft first syllable is told from the room
_FRAME = 320  # samples of 20 ms at 16 kHz
_FRAME_BYTES = _FRAME * 2
_FRAMES = 3
# Root mean squares of 16-bit samples, without what is constant in them (cheap microphones add it).
_LOUD = 700.0  # speech at arm's length from a microphone without gain
_FAINT = 40.0  # what no speech is below: 58 dB under full scale
_MUTED = 4.0  # quieter than any room: a microphone that is not open yet
_ABOVE_ROOM = 3.0  # times: speech fades by more than that between two syllables

_SAMPLES = struct.Struct(f"<{_FRAME}h")


class Onset:
    """Holds audio back until somebody speaks."""

    def __init__(self) -> None:
        """Nobody has spoken."""
        self.begun = False
        self._held = bytearray()
        self._weighed = 0  # bytes of it
        self._room: float | None = None  # as quiet as it has been
        self._loud = 0  # frames in a row

    def feed(self, data: bytes) -> bytes:
        """Return what goes on its way: nothing at first, then PRE_ROLL with it, then everything."""
        if self.begun:
            return data
        self._held += data
        begun = False
        while not begun and len(self._held) - self._weighed >= _FRAME_BYTES:
            begun = self._is_speech(self._held[self._weighed : self._weighed + _FRAME_BYTES])
            self._weighed += _FRAME_BYTES
            if self._weighed > PRE_ROLL:
                del self._held[:_FRAME_BYTES]
                self._weighed -= _FRAME_BYTES
        if not begun:
            return b""
        self.begun = True
        held, self._held = self._held, bytearray()
        return bytes(held)

    def _is_speech(self, frame: bytes | bytearray) -> bool:
        """Weigh one frame against those before it; return whether this makes it speech."""
        loudness = _loudness(frame)
        threshold = min(max((self._room or 0.0) * _ABOVE_ROOM, _FAINT), _LOUD)
        known = self._room is not None or loudness >= _LOUD
        self._loud = self._loud + 1 if known and loudness >= threshold else 0
        if loudness >= _MUTED:
            self._room = min(loudness, self._room or loudness)
        return self._loud >= _FRAMES


def _loudness(frame: bytes | bytearray) -> float:
    """Return the root mean square of a frame."""
    samples = _SAMPLES.unpack(frame)
    mean = sum(samples) / _FRAME
    return sqrt(max(sumprod(samples, samples) / _FRAME - mean * mean, 0.0))
