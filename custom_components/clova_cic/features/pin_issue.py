"""A Bluetooth peer asks for a PIN: a repair in which it can be typed, beside CLOVA's own question."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

PIN_ISSUE: Final = "bluetooth_pin"


@callback
def async_ask_for_pin(hass: HomeAssistant, entry: ConfigEntry[Any], peer: str) -> None:
    """Ask in Home Assistant as well; `peer` is the name of what wants the PIN."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry),
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=PIN_ISSUE,
        translation_placeholders={"peer": peer, "device": entry.title},
    )


@callback
def async_forget_pin(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """The PIN is not wanted any more."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))


def _issue_id(entry: ConfigEntry[Any]) -> str:
    return f"{PIN_ISSUE}_{entry.entry_id}"
