"""What is said, and what answers sound like."""

import math
import struct
from typing import Final

SAMPLE_RATE: Final = 16_000
SAMPLE_BYTES: Final = 2
_LOUD: Final = 8000
_STEP: Final = 0.2  # radians between two samples: 509 Hz

# A frame of silence: MPEG-2 Layer III, 32 kbit/s (a usual rate for speech), 24 kHz, mono
# (ISO/IEC 13818-3, 2.4.2.3); side information of zeros means that there is no sound.
_FRAME: Final = bytes((0xFF, 0xF3, 0x44, 0xC4)).ljust(96, b"\0")
_FRAME_SECONDS: Final = 576 / 24_000


def speech(seconds: float) -> bytes:
    """Make what a microphone hears: 16 kHz, 16 bit, mono, loud to the end."""
    count = int(seconds * SAMPLE_RATE)
    return struct.pack(f"<{count}h", *(int(_LOUD * math.sin(n * _STEP)) for n in range(count)))


def mp3(seconds: float) -> bytes:
    """Make an answer: 4000 bytes a second."""
    return _FRAME * math.ceil(seconds / _FRAME_SECONDS)
