"""MP3 without an encoder: frames of digital silence.

MPEG-2 Layer III, 24 kHz, mono, 8 kbit/s: 576 samples and 24 bytes to a frame (ISO/IEC 13818-3,
2.4.2.3). With side information of zeros a frame holds no spectral values, which is silence.
"""

from math import ceil
from typing import Final

SAMPLE_RATE: Final = 24_000
FRAME_SAMPLES: Final = 576
FRAME_SIZE: Final = 24

# 11 sync bits, version 10 (MPEG-2), layer 01 (III), no CRC | bit rate 0001 (8 kbit/s), sampling
# rate 01 (24 kHz), no padding, private 0 | mode 11 (mono), then copyright, emphasis: none.
_HEADER: Final = bytes((0xFF, 0xF3, 0x14, 0xC4))
_FRAME: Final = _HEADER + bytes(FRAME_SIZE - len(_HEADER))


def silence(seconds: float) -> bytes:
    """MP3 bytes that play at least this long."""
    return _FRAME * max(1, ceil(seconds * SAMPLE_RATE / FRAME_SAMPLES))
