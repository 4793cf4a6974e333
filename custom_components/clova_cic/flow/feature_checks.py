"""Whether a feature can be made of what was entered, and if not, what to mend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.const import CONF_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, TemplateError
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.script import Script, async_validate_actions_config
from homeassistant.helpers.template import Template
import voluptuous as vol

from ..const import DOMAIN
from ..features import KINDS, NEVER
from ..features.brightness import HIGH, LOW
from ..features.feature import Feature
from ..features.settings import (
    CONF_ACTIONS,
    CONF_FOUND,
    CONF_KIND,
    CONF_MAXIMUM,
    CONF_MODES,
    CONF_PAIRED,
    CONF_STATE,
    ENTITIES,
    FeatureSettings,
)
from ..features.sound_mode import SoundModeFeature
from ..features.sources import live_state
from ..features.spelling import Kind

MAX_REASON: Final = 200  # characters of an error of Home Assistant's own

# What CLOVA can use without being told a state.
_STATELESS: Final = frozenset({Kind.BLUETOOTH, Kind.CHANNEL, Kind.SCREENS})


@dataclass(slots=True)
class Findings:
    """What is wrong, by field, and what fills the texts."""

    errors: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, where: str, key: str, **texts: str) -> None:
        """Note the first thing that is wrong with a field."""
        if where not in self.errors:
            self.errors[where] = key
            self.texts |= texts


async def async_check(hass: HomeAssistant, data: Mapping[str, Any]) -> Findings:
    """Return what keeps a subentry of this data from being a feature; nothing if it can be one."""
    found = Findings()
    kind = Kind(data[CONF_KIND])
    _check_entities(hass, data, found)
    for key in (CONF_STATE, CONF_PAIRED, CONF_FOUND):
        if key in data:
            _check_template(hass, key, data[key], found)
    await _check_actions(hass, data.get(CONF_ACTIONS, {}), found)
    if not found.errors:
        settings = FeatureSettings(**{**data, CONF_KIND: kind})
        _check_whole(KINDS[kind](hass, settings), settings, found)
    return found


def _check_entities(hass: HomeAssistant, data: Mapping[str, Any], found: Findings) -> None:
    """Entities are there; that their domains fit, the form has seen to."""
    for key in ENTITIES:
        entity_id = data.get(key)
        if (
            entity_id is not None
            and hass.states.get(entity_id) is None
            and er.async_get(hass).async_get(entity_id) is None
        ):
            found.add(key, "entity_missing")


def _check_template(hass: HomeAssistant, key: str, text: str, found: Findings) -> None:
    try:
        result = Template(text, hass).async_render()
    except TemplateError as error:
        found.add(key, "template", reason=str(error)[:MAX_REASON])
        return
    if key != CONF_STATE and not isinstance(result, list | tuple):
        found.add(key, "no_list")


async def _check_actions(
    hass: HomeAssistant, actions: Mapping[str, list[dict[str, Any]]], found: Findings
) -> None:
    """Actions can be run, and name nothing that opens or guards the house."""
    for directive, sequence in actions.items():
        try:
            checked = cv.SCRIPT_SCHEMA(sequence)
            checked = await async_validate_actions_config(hass, checked)
        except (vol.Invalid, HomeAssistantError) as error:
            found.add(CONF_ACTIONS, "actions", directive=directive, reason=str(error)[:MAX_REASON])
            continue
        if any(domain in NEVER for domain in _domains(hass, checked)):
            found.add(CONF_ACTIONS, "actions_never", directive=directive)


def _domains(hass: HomeAssistant, sequence: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the domains of the actions and entities that a sequence names, however deep."""
    script = Script(hass, sequence, "check", DOMAIN)
    for entity_id in script.referenced_entities:
        yield entity_id.partition(".")[0]
    stack: list[Any] = [sequence]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            for key, value in node.items():
                if key in {"action", "service", "domain"} and isinstance(value, str):
                    yield value.partition(".")[0]
                stack.append(value)
        elif isinstance(node, list | tuple):
            stack.extend(node)


def _check_whole(feature: Feature, settings: FeatureSettings, found: Findings) -> None:
    """The parts make a feature."""
    behind = (settings.entity_id, settings.state, settings.actions, settings.paired)
    if not any(behind) and not settings.pairing:
        found.add(CONF_ENTITY_ID, "nothing")
        return
    has_state = feature.kind not in _STATELESS
    if has_state and not settings.entity_id and not settings.state:
        found.add(CONF_STATE, "state_missing")
    low, high = settings.minimum, settings.maximum
    if (LOW if low is None else low) >= (HIGH if high is None else high):
        found.add(CONF_MAXIMUM, "range")
    if isinstance(feature, SoundModeFeature):
        _check_modes(feature, settings, found)
    is_told = settings.state or live_state(feature.hass, settings.entity_id) is not None
    if has_state and is_told and not found.errors and feature.info() is None:
        found.add(CONF_STATE if settings.state else CONF_ENTITY_ID, "meaningless")


def _check_modes(feature: SoundModeFeature, settings: FeatureSettings, found: Findings) -> None:
    """A choice has options that mean CLOVA's modes."""
    state = feature.entity
    if state is None or settings.actions or state.domain not in {"input_select", "select"}:
        return
    if len(feature.modes) < 2:  # noqa: PLR2004 (one mode is no choice)
        options = ", ".join(str(each) for each in state.attributes.get("options", ()))
        found.add(CONF_MODES, "modes", options=options)
