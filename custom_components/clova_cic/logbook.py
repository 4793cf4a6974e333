"""Directives in the logbook, in plain words and in Home Assistant's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from homeassistant.components.logbook.const import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_get_cached_translations

from .announcing import EVENT_DIRECTIVE, UNKNOWN, event_type_of
from .const import DOMAIN

_EVENT_TYPE: Final = f"component.{DOMAIN}.entity.event.directive.state_attributes.event_type.state."
_RECEIVED: Final = f"component.{DOMAIN}.common.received"


class LoggedEvent(Protocol):
    """What the logbook knows of an event: fired a moment ago, or read from its database."""

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what was fired with it."""


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[LoggedEvent], dict[str, str]]], None],
) -> None:
    """Tell the logbook how to describe directives."""

    @callback
    def describe(event: LoggedEvent) -> dict[str, str]:
        return {
            LOGBOOK_ENTRY_NAME: _device_name(hass, event.data.get(ATTR_DEVICE_ID)),
            LOGBOOK_ENTRY_MESSAGE: _message(hass, event.data),
        }

    async_describe_event(DOMAIN, EVENT_DIRECTIVE, describe)


def _device_name(hass: HomeAssistant, device_id: str | None) -> str:
    """Return what the user calls the device; "CLOVA" for one that is no longer there."""
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return (device and (device.name_by_user or device.name)) or "CLOVA"


def _message(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return what came; never its content, which others may read here."""
    qualified_name = f"{data.get('namespace')}.{data.get('name')}"
    event_type = event_type_of(qualified_name)
    what = qualified_name
    if event_type != UNKNOWN:
        what = _cached(hass, "entity").get(_EVENT_TYPE + event_type, qualified_name)
    return _cached(hass, "common").get(_RECEIVED, "{directive}").format(directive=what)


def _cached(hass: HomeAssistant, category: str) -> dict[str, str]:
    """Return texts that Home Assistant has read when the integration was set up."""
    return async_get_cached_translations(hass, hass.config.language, category, DOMAIN)
