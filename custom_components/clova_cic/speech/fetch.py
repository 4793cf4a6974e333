"""Speech that CLOVA left at an address: fetched by Home Assistant, from public places only."""

from collections.abc import AsyncGenerator
from typing import Final

from homeassistant.core import HomeAssistant

from ..media.public_http import FetchError, async_open

MAX_BYTES: Final = 64 * 1024 * 1024  # of one item: more than an hour of speech
CHUNK: Final = 16 * 1024


async def async_fetch(
    hass: HomeAssistant, url: str, *, server: str, user_agent: str
) -> AsyncGenerator[bytes]:
    """Yield what is there. `server` is the base URL of CIC, whose own addresses may be private.

    Raises FetchError, aiohttp.ClientError, OSError or TimeoutError.
    """
    size = 0
    async with async_open(hass, url, server=server, user_agent=user_agent) as response:
        response.raise_for_status()
        async for chunk in response.content.iter_chunked(CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise FetchError("it is too large")
            yield chunk
