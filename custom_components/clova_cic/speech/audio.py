"""The items of an answer as one stream of MP3."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientError
from homeassistant.core import HomeAssistant

from ..cic import Speech, SpeechItem
from ..cic.mp3 import Frame, Mp3Meter, silence
from ..const import LOGGER
from ..media.public_http import FetchError
from .fetch import async_fetch
from .playback import Playback, Playing
from .playlist import async_fetch_playlist

MAX_UNREADABLE: Final = 64 * 1024  # bytes in which an item must show that it is MP3
MAX_RECORDING: Final = 4 * 1024 * 1024  # bytes: four minutes at the rate that CLOVA speaks in
RECORDING_LIMIT: Final = 30.0  # seconds in which an item must have come
MAX_PAUSE: Final = 60.0  # seconds; a longer one is a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """An item that has come completely."""

    token: str | None
    pause: float  # seconds of silence at its beginning
    seconds: float  # of speech after that
    data: bytes = field(repr=False)


class SpeechPlayer:
    """Joins items in their order; one that cannot be had is left out (CIC-SS-015)."""

    def __init__(self, hass: HomeAssistant, name: str, *, server: str, user_agent: str) -> None:
        """`name` is for the log; the others are for audio that is elsewhere."""
        self._hass = hass
        self._name = name
        self._server = server
        self._user_agent = user_agent

    async def async_stream(self, speech: Speech, playback: Playback) -> AsyncGenerator[bytes]:
        """Yield the MP3 of all items, as it arrives."""
        async with aclosing(speech.listen()) as items:
            async for item in items:
                try:
                    async with aclosing(self._async_item(item, playback)) as chunks:
                        async for chunk in chunks:
                            yield chunk
                except (ClientError, FetchError, OSError, TimeoutError) as err:
                    LOGGER.warning(
                        "%s: a part of the speech is left out: %s", self._name, _why(err)
                    )

    async def async_record(self, item: SpeechItem) -> Recording | None:
        """Return a whole item with the silence before it; None if it cannot be had (CIC-SS-015)."""
        meter = Mp3Meter()
        data = bytearray()
        problem = None
        try:
            async with asyncio.timeout(RECORDING_LIMIT), aclosing(self._chunks(item)) as chunks:
                async for chunk in chunks:
                    meter.feed(chunk)
                    data += chunk
                    if len(data) > MAX_RECORDING:
                        problem = "it is too large"
                        break
        except (ClientError, FetchError, OSError, TimeoutError) as err:
            problem = _why(err)
        meter.finish()
        if problem is not None or meter.first is None:
            why = problem or "it is no MP3"
            LOGGER.warning("%s: a part of the speech is left out: %s", self._name, why)
            return None
        pause = min(item.pause, MAX_PAUSE)
        return Recording(
            token=item.token,
            pause=pause,
            seconds=meter.seconds,
            data=silence(meter.first, pause) + bytes(data),
        )

    async def _async_item(self, item: SpeechItem, playback: Playback) -> AsyncGenerator[bytes]:
        """Yield an item with the silence before it (CIC-SS-009)."""
        meter = Mp3Meter()
        unread = bytearray()  # what came before the first frame was certain
        playing: Playing | None = None
        async with aclosing(self._chunks(item)) as chunks:
            async for chunk in chunks:
                meter.feed(chunk)
                unread += chunk
                if meter.first is None:
                    if len(unread) > MAX_UNREADABLE:
                        break
                    continue
                if playing is None:
                    playing, quiet = _begin(item, playback, meter.first)
                    if quiet:
                        yield quiet
                playing.seconds = meter.seconds
                yield bytes(unread)
                unread.clear()
        meter.finish()
        if playing is None and unread:
            if meter.first is None:
                raise FetchError("it is no MP3")
            playing, quiet = _begin(item, playback, meter.first)
            playing.seconds = meter.seconds
            yield quiet + bytes(unread)

    def _chunks(self, item: SpeechItem) -> AsyncGenerator[bytes]:
        """Return the bytes of an item, wherever they are."""
        if item.url is None:
            return item.chunks()
        fetch = async_fetch_playlist if item.is_playlist else async_fetch  # CIC-SS-008
        return fetch(self._hass, item.url, server=self._server, user_agent=self._user_agent)


def _begin(item: SpeechItem, playback: Playback, like: Frame) -> tuple[Playing, bytes]:
    """Let an item be played after its pause; return it and the silence of that pause."""
    pause = min(item.pause, MAX_PAUSE)
    return playback.item(item.token, pause), silence(like, pause)


def _why(error: Exception) -> str:
    """Return a reason without the address, which may be personal."""
    return str(error) if isinstance(error, FetchError) else type(error).__name__
