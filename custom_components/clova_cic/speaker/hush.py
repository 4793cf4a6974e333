"""What cuts an announcement off where music goes on under it: a moment of silence in its place.

A stop would end the music instead, and the announcement would go on. Most players that announce
let a new announcement take the place of the old one; to those that play one after another it is a
tenth of a second more.
"""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..media import melody
from ..media.view import async_media_shelf
from .media import Media, absolute

HUSH: Final = melody.Melody(seconds=0.1, notes=((0.0, 440.0),), loudness=0)
HUSH_LIFETIME: Final = 60.0  # seconds in which a player fetches what it was told to say
HUSH_LIMIT: Final = 3.0  # seconds; whatever interrupted the announcement waits for this


@callback
def async_hush(hass: HomeAssistant, base: str) -> Media:
    """Return it for a player that reaches Home Assistant at `base`."""
    local = melody.async_local(hass, HUSH)
    path = async_media_shelf(hass).async_offer(local, suffix=melody.SUFFIX, lifetime=HUSH_LIFETIME)
    return Media(url=absolute(base, path), media_type=melody.CONTENT_TYPE)
