"""Sounds that the device has itself: struck notes, made at run time into WAV files that every player takes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cache
import io
import math
import struct
from typing import Final
import wave

from homeassistant.core import HomeAssistant

from .shelf import Local

CONTENT_TYPE: Final = "audio/wav"
SUFFIX: Final = ".wav"

_RATE: Final = 22_050  # samples a second
_HEADER: Final = 44  # bytes that the wave module writes before the samples
_SILENT: Final = 0.002  # of the loudness: nobody hears that


@dataclass(frozen=True, slots=True, kw_only=True)
class Melody:
    """Struck notes, and how they sound."""

    seconds: float
    notes: tuple[tuple[float, float], ...]
    """Seconds after the start, hertz."""
    loudness: int
    """Of 32,767, where it is loudest."""
    decay: float = 0.0
    """By how many e-foldings a note has faded after a second."""
    overtones: tuple[tuple[float, float], ...] = ((1.0, 1.0),)
    """Multiples of the pitch, and their loudness."""
    attack: float = 0.004
    """Seconds in which a note comes; shorter ones click."""
    fade: float = 0.05
    """Seconds in which the end goes."""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return _HEADER + 2 * self.count

    @property
    def count(self) -> int:
        """Samples of it."""
        return int(self.seconds * _RATE)


def async_local(hass: HomeAssistant, melody: Melody) -> Local:
    """Return a melody as something that a player may fetch."""

    async def chunks() -> AsyncGenerator[bytes]:
        yield await hass.async_add_executor_job(wav, melody)

    return Local(content_type=CONTENT_TYPE, chunks=chunks, size=melody.size)


@cache
def wav(melody: Melody) -> bytes:
    """Return the file. The first call computes it, for some tenths of a second."""
    samples = (int(melody.loudness * level) for level in _levels(melody))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(struct.pack(f"<{melody.count}h", *samples))
    return file.getvalue()


def _levels(melody: Melody) -> list[float]:
    """Add the notes up, to at most 1."""
    levels = [0.0] * melody.count
    for begin, pitch in melody.notes:
        _strike(levels, melody, int(begin * _RATE), pitch)
    loudest = max(map(abs, levels))
    fading = melody.fade * _RATE
    return [
        level / loudest * min((melody.count - number) / fading, 1.0)
        for number, level in enumerate(levels)
    ]


def _strike(levels: list[float], melody: Melody, first: int, pitch: float) -> None:
    """Add one note, until nobody hears it any more."""
    for number in range(first, len(levels)):
        age = (number - first) / _RATE
        volume = min(age / melody.attack, 1.0) * math.exp(-melody.decay * age)
        if volume < _SILENT and age > melody.attack:
            break
        for multiple, part in melody.overtones:
            levels[number] += volume * part * math.sin(2 * math.pi * pitch * multiple * age)
