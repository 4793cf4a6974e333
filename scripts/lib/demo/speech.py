"""Something to say to Home Assistant, as a microphone would hear it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
import math
import shutil
import struct
from typing import Final
import wave

from emulator.speech import espeak

_SAMPLE_BYTES: Final = 2
_TONE_RATE: Final = 16_000
_TONE_SECONDS: Final = 0.8
_TONE_LEVEL: Final = 8000
"""Of 32767: as loud as somebody who speaks."""
_TONE_HERTZ: Final = 440


@dataclass(frozen=True, slots=True)
class Speech:
    """Samples of 16 bit, one channel."""

    samples: bytes
    rate: int
    """Samples in a second."""

    def chunk_size(self, seconds: float) -> int:
        """Return how many bytes last so long."""
        return int(self.rate * seconds) * _SAMPLE_BYTES


async def say(sentence: str, language: str) -> Speech:
    """Return the sentence as espeak-ng speaks it; a tone where that is not installed."""
    if shutil.which(espeak.ESPEAK) is None:
        return tone()
    data = await espeak.speak_wav(sentence, language)
    with wave.open(BytesIO(data)) as file:
        return Speech(file.readframes(len(data)), file.getframerate())


def tone() -> Speech:
    """Return what CLOVA takes for speech: it goes by loudness first."""
    turn = 2 * math.pi * _TONE_HERTZ / _TONE_RATE
    count = int(_TONE_SECONDS * _TONE_RATE)
    samples = (round(_TONE_LEVEL * math.sin(turn * at)) for at in range(count))
    return Speech(struct.pack(f"<{count}h", *samples), _TONE_RATE)


def microphone(speech: Speech, *, seconds: float, step: float) -> Iterator[bytes]:
    """Yield the speech in pieces of `step` seconds, then silence, for so many seconds in all."""
    size = speech.chunk_size(step)
    for at in range(0, speech.chunk_size(seconds), size):
        yield speech.samples[at : at + size].ljust(size, b"\0")
