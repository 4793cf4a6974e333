"""Samples without a file around them: a pipeline sends them so, an upload is a WAV file."""

from collections.abc import AsyncGenerator, AsyncIterable
import struct
from typing import Final

_RIFF: Final = struct.Struct("<4sI4s")
_CHUNK: Final = struct.Struct("<4sI")
MAX_HEADER: Final = 4096  # bytes in which a file's samples must begin


async def samples(audio: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """Yield the audio without the header of a WAV file, if there is one (CIC-SR-002)."""
    begun = False
    held = b""
    try:
        async for chunk in audio:
            if begun:
                yield chunk
                continue
            held += chunk
            start = _samples_at(held)
            if start is None and len(held) < MAX_HEADER:
                continue
            begun = True
            if rest := held[start or 0 :]:
                yield rest
    finally:
        if isinstance(audio, AsyncGenerator):
            await audio.aclose()


def _samples_at(data: bytes) -> int | None:
    """Return where the samples begin, None while that cannot be told."""
    if data[:4] != b"RIFF"[: len(data[:4])]:
        return 0
    if len(data) < _RIFF.size:
        return None
    if _RIFF.unpack_from(data)[2] != b"WAVE":
        return 0
    at = _RIFF.size
    while at + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        if name == b"data":
            return at
        at += size + size % 2
    return None
