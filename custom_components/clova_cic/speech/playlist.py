"""Speech that comes as an HLS playlist: its pieces are fetched here, and ffmpeg makes MP3 of them.

See `media/ffmpeg_pipe`: it gets what was fetched, and no address.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Final

from homeassistant.core import HomeAssistant

from ..cic import MessageError
from ..cic.playlist import read_playlist
from ..media.ffmpeg_pipe import TO_MP3, FfmpegMissingError, async_through_ffmpeg
from ..media.public_http import FetchError
from .fetch import async_fetch

MAX_PLAYLIST: Final = 256 * 1024  # bytes; the longest that is read has 2,048 addresses


async def async_fetch_playlist(
    hass: HomeAssistant, url: str, *, server: str, user_agent: str
) -> AsyncGenerator[bytes]:
    """Yield the sound of a playlist as MP3. Raises what `async_fetch` does."""
    fetch = partial(async_fetch, hass, server=server, user_agent=user_agent)
    pieces = _async_pieces(fetch, await _async_segments(fetch, url))
    try:
        async with aclosing(async_through_ffmpeg(hass, TO_MP3, pieces)) as sound:
            async for chunk in sound:
                yield chunk
    except FfmpegMissingError:
        raise FetchError("ffmpeg, which playlists need, is missing") from None


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


async def _async_pieces(
    fetch: partial[AsyncGenerator[bytes]], segments: tuple[str, ...]
) -> AsyncGenerator[bytes]:
    """Yield the bytes of the pieces one after another."""
    for segment in segments:
        async with aclosing(fetch(segment)) as chunks:
            async for chunk in chunks:
                yield chunk
