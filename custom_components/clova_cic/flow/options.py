"""What a user may choose for a device. Nothing is reloaded: options are read when they are used."""

from typing import Any, Final

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.zone.const import DOMAIN as ZONE_DOMAIN
from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    LanguageSelector,
    LanguageSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from ..const import (
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
    DOMAIN,
)
from ..options import VOICE_SETTING, VOLUME_MAXIMUM, VOLUME_MINIMUM, VOLUME_STEP, ClovaOptions
from ..phrases import LANGUAGES

SECTION_PLACES: Final = "places"
SECTION_VOLUME: Final = "volume"
_SECTIONS: Final = (SECTION_PLACES, SECTION_VOLUME)
MAX_LEVEL: Final = 100  # finer than this is nothing that a player could do

_LANGUAGE: Final = LanguageSelector(
    LanguageSelectorConfig(languages=list(LANGUAGES), native_name=True)
)
_CONTENT: Final = SelectSelector(
    SelectSelectorConfig(
        options=[CONTENT_HIDDEN, CONTENT_SHOWN],
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_DIRECTIVE_CONTENT,
    )
)
_HOURS: Final = NumberSelector(
    NumberSelectorConfig(
        min=0, max=168, step=0.5, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.HOURS
    )
)
_ZONE: Final = EntitySelector(EntitySelectorConfig(domain=ZONE_DOMAIN))

PLACES_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_SHARE_LOCATION): BooleanSelector(),
        vol.Optional(CONF_HOME_ZONE): _ZONE,
        vol.Optional(CONF_OFFICE_ZONE): _ZONE,
    }
)


_LEVEL: Final = NumberSelector(
    NumberSelectorConfig(mode=NumberSelectorMode.BOX, min=0, max=MAX_LEVEL, step=1)
)

VOLUME_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_VOLUME_MINIMUM): _LEVEL,
        vol.Required(CONF_VOLUME_MAXIMUM): _LEVEL,
        vol.Required(CONF_VOLUME_STEP): _LEVEL,
        vol.Optional(CONF_VOLUME_WARNING): _LEVEL,
    }
)


class ClovaOptionsFlow(OptionsFlow):
    """One dialog. What is left empty is removed from the options."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the options, or store them side by side, without the section."""
        error = None
        if user_input is not None:
            error = _volume_error(user_input.get(SECTION_VOLUME, {}))
            if error is None:
                return self.async_create_entry(data=_flat(user_input))
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _schema(self.hass), user_input or self._present()
            ),
            errors={"base": error} if error else {},
        )

    def _present(self) -> dict[str, Any]:
        """Return the options that count now, the way the form has them."""
        options = ClovaOptions.of(self.hass, self.config_entry)
        voice = options.voice_setting
        places = {
            CONF_SHARE_LOCATION: options.shares_location,
            CONF_HOME_ZONE: options.home_zone,
            CONF_OFFICE_ZONE: options.office_zone,
        }
        return {
            CONF_LANGUAGE: options.language,
            CONF_DIRECTIVE_CONTENT: CONTENT_SHOWN if options.shows_content else CONTENT_HIDDEN,
            CONF_SPEAKER: options.speaker,
            CONF_FOLLOW_ASKER: options.follows_asker,
            CONF_VOICE_SETTING: voice if voice != VOICE_SETTING else None,
            CONF_ALERT_GRACE: options.alert_grace,
            SECTION_PLACES: places,
            SECTION_VOLUME: {
                CONF_VOLUME_MINIMUM: options.volume_minimum,
                CONF_VOLUME_MAXIMUM: options.volume_maximum,
                CONF_VOLUME_STEP: options.volume_step,
                CONF_VOLUME_WARNING: options.volume_warning,
            },
        }


def _flat(user_input: dict[str, Any]) -> dict[str, Any]:
    """Return what was entered side by side, without the sections; levels are whole numbers."""
    flat: dict[str, Any] = {key: value for key, value in user_input.items() if key not in _SECTIONS}
    levels = {key: int(value) for key, value in user_input.get(SECTION_VOLUME, {}).items()}
    flat |= levels | user_input[SECTION_PLACES]
    return flat


def _volume_error(levels: dict[str, Any]) -> str | None:
    """Return what is wrong with the scale of the volume (CIC-CX-075)."""
    low = levels.get(CONF_VOLUME_MINIMUM, VOLUME_MINIMUM)
    high = levels.get(CONF_VOLUME_MAXIMUM, VOLUME_MAXIMUM)
    if low >= high:
        return "volume_range"
    if not 1 <= levels.get(CONF_VOLUME_STEP, VOLUME_STEP) <= high - low:
        return "volume_step"
    if not low <= levels.get(CONF_VOLUME_WARNING, low) <= high:
        return "volume_warning"
    return None


def _schema(hass: HomeAssistant) -> vol.Schema:
    """Return the form. A player of CLOVA's own cannot be its voice: it would play to itself."""
    own = [
        entity.entity_id
        for entity in er.async_get(hass).entities.values()
        if entity.platform == DOMAIN and entity.domain == MEDIA_PLAYER_DOMAIN
    ]
    speakers = EntitySelector(
        EntitySelectorConfig(domain=MEDIA_PLAYER_DOMAIN, exclude_entities=own)
    )
    return vol.Schema(
        {
            vol.Required(CONF_LANGUAGE): _LANGUAGE,
            vol.Required(CONF_DIRECTIVE_CONTENT): _CONTENT,
            vol.Optional(CONF_SPEAKER): speakers,
            vol.Optional(CONF_FOLLOW_ASKER, default=False): BooleanSelector(),
            vol.Optional(CONF_VOICE_SETTING): TextSelector(),
            vol.Optional(CONF_ALERT_GRACE): _HOURS,
            vol.Optional(SECTION_VOLUME): section(VOLUME_SCHEMA, {"collapsed": True}),
            vol.Required(SECTION_PLACES): section(PLACES_SCHEMA, {"collapsed": True}),
        }
    )
