"""The device's own bells (CIC-AL-022), made at run time: one for each type of alert, WAV files."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cache
import io
import math
import struct
from typing import Final
import wave

from homeassistant.core import HomeAssistant

from ..media.view import Local

CONTENT_TYPE: Final = "audio/wav"
SUFFIX: Final = ".wav"

_RATE: Final = 22_050  # samples a second; every player takes it
_HEADER: Final = 44  # bytes that the wave module writes before the samples
_LOUDNESS: Final = 16_000  # of 32,767: it has to wake somebody
_ATTACK: Final = 0.003  # seconds; shorter ones click


@dataclass(frozen=True, slots=True)
class _Melody:
    """Struck notes: seconds after the start, hertz; and how it sounds."""

    seconds: float
    notes: tuple[tuple[float, float], ...]
    decay: float  # by how many e-foldings a note has faded after a second
    overtones: tuple[tuple[float, float], ...]  # multiples of the pitch, and their loudness


_BAR: Final = ((1.0, 1.0), (2.76, 0.3), (5.4, 0.1))  # as of a struck bar
_BELL: Final = ((0.5, 0.4), (1.0, 1.0), (2.0, 0.5), (2.4, 0.3))  # as of a bell
_BEEP: Final = ((1.0, 1.0), (3.0, 0.2))

_MELODIES: Final = {
    "ALARM": _Melody(
        4.0,
        tuple((0.5 * beat, pitch) for beat, pitch in enumerate((659.3, 784.0, 987.8, 784.0) * 2)),
        4.0,
        _BAR,
    ),
    "TIMER": _Melody(
        3.0,
        tuple((bar + 0.16 * beat, 1318.5) for bar in (0.0, 1.0, 2.0) for beat in range(3)),
        14.0,
        _BEEP,
    ),
    "REMINDER": _Melody(4.0, ((0.0, 880.0), (0.55, 1108.7), (1.1, 1318.5)), 1.6, _BELL),
    "ACTIONTIMER": _Melody(2.5, ((0.0, 784.0), (0.3, 1046.5)), 2.2, _BELL),
}
_GENERAL: Final = "ALARM"


def bell_seconds(kind: str) -> float:
    """Return how long a bell is."""
    return _melody(kind).seconds


def async_bell(hass: HomeAssistant, kind: str) -> Local:
    """Return the bell for a type of alert, as a player can have it."""

    async def chunks() -> AsyncGenerator[bytes]:
        yield await hass.async_add_executor_job(bell, kind)

    size = _HEADER + 2 * _count(_melody(kind))
    return Local(content_type=CONTENT_TYPE, chunks=chunks, size=size)


@cache
def _made(melody: _Melody) -> bytes:
    """Return the file. The first call computes it, for some tenths of a second."""
    samples = [int(_LOUDNESS * level) for level in _levels(melody)]
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def bell(kind: str) -> bytes:
    """Return the file of a bell; blocks while it is made."""
    return _made(_melody(kind))


def _melody(kind: str) -> _Melody:
    return _MELODIES.get(kind, _MELODIES[_GENERAL])


def _count(melody: _Melody) -> int:
    return int(melody.seconds * _RATE)


def _levels(melody: _Melody) -> list[float]:
    """Add the notes up, to at most 1."""
    total = sum(part for _, part in melody.overtones)
    levels = [0.0] * _count(melody)
    for begin, pitch in melody.notes:
        first = int(begin * _RATE)
        for number in range(first, len(levels)):
            age = (number - first) / _RATE
            volume = min(age / _ATTACK, 1.0) * math.exp(-melody.decay * age)
            if volume < _SILENT and age > _ATTACK:
                break
            for multiple, part in melody.overtones:
                levels[number] += (
                    volume * part / total * math.sin(2 * math.pi * pitch * multiple * age)
                )
    loudest = max(map(abs, levels))
    return [_faded(level / loudest, number, len(levels)) for number, level in enumerate(levels)]


_SILENT: Final = 0.002  # of the loudness: nobody hears that
_FADE: Final = 0.05  # seconds at the end, so that it does not click


def _faded(level: float, number: int, count: int) -> float:
    return level * min((count - number) / (_FADE * _RATE), 1.0)
