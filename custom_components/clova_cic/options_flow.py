"""What a user may choose for a device. Nothing is reloaded: options are read when they are used."""

from typing import Any, Final

from homeassistant.components.media_player.const import DOMAIN as MEDIA_PLAYER_DOMAIN
from homeassistant.components.zone.const import DOMAIN as ZONE_DOMAIN
from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    LanguageSelector,
    LanguageSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from .const import (
    CONF_DIRECTIVE_CONTENT,
    CONF_HOME_ZONE,
    CONF_LANGUAGE,
    CONF_OFFICE_ZONE,
    CONF_SHARE_LOCATION,
    CONF_SPEAKER,
    CONTENT_HIDDEN,
    CONTENT_SHOWN,
    DOMAIN,
)
from .options import ClovaOptions
from .phrases import LANGUAGES

SECTION_PLACES: Final = "places"

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
_ZONE: Final = EntitySelector(EntitySelectorConfig(domain=ZONE_DOMAIN))

PLACES_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_SHARE_LOCATION): BooleanSelector(),
        vol.Optional(CONF_HOME_ZONE): _ZONE,
        vol.Optional(CONF_OFFICE_ZONE): _ZONE,
    }
)


class ClovaOptionsFlow(OptionsFlow):
    """One dialog. What is left empty is removed from the options."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the options, or store them side by side, without the section."""
        if user_input is not None:
            flat = {key: value for key, value in user_input.items() if key != SECTION_PLACES}
            return self.async_create_entry(data=flat | user_input[SECTION_PLACES])
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(_schema(self.hass), self._present()),
        )

    def _present(self) -> dict[str, Any]:
        """Return the options that count now, the way the form has them."""
        options = ClovaOptions.of(self.hass, self.config_entry)
        places = {
            CONF_SHARE_LOCATION: options.shares_location,
            CONF_HOME_ZONE: options.home_zone,
            CONF_OFFICE_ZONE: options.office_zone,
        }
        return {
            CONF_LANGUAGE: options.language,
            CONF_DIRECTIVE_CONTENT: CONTENT_SHOWN if options.shows_content else CONTENT_HIDDEN,
            CONF_SPEAKER: options.speaker,
            SECTION_PLACES: places,
        }


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
            vol.Required(SECTION_PLACES): section(PLACES_SCHEMA, {"collapsed": True}),
        }
    )
