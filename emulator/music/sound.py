"""The pieces as MP3 of a constant bit rate: by ffmpeg, or of bundled frames without it.

Either way a frame is 24 ms and a file is so many whole frames, as long as the piece is.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
import shutil
from typing import Final

from ..speech.mp3 import FRAME_SAMPLES, SAMPLE_RATE, TONE_FRAME_SIZE, melody
from .catalogue import ENGLISH, Track
from .compose import RATE, pcm

FFMPEG: Final = "ffmpeg"
FRAME_SECONDS: Final = FRAME_SAMPLES / SAMPLE_RATE
FFMPEG_FRAME_SIZE: Final = 192
"""Bytes of 24 ms (1152 samples of 48 kHz) at 64 kbit/s: a whole number, so no frame is padded."""
TIME_LIMIT: Final = 60.0
"""Seconds for one piece; the longest takes one to three."""

_FROM_PCM: Final = (
    *("-nostdin", "-v", "error", "-y"),
    *("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0"),
)
# No tags and no index frame: nothing but sound. Without a bit reservoir each frame is complete, so
# that a file can be cut anywhere.
_TO_MP3: Final = (
    *("-ac", "1", "-ar", "48000", "-b:a", "64k", "-reservoir", "0"),
    *("-compression_level", "9"),  # the least thorough: somebody waits for it
    *("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"),
)


class ComposingError(Exception):
    """ffmpeg made no MP3; the text says why."""


def has_ffmpeg() -> bool:
    """Whether it is installed."""
    return shutil.which(FFMPEG) is not None


def frames_of(track: Track) -> int:
    """How many frames the piece is long."""
    return round(track.seconds / FRAME_SECONDS)


def tones(track: Track) -> bytes:
    """The piece as bundled frames; other notes for another title."""
    return melody(track.titles[ENGLISH], track.seconds)[: frames_of(track) * TONE_FRAME_SIZE]


async def encode(track: Track, path: Path) -> None:
    """Have ffmpeg write the piece to a file; raises ComposingError."""
    try:
        async with asyncio.timeout(TIME_LIMIT):
            await _run(track, path)
    except TimeoutError:
        raise ComposingError(f"not done after {TIME_LIMIT:g} s") from None
    await asyncio.get_running_loop().run_in_executor(None, _cut, path, frames_of(track))


def _cut(path: Path, frames: int) -> None:
    """The encoder adds some frames of silence."""
    with path.open("r+b") as file:
        if file.seek(0, 2) < frames * FFMPEG_FRAME_SIZE:
            raise ComposingError("the piece is too short")
        file.truncate(frames * FFMPEG_FRAME_SIZE)


async def _run(track: Track, path: Path) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *(FFMPEG, *_FROM_PCM, *_TO_MP3, str(path)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise ComposingError(f"{FFMPEG} cannot be started: {error.strerror}") from error
    try:
        await _feed(process, track)
        await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise ComposingError(f"{FFMPEG} ended with status {process.returncode}")


async def _feed(process: asyncio.subprocess.Process, track: Track) -> None:
    """Write the piece bar by bar, as fast as it is taken."""
    if process.stdin is None:
        raise ComposingError(f"{FFMPEG} takes no input")
    loop, bars = asyncio.get_running_loop(), pcm(track)
    with suppress(ConnectionError):  # it has ended already: its status tells
        while bar := await loop.run_in_executor(None, next, bars, b""):
            process.stdin.write(bar)
            await process.stdin.drain()
        process.stdin.close()
