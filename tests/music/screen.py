"""What a person sees of the music in Home Assistant, and the buttons there."""

from typing import Any

from homeassistant.components.media_player.browse_media import BrowseMedia
from homeassistant.components.media_player.const import DATA_COMPONENT

from custom_components.clova_cic.media_player import ClovaMediaPlayer
from tests.music.home import PLAYER, MusicHome

LIKE = "switch.clova_like"
SUBSCRIBE = "switch.clova_subscribe"
PNG = b"\x89PNG"


async def press(home: MusicHome, entity_id: str, *, on: bool) -> None:
    """Press a switch."""
    await home.hass.services.async_call(
        "switch", "turn_on" if on else "turn_off", {"entity_id": entity_id}, blocking=True
    )
    await home.settle()


def entity_of(home: MusicHome) -> ClovaMediaPlayer:
    """Return the entity itself."""
    entity = home.hass.data[DATA_COMPONENT].get_entity(PLAYER)
    assert isinstance(entity, ClovaMediaPlayer)
    return entity


async def browse(home: MusicHome, content_id: str | None = None) -> BrowseMedia:
    """Open a page."""
    return await entity_of(home).async_browse_media("playlist", content_id)


def titles(page: BrowseMedia) -> list[str]:
    """Return what is on a page."""
    return [each.title for each in page.children or ()]


def child(page: BrowseMedia, title: str) -> str:
    """Return the id of what is on a page under this title."""
    return next(each.media_content_id for each in page.children or () if each.title == title)


async def play(home: MusicHome, content_id: str, **more: Any) -> None:
    """Choose something."""
    await home.do("play_media", media_content_id=content_id, media_content_type="playlist", **more)
