"""An alert as people and automations may see it."""

from hashlib import sha256
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..cic.alerts import moment_of
from ..cic.interfaces.alerts import SetAlert
from ..options import ClovaOptions
from ..phrases import async_phrase

ATTR_ALERT_ID: Final = "alert_id"
ATTR_LABEL: Final = "label"
ATTR_SCHEDULED_TIME: Final = "scheduled_time"
ATTR_TYPE: Final = "type"

TYPES: Final = ("actiontimer", "alarm", "reminder", "timer")
_OTHER: Final = "alarm"  # what a type of a later edition is called
_ID_DIGITS: Final = 16


def alert_id(alert: SetAlert) -> str:
    """Name an alert without the server's own token, which is nobody's business."""
    return sha256(alert.token.encode()).hexdigest()[:_ID_DIGITS]


def type_of_alert(alert: SetAlert) -> str:
    """Return one of TYPES."""
    found = alert.type.lower()
    return found if found in TYPES else _OTHER


def alert_data(hass: HomeAssistant, entry: ConfigEntry[Any], alert: SetAlert) -> dict[str, Any]:
    """Return what is told of an alert; its text only if the user wants content to be shown.

    A time that cannot be read is told as None: it may be any text.
    """
    readable = moment_of(alert.scheduled_time) is not None
    data = {
        ATTR_ALERT_ID: alert_id(alert),
        ATTR_TYPE: type_of_alert(alert),
        ATTR_SCHEDULED_TIME: alert.scheduled_time if readable else None,
    }
    if alert.label and ClovaOptions.of(hass, entry).shows_content:
        data[ATTR_LABEL] = alert.label
    return data


async def async_type_names(hass: HomeAssistant, language: str) -> dict[str, str]:
    """Return what each type is called."""
    return {each: await async_phrase(hass, language, f"alert_{each}") for each in TYPES}
