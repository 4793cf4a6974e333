"""Speech that comes as an HLS playlist: its pieces are fetched here, and ffmpeg makes MP3 of them.

ffmpeg gets a pipe and never an address, so that it cannot be sent anywhere.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from functools import partial
from typing import Final

from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.core import HomeAssistant

from .cic import MessageError
from .cic.playlist import read_playlist
from .const import DOMAIN
from .speech_fetch import FetchError, async_fetch

MAX_PLAYLIST: Final = 256 * 1024  # bytes; the longest that is read has 2,048 addresses
CHUNK: Final = 8 * 1024
SILENT_LIMIT: Final = 15.0  # seconds in which ffmpeg must say something
_OPTIONS: Final = (
    "-hide_banner",
    "-loglevel",
    "error",
    "-i",
    "pipe:0",
    "-vn",
    "-f",
    "mp3",
    "pipe:1",
)


async def async_fetch_playlist(
    hass: HomeAssistant, url: str, *, server: str, user_agent: str
) -> AsyncGenerator[bytes]:
    """Yield the sound of a playlist as MP3. Raises what `async_fetch` does."""
    fetch = partial(async_fetch, hass, server=server, user_agent=user_agent)
    segments = await _async_segments(fetch, url)
    try:
        ffmpeg = await asyncio.create_subprocess_exec(
            get_ffmpeg_manager(hass).binary,
            *_OPTIONS,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        raise FetchError("ffmpeg, which playlists need, is missing") from None
    assert ffmpeg.stdin is not None
    assert ffmpeg.stdout is not None
    feeding = hass.async_create_background_task(
        _async_feed(fetch, segments, ffmpeg.stdin), f"{DOMAIN} playlist"
    )
    try:
        while True:
            async with asyncio.timeout(SILENT_LIMIT):
                chunk = await ffmpeg.stdout.read(CHUNK)
            if not chunk:
                break
            yield chunk
        await feeding
    finally:
        feeding.cancel()
        with suppress(ProcessLookupError):
            ffmpeg.kill()
        await ffmpeg.wait()


async def _async_segments(fetch: partial[AsyncGenerator[bytes]], url: str) -> tuple[str, ...]:
    """Return the pieces of a playlist, or of the first that it offers."""
    try:
        playlist = read_playlist(await _async_text(fetch, url), url)
        if playlist.variants:
            variant = playlist.variants[0]
            playlist = read_playlist(await _async_text(fetch, variant), variant)
    except MessageError as err:
        raise FetchError(err.reason) from None
    return playlist.segments


async def _async_text(fetch: partial[AsyncGenerator[bytes]], url: str) -> str:
    """Return a playlist's text."""
    text = bytearray()
    async for chunk in fetch(url):
        text += chunk
        if len(text) > MAX_PLAYLIST:
            raise FetchError("the playlist is too long")
    return text.decode("utf-8", errors="replace")


async def _async_feed(
    fetch: partial[AsyncGenerator[bytes]], segments: tuple[str, ...], pipe: asyncio.StreamWriter
) -> None:
    """Give ffmpeg the pieces one after another; it may have had enough before the last."""
    try:
        with suppress(ConnectionError):
            for segment in segments:
                async for chunk in fetch(segment):
                    pipe.write(chunk)
                    await pipe.drain()
    finally:
        pipe.close()
