"""A short tone by which a new volume is noticed while nothing plays (CIC-DC-024), a WAV file."""

from collections.abc import AsyncGenerator
from functools import cache
import io
import math
import struct
from typing import Final
import wave

from ..media.shelf import Local

CONTENT_TYPE: Final = "audio/wav"
SUFFIX: Final = ".wav"
SECONDS: Final = 0.15

_RATE: Final = 22_050  # samples a second; every player takes it
_COUNT: Final = int(SECONDS * _RATE)
_HEADER: Final = 44  # bytes that the wave module writes before the samples
_PITCH: Final = 659.26  # hertz: E5
_LOUDNESS: Final = 8_000  # of 32,767
_EDGE: Final = 0.02  # seconds; shorter ones click


@cache
def tone() -> bytes:
    """Return the file."""
    samples = (_sample(number / _RATE) for number in range(_COUNT))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(struct.pack(f"<{_COUNT}h", *samples))
    return file.getvalue()


def _sample(moment: float) -> int:
    level = min(moment / _EDGE, (SECONDS - moment) / _EDGE, 1.0)
    return int(_LOUDNESS * level * math.sin(2 * math.pi * _PITCH * moment))


def local_tone() -> Local:
    """Return it as something that a player may fetch."""

    async def chunks() -> AsyncGenerator[bytes]:
        yield tone()

    return Local(content_type=CONTENT_TYPE, chunks=chunks, size=_HEADER + 2 * _COUNT)
