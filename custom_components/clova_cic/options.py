"""What a user may choose for a device. Read at the moment of use: a change needs no reload."""

from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_ALERT_GRACE,
    CONF_DIRECTIVE_CONTENT,
    CONF_FOLLOW_ASKER,
    CONF_HOME_ZONE,
    CONF_LANGUAGE,
    CONF_OFFICE_ZONE,
    CONF_SHARE_LOCATION,
    CONF_SPEAKER,
    CONF_VOICE_SETTING,
    CONF_VOLUME_MAXIMUM,
    CONF_VOLUME_MINIMUM,
    CONF_VOLUME_STEP,
    CONF_VOLUME_WARNING,
    CONTENT_HIDDEN,
    CONTENT_SHOWN,
)
from .phrases import spoken_language

VOICE_SETTING: Final = (
    "VoiceTypeChange"  # the name in the only sample of the reference (CIC-SE-013)
)

# What the protocol recommends for the scale of the volume (context.md §10.7), and one of its steps.
VOLUME_MINIMUM: Final = 0
VOLUME_MAXIMUM: Final = 10
VOLUME_STEP: Final = 1

# The reference says five minutes (CIC-AL-043), and allows a setting that says else (CIC-AL-150): who
# relies on an alarm wants it to ring although the internet is away for the night.
ALERT_GRACE: Final = 24.0


@dataclass(frozen=True, slots=True)
class ClovaOptions:
    """The options of an entry, with defaults for what was never chosen."""

    language: str  # "ko", "ja" or "en"
    shows_content: bool  # whether texts and titles of directives reach automations
    speaker: str | None  # the media_player that gives the device its voice
    follows_asker: bool  # but the one near whoever asked comes before it
    shares_location: bool
    home_zone: str | None  # zone entities whose places CLOVA may know
    office_zone: str | None
    voice_setting: str = VOICE_SETTING  # what the setting for CLOVA's voice is called on the wire
    volume_minimum: int = VOLUME_MINIMUM  # the scale on which CLOVA counts the speaker's volume
    volume_maximum: int = VOLUME_MAXIMUM
    volume_step: int = VOLUME_STEP  # of "louder" and "quieter"
    alert_grace: float = ALERT_GRACE  # hours for which alerts are kept without the cloud
    volume_warning: int | None = None  # the level from which on CLOVA asks before it gets louder

    @classmethod
    def of(cls, hass: HomeAssistant, entry: ConfigEntry[Any]) -> Self:
        """Read them."""
        chosen = entry.options
        return cls(
            language=chosen.get(CONF_LANGUAGE) or spoken_language(hass.config.language),
            shows_content=chosen.get(CONF_DIRECTIVE_CONTENT, CONTENT_HIDDEN) == CONTENT_SHOWN,
            speaker=chosen.get(CONF_SPEAKER),
            follows_asker=chosen.get(CONF_FOLLOW_ASKER, False),
            shares_location=chosen.get(CONF_SHARE_LOCATION, False),
            home_zone=chosen.get(CONF_HOME_ZONE),
            office_zone=chosen.get(CONF_OFFICE_ZONE),
            volume_minimum=chosen.get(CONF_VOLUME_MINIMUM, VOLUME_MINIMUM),
            volume_maximum=chosen.get(CONF_VOLUME_MAXIMUM, VOLUME_MAXIMUM),
            volume_step=chosen.get(CONF_VOLUME_STEP, VOLUME_STEP),
            voice_setting=chosen.get(CONF_VOICE_SETTING) or VOICE_SETTING,
            alert_grace=chosen.get(CONF_ALERT_GRACE, ALERT_GRACE),
            volume_warning=chosen.get(CONF_VOLUME_WARNING),
        )
