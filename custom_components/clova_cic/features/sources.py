"""Where the state of a feature comes from: an entity or a template."""

from collections.abc import Callable
from typing import Any, Final

from homeassistant.const import (
    STATE_HOME,
    STATE_NOT_HOME,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.exceptions import TemplateError
from homeassistant.helpers.event import (
    TrackTemplate,
    async_track_state_change_event,
    async_track_template_result,
)
from homeassistant.helpers.template import Template

from ..const import LOGGER

# What a sensor or a template may say for on and off; a person at home is there.
_ON: Final = frozenset({STATE_ON, STATE_HOME, "true", "yes", "1", "active", "connected", "enabled"})
_OFF: Final = frozenset(
    {STATE_OFF, STATE_NOT_HOME, "false", "no", "0", "idle", "disconnected", "disabled", "standby"}
)

_SILENT: Final = frozenset({STATE_UNAVAILABLE, STATE_UNKNOWN, "none", ""})


def live_state(hass: HomeAssistant, entity_id: str | None) -> State | None:
    """Return the state of an entity that is there and knows its own."""
    state = hass.states.get(entity_id) if entity_id else None
    if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
        return None
    return state


def as_bool(value: object) -> bool | None:
    """Read a state or a template's result as on or off; None for what is neither."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _ON:
        return True
    return False if word in _OFF else None


def as_number(value: object) -> float | None:
    """Read a state or a template's result as a finite number; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


class TemplateSource:
    """A template whose result is read when it is needed; errors are told to the log once."""

    def __init__(self, hass: HomeAssistant, text: str, name: str) -> None:
        """Take the template of the feature that the log calls `name`."""
        self.template = Template(text, hass)
        self._name = name
        self._error: str | None = None

    def value(self) -> Any:
        """Return what it says now; None if it fails, or says that it does not know."""
        try:
            result = self.template.async_render()
        except TemplateError as error:
            if str(error) != self._error:
                self._error = str(error)
                LOGGER.warning("The template of %s fails: %s", self._name, error)
            return None
        self._error = None
        return None if str(result).lower() in _SILENT else result


@callback
def async_track(
    hass: HomeAssistant,
    entities: set[str],
    templates: list[TemplateSource],
    changed: Callable[[], None],
) -> CALLBACK_TYPE:
    """Have `changed` called whenever one of these may say something else; return the end of that."""
    ends: list[Callable[[], None]] = []
    if entities:
        ends.append(async_track_state_change_event(hass, entities, callback(lambda _: changed())))
    if templates:
        info = async_track_template_result(
            hass,
            [TrackTemplate(each.template, None) for each in templates],
            callback(lambda *_: changed()),
            log_fn=lambda *_: None,  # told by whoever reads the value
        )
        ends.append(info.async_remove)

    @callback
    def end() -> None:
        for each in ends:
            each()

    return end
