"""What MP3 sounds like, by ffmpeg."""

import cmath
import math
import struct
import subprocess

RATE = 24_000


def samples(mp3: bytes) -> tuple[int, ...]:
    """Decoded at 24 kHz, mono; fails if ffmpeg has anything to complain about."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "pipe:0", *("-ac", "1", "-ar", str(RATE)), *S16, "pipe:1"],
        input=mp3,
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    return struct.unpack(f"<{len(done.stdout) // 2}h", done.stdout)


S16 = ("-f", "s16le")


def level(heard: tuple[int, ...]) -> float:
    """Root mean square; full scale is 32767."""
    return math.sqrt(sum(each * each for each in heard) / len(heard))


def share_of(heard: tuple[int, ...], hertz: float) -> float:
    """How much of the sound is this one tone: 1.0 is all of it."""
    turn = 2j * math.pi * hertz / RATE
    found = abs(sum(each * cmath.exp(turn * at) for at, each in enumerate(heard)))
    return math.sqrt(2) * found / len(heard) / level(heard)
