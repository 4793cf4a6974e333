"""What the logbook tells of what CLOVA did."""

from collections.abc import Callable

from homeassistant.core import Event, HomeAssistant, callback

from .const import DOMAIN
from .features.control import EVENT_CONTROL


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe the event that comes before everything CLOVA switches."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        """Name the device, and what was asked of which feature."""
        entry = hass.config_entries.async_get_entry(event.data["entry_id"])
        name = entry.title if entry is not None else "CLOVA"
        # The names of the logbook's own fields (components/logbook/const.py).
        return {
            "name": name,
            "message": f"asked for {event.data['command']} of {event.data['feature']}",
        }

    async_describe_event(DOMAIN, EVENT_CONTROL, describe)
