"""The sound of a notification that the device has itself (CIC-NO-013): two struck notes, a WAV file."""

from functools import cache
import io
import math
import struct
from typing import Final
import wave

CONTENT_TYPE: Final = "audio/wav"
SUFFIX: Final = ".wav"
SECONDS: Final = 1.1

_RATE: Final = 22_050  # samples a second; every player takes it
_COUNT: Final = int(SECONDS * _RATE)
_HEADER: Final = 44  # bytes that the wave module writes before the samples
SIZE: Final = _HEADER + 2 * _COUNT
"""Bytes of the file."""
_LOUDNESS: Final = 9_000  # of 32,767: it comes on top of whatever is heard
_DECAY: Final = 5.0  # by how many e-foldings a note has faded after a second
_ATTACK: Final = 0.004  # seconds; shorter ones click
_NOTES: Final = ((0.0, 783.99), (0.22, 1174.66))  # seconds after the start, hertz: G5, D6
_OVERTONES: Final = ((1.0, 1.0), (2.76, 0.25))  # multiples of the pitch and loudness, as of a bar


@cache
def chime() -> bytes:
    """Return the file. The first call computes it, for some tens of milliseconds."""
    samples = (int(_LOUDNESS * _pressure(number / _RATE)) for number in range(_COUNT))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(struct.pack(f"<{_COUNT}h", *samples))
    return file.getvalue()


def _pressure(moment: float) -> float:
    """Return how far the membrane is out, seconds after the start."""
    out = 0.0
    for begin, pitch in _NOTES:
        age = moment - begin
        if age >= 0:
            level = min(age / _ATTACK, 1.0) * math.exp(-_DECAY * age)
            for multiple, part in _OVERTONES:
                out += level * part * math.sin(2 * math.pi * pitch * multiple * age)
    fading = (SECONDS - moment) / 0.05
    return out / 2 * min(fading, 1.0)
