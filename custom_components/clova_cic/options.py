"""What a user may choose for a device. Read at the moment of use: a change needs no reload."""

from dataclasses import dataclass
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_DIRECTIVE_CONTENT,
    CONF_HOME_ZONE,
    CONF_LANGUAGE,
    CONF_OFFICE_ZONE,
    CONF_SHARE_LOCATION,
    CONF_SPEAKER,
    CONTENT_HIDDEN,
    CONTENT_SHOWN,
)
from .phrases import spoken_language


@dataclass(frozen=True, slots=True)
class ClovaOptions:
    """The options of an entry, with defaults for what was never chosen."""

    language: str  # "ko", "ja" or "en"
    shows_content: bool  # whether texts and titles of directives reach automations
    speaker: str | None  # the media_player that gives the device its voice
    shares_location: bool
    home_zone: str | None  # zone entities whose places CLOVA may know
    office_zone: str | None

    @classmethod
    def of(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> Self:
        """Read them."""
        chosen = entry.options
        return cls(
            language=chosen.get(CONF_LANGUAGE) or spoken_language(hass.config.language),
            shows_content=chosen.get(CONF_DIRECTIVE_CONTENT, CONTENT_HIDDEN) == CONTENT_SHOWN,
            speaker=chosen.get(CONF_SPEAKER),
            shares_location=chosen.get(CONF_SHARE_LOCATION, False),
            home_zone=chosen.get(CONF_HOME_ZONE),
            office_zone=chosen.get(CONF_OFFICE_ZONE),
        )
