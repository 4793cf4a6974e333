"""Music that nobody can hear: a repair issue while there is no speaker for it."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN

NO_SPEAKER: Final = "no_speaker"


@callback
def async_judge_speaker(hass: HomeAssistant, entry: ConfigEntry[Any], speaker: str | None) -> None:
    """Open the issue when there is music and no speaker, close it when there is one."""
    issue_id = f"{NO_SPEAKER}_{entry.entry_id}"
    if speaker is not None:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=NO_SPEAKER,
        translation_placeholders={"device": entry.title},
    )
