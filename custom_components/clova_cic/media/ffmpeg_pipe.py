"""ffmpeg between two streams: bytes in, bytes out. It gets a pipe and never an address.

So it cannot be sent anywhere, whatever stands in what it reads.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..issues.machine import async_report_ffmpeg

CHUNK: Final = 8 * 1024  # bytes at the most that are read at once
SILENT_LIMIT: Final = 15.0  # seconds in which ffmpeg must make something of what it got
_QUIET: Final = ("-hide_banner", "-loglevel", "error")

# By default ffmpeg reads 5 KiB before it begins, which a voice needs more than a second for. Whoever
# reads integer samples looks for other codecs hidden in the first 64 KiB; in floats nobody does.
_AT_ONCE: Final = ("-probesize", "32", "-analyzeduration", "0", "-fflags", "+nobuffer")
TO_WAV: Final = (
    *_AT_ONCE,
    *("-f", "mp3", "-i", "pipe:0", "-vn"),
    *("-c:a", "pcm_f32le", "-f", "wav", "-flush_packets", "1", "pipe:1"),
)
TO_MP3: Final = ("-i", "pipe:0", "-vn", "-f", "mp3", "pipe:1")


class FfmpegMissingError(HomeAssistantError):
    """ffmpeg cannot be started."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(translation_domain=DOMAIN, translation_key="ffmpeg_missing")


class _Feed:
    """Gives ffmpeg what a source yields; `starved` while the source has nothing."""

    def __init__(self, source: AsyncGenerator[bytes], pipe: asyncio.StreamWriter) -> None:
        self._source = source
        self._pipe = pipe
        self.starved = True

    async def run(self) -> None:
        """Go on to the source's end. ffmpeg may have had enough before; the source's errors pass."""
        try:
            async with aclosing(self._source) as chunks:
                with suppress(ConnectionError):
                    async for chunk in chunks:
                        self.starved = False
                        self._pipe.write(chunk)
                        await self._pipe.drain()
                        self.starved = True
        finally:
            self.starved = False
            self._pipe.close()


async def async_through_ffmpeg(
    hass: HomeAssistant, options: tuple[str, ...], source: AsyncGenerator[bytes]
) -> AsyncGenerator[bytes]:
    """Yield what ffmpeg makes of a source, as it makes it.

    Raises FfmpegMissingError, TimeoutError if ffmpeg stalls, and what the source raises.
    """
    try:
        ffmpeg = await asyncio.create_subprocess_exec(
            get_ffmpeg_manager(hass).binary,
            *_QUIET,
            *options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        async_report_ffmpeg(hass, found=False)
        await source.aclose()
        raise FfmpegMissingError from None
    async_report_ffmpeg(hass, found=True)
    assert ffmpeg.stdin is not None
    assert ffmpeg.stdout is not None
    feed = _Feed(source, ffmpeg.stdin)
    feeding = hass.async_create_background_task(feed.run(), f"{DOMAIN} ffmpeg")
    try:
        while chunk := await _async_read(ffmpeg.stdout, feed):
            yield chunk
        await feeding
    finally:
        feeding.cancel()
        with suppress(ProcessLookupError):
            ffmpeg.kill()
        await ffmpeg.wait()


async def _async_read(stdout: asyncio.StreamReader, feed: _Feed) -> bytes:
    """Return the next bytes, b"" at the end. Raises TimeoutError if ffmpeg could, but does not."""
    while True:
        try:
            async with asyncio.timeout(SILENT_LIMIT):
                return await stdout.read(CHUNK)
        except TimeoutError:
            if not feed.starved:
                raise
