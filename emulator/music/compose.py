"""What the pieces sound like: bars of notes as PCM, the same for the same track."""

from array import array
from collections.abc import Iterator
import math
from random import Random
import sys
from typing import Final
import zlib

from .catalogue import Track

RATE: Final = 24_000
"""Samples per second, mono, 16 bit, little endian."""
_LOUD: Final = 9000
"""Of 32767, for the melody; bass and chord are softer, and their sum stays below the limit."""
_BARS: Final = 8
"""Bars that are made; the piece is a round of them."""
_BEATS: Final = 4
_OVERTONES: Final = ((1, 1.0), (2, 0.4), (3, 0.2), (4, 0.1))
_CYCLE: Final = 1024
"""Samples of one cycle of a tone, a power of two."""
_ATTACK: Final = RATE // 100
"""Samples in which a note comes up."""

# Seconds of a beat; steps of the scale in semitones; roots of the chords; where the second of two
# notes of a beat comes, in parts of the beat: later is swing.
_STYLES: Final[dict[str, tuple[float, tuple[int, ...], tuple[int, ...], float]]] = {
    "pop": (0.5, (0, 2, 4, 7, 9), (0, 7, 9, 5), 0.5),
    "jazz": (0.42, (0, 3, 5, 6, 7, 10), (0, 5, 7, 0), 0.66),
    "classical": (0.75, (0, 2, 4, 5, 7, 9, 11), (0, 5, 7, 0), 0.5),
}
_MIDDLE_C: Final = 261.63
_WAVE: Final = tuple(
    sum(share * math.sin(2 * math.pi * number * at / _CYCLE) for number, share in _OVERTONES)
    / sum(share for _, share in _OVERTONES)
    for at in range(_CYCLE)
)
"""One cycle; no sample is beyond 1."""


def pcm(track: Track) -> Iterator[bytes]:
    """The piece bar by bar, exactly as long as it is."""
    bars = _bars(track)
    left = track.seconds * RATE * 2
    while left > 0:
        for bar in bars:
            yield bar[:left]
            left -= len(bar)
            if left <= 0:
                return


def _bars(track: Track) -> list[bytes]:
    beat, scale, roots, second = _STYLES[track.genre]
    # The piece has to be the same every time; nothing depends on its being hard to guess.
    dice = Random(zlib.crc32(track.token.encode()))  # noqa: S311
    key = dice.randrange(-5, 6)
    bars: list[bytes] = []
    for number in range(_BARS):
        root = key + roots[number % len(roots)]
        bar = array("h", bytes(round(beat * _BEATS * RATE) * 2))
        _add(bar, 0.0, beat * _BEATS, root - 24, 0.5)
        _add(bar, 0.0, beat * _BEATS, root - 5, 0.25)
        for step in range(_BEATS):
            _add(bar, step * beat, beat, key + dice.choice(scale), 1.0)
            if dice.random() < 0.5:  # noqa: PLR2004 - every other beat has two notes
                _add(
                    bar, (step + second) * beat, beat * (1 - second), key + dice.choice(scale), 0.8
                )
        if sys.byteorder == "big":
            bar.byteswap()
        bars.append(bar.tobytes())
    return bars


def _add(bar: array[int], start: float, seconds: float, semitone: int, volume: float) -> None:
    """One note, which fades away; `start` and `seconds` within the bar."""
    step = _MIDDLE_C * 2 ** (semitone / 12) / RATE * _CYCLE
    first = round(start * RATE)
    count = min(round(seconds * RATE), len(bar) - first)
    loud = _LOUD * volume
    wave = _WAVE
    for at in range(count):
        shape = loud * (1 - at / count)
        if at < _ATTACK:
            shape *= at / _ATTACK
        bar[first + at] += int(shape * wave[int(at * step) & _CYCLE - 1])
