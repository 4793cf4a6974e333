"""What a player is told to play, in the words that it understands."""

from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.components.media_player.const import MediaType
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

MUSIC_TRACK: Final = 3  # what a display is told a piece of music is, in Google Cast's list
MIME_PLATFORMS: Final = frozenset({"cast"})
"""Players that want to know what a file is; the others want to hear that it is music."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What is to be played."""

    url: str = field(repr=False)
    media_type: str  # MIME
    length: float | None = None  # milliseconds, if that is known beforehand
    extra: dict[str, Any] = field(default_factory=dict, repr=False)  # for players with a display


@callback
def content_type(hass: HomeAssistant, entity_id: str, media_type: str) -> str:
    """Return how a player wants media of this MIME type to be called."""
    entity = er.async_get(hass).async_get(entity_id)
    return (
        media_type
        if entity is not None and entity.platform in MIME_PLATFORMS
        else MediaType.MUSIC.value
    )


def extra_of(
    title: str | None, artist: str | None, album: str | None, art: str | None
) -> dict[str, Any]:
    """Return what players with a display may show; `art` is where the picture is."""
    metadata = {
        "metadataType": MUSIC_TRACK,
        "title": title,
        "artist": artist,
        "albumName": album,
        "images": [{"url": art}] if art else None,
    }
    extra: dict[str, Any] = {"title": title, "thumb": art}
    extra["metadata"] = {key: value for key, value in metadata.items() if value is not None}
    return {key: value for key, value in extra.items() if value is not None}


def absolute(base: str, path_or_url: str) -> str:
    """Return a URL; a path is one of Home Assistant's own, which players reach at `base`."""
    return base + path_or_url if path_or_url.startswith("/") else path_or_url
