"""Pictures that CLOVA left at an address, for Home Assistant to show."""

import asyncio
from typing import Final

from homeassistant.core import HomeAssistant

from ..const import LOGGER
from .proxy import async_image
from .sending import SOURCE_ERRORS, reason
from .shelf import Remote

LIMIT: Final = 15.0  # seconds for all of it; somebody waits for the page


async def async_fetch_image(hass: HomeAssistant, remote: Remote) -> tuple[bytes, str] | None:
    """Return a picture's bytes and type; None if it cannot be had. No drawings: they may hold scripts."""
    try:
        async with asyncio.timeout(LIMIT):
            return await async_image(hass, remote)
    except SOURCE_ERRORS as err:
        LOGGER.debug("A picture is left out: %s", reason(err))
        return None
