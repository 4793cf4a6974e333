"""What is missing on the machine that Home Assistant runs on: repair issues for all devices at once."""

from typing import Final

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.network import NoURLAvailableError, get_url

from ..const import DOMAIN

FFMPEG_MISSING: Final = "ffmpeg_missing"
NO_URL: Final = "no_url"


@callback
def async_report_ffmpeg(hass: HomeAssistant, *, found: bool) -> None:
    """Take note whether ffmpeg could be started."""
    if found:
        ir.async_delete_issue(hass, DOMAIN, FFMPEG_MISSING)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        FFMPEG_MISSING,
        is_fixable=True,  # the flow looks again
        severity=ir.IssueSeverity.ERROR,
        translation_key=FFMPEG_MISSING,
    )


@callback
def async_player_url(hass: HomeAssistant) -> str:
    """Return the URL at which a player reaches Home Assistant, in the home's network if possible.

    Raises a translated HomeAssistantError if Home Assistant knows none; a repair issue says so.
    """
    try:
        url = get_url(hass, prefer_external=False)
    except NoURLAvailableError:
        ir.async_create_issue(
            hass,
            DOMAIN,
            NO_URL,
            is_fixable=False,
            learn_more_url="homeassistant://config/network",
            severity=ir.IssueSeverity.ERROR,
            translation_key=NO_URL,
        )
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key=NO_URL) from None
    ir.async_delete_issue(hass, DOMAIN, NO_URL)
    return url


@callback
def async_watch_url(hass: HomeAssistant) -> CALLBACK_TYPE:
    """Close the issue as soon as somebody has set a URL; returns what ends that."""

    @callback
    def look_again(_: object) -> None:
        if ir.async_get(hass).async_get_issue(DOMAIN, NO_URL) is None:
            return
        try:
            async_player_url(hass)
        except HomeAssistantError:
            return  # the issue stays

    return hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, look_again)
