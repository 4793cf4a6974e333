"""MP3 without an encoder: frames of silence and of three tones, and how fast a file plays.

MPEG-2 Layer III, 24 kHz, mono: 576 samples to a frame (ISO/IEC 13818-3, 2.4.2.3), 24 bytes at
8 kbit/s and 48 at 16. With side information of zeros a frame holds no spectral values, which is
silence. A tone whose period divides a frame's 576 samples has the same spectrum in every frame, so
one frame of it, encoded once without a bit reservoir, is all there is to keep:

    ffmpeg -f lavfi -i sine=frequency=375:sample_rate=24000 -b:a 16k -reservoir 0 -f mp3 …
"""

from math import ceil
from typing import Final

SAMPLE_RATE: Final = 24_000
FRAME_SAMPLES: Final = 576
FRAME_SIZE: Final = 24
TONE_FRAME_SIZE: Final = 48

# 11 sync bits, version 10 (MPEG-2), layer 01 (III), no CRC | bit rate 0001 (8 kbit/s), sampling
# rate 01 (24 kHz), no padding, private 0 | mode 11 (mono), then copyright, emphasis: none.
_HEADER: Final = bytes((0xFF, 0xF3, 0x14, 0xC4))
_FRAME: Final = _HEADER + bytes(FRAME_SIZE - len(_HEADER))

_TONE_HEADER: Final = bytes((0xFF, 0xF3, 0x24, 0xC4))  # the same with 0010 (16 kbit/s)
_TONE_BODIES: Final = (
    "00072a220400b80e68ff08f0800c67bff28ffffe2118ffff47ffff419ffffbffffc63fffca30",  # 375 Hz
    "0007da160400b80b24f84402b060625e11e9d418659fff7ffd6ff0b0cfffffc2dbfffff5fffffe16c0",  # 500 Hz
    "0007785a18c00dea664119af35e117974183e4f844a20c4764346cc8e9fb74e4f4fdbb36fc8fd0",  # 625 Hz
)
TONES: Final = tuple(
    (_TONE_HEADER + bytes.fromhex(body)).ljust(TONE_FRAME_SIZE, b"\0") for body in _TONE_BODIES
)
"""A frame of each, to be repeated."""
_REST: Final = _TONE_HEADER.ljust(TONE_FRAME_SIZE, b"\0")
_NOTE_FRAMES: Final = 7
"""168 ms of a tone, then a frame of rest: about the length of a syllable."""

# kbit/s by the header's index; index 0 says nothing, 15 is not allowed.
_KBITS_MPEG1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_KBITS_MPEG2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SYNC: Final = 0xE0
_MPEG1: Final = 0b11
_LAYER_III: Final = 0b01


def silence(seconds: float) -> bytes:
    """MP3 bytes that play at least this long."""
    return _FRAME * max(1, ceil(seconds * SAMPLE_RATE / FRAME_SAMPLES))


def melody(text: str, seconds: float) -> bytes:
    """MP3 bytes that play at least this long; the same text sounds the same."""
    note_seconds = (_NOTE_FRAMES + 1) * FRAME_SAMPLES / SAMPLE_RATE
    count = max(1, ceil(seconds / note_seconds))
    signs = [ord(sign) for sign in text if not sign.isspace()] or [0]
    notes = (signs[index % len(signs)] % len(TONES) for index in range(count))
    return b"".join(TONES[note] * _NOTE_FRAMES + _REST for note in notes)


def bytes_per_second(data: bytes) -> float | None:
    """How fast MP3 of a constant bit rate plays, by its first frame; None: it is no MP3."""
    if len(data) < len(_HEADER) or data[0] != _HEADER[0] or data[1] & _SYNC != _SYNC:
        return None
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    kbits = (_KBITS_MPEG1 if version == _MPEG1 else _KBITS_MPEG2)[data[2] >> 4]
    return kbits * 125.0 if kbits and layer == _LAYER_III else None
