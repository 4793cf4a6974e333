"""What the logbook tells of what CLOVA did, in the language of Home Assistant."""

from collections.abc import Callable
from typing import Final

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .features.control import EVENT_CONTROL
from .features.spelling import Kind
from .flow.feature_forms import FIELDS, KIND_SELECTOR

_ASKED: Final = "feature_asked"
_FALLBACK: Final = "asked: {feature}, “{what}”"
# The forms that name all directives between them.
_FORMS: Final = ("switch", "screen_brightness", "screens", "bluetooth")
_OTHER_NAMES: Final = {"OpenScreen": "open"}


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
        # The names of the logbook's own fields (components/logbook/const.py).
        return {
            "name": entry.title if entry is not None else "CLOVA",
            "message": _message(hass, event.data["command"], event.data["feature"]),
        }

    async_describe_event(DOMAIN, EVENT_CONTROL, describe)


def _message(hass: HomeAssistant, command: str, kind: str) -> str:
    """Say it in the words of the dialog in which the feature was added."""

    def text(category: str, *keys: str, default: str) -> str:
        texts = async_get_cached_translations(hass, hass.config.language, category, DOMAIN)
        found = (texts.get(f"component.{DOMAIN}.{category}.{key}") for key in keys)
        return next((each for each in found if each is not None), default)

    field = FIELDS.get(command) or _OTHER_NAMES.get(command, "")
    labels = (f"feature.step.{form}.sections.actions.data.{field}" for form in _FORMS)
    what = text("config_subentries", *labels, default=command)
    if kind == Kind.VOLUME:  # nobody has to add it
        feature = text("common", "feature_volume", default=kind)
    else:
        feature = text("selector", f"{KIND_SELECTOR}.options.{kind}", default=kind)
    return text("common", _ASKED, default=_FALLBACK).format(what=what, feature=feature)
