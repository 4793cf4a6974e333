"""The forms in which a feature is described: what they ask, and the settings they give."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import section
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    ActionSelector,
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TemplateSelector,
    TextSelector,
)
import voluptuous as vol

from ..const import DOMAIN
from ..features import KINDS
from ..features.brightness import HIGH, LOW, STEP
from ..features.readings import OUTPUTS
from ..features.settings import (
    CONF_ACTIONS,
    CONF_CHARGING,
    CONF_CUTS_LINK,
    CONF_FOUND,
    CONF_KIND,
    CONF_MAXIMUM,
    CONF_MINIMUM,
    CONF_MODES,
    CONF_NETWORK,
    CONF_PAIRED,
    CONF_PAIRING,
    CONF_PIN,
    CONF_READ_ONLY,
    CONF_STATE,
    CONF_STEP,
    SUBENTRY_TYPE,
)
from ..features.sound_mode import MODES
from ..features.spelling import Kind
from ..features.switches import SwitchFeature

KIND_SELECTOR: Final = "feature_kind"  # the translations of the kinds

# A field of a form has a name in small letters; here is the directive that it stands for.
ACTIONFIELDS: Final[Mapping[str, str]] = {
    "turn_on": "TurnOn",
    "turn_off": "TurnOff",
    "increase": "Increase",
    "decrease": "Decrease",
    "set_value": "SetValue",
    "open": "Open",
    "launch_app": "LaunchApp",
    "bt_start_pairing": "BtStartPairing",
    "bt_stop_pairing": "BtStopPairing",
    "bt_rescan": "BtRescan",
    "bt_connect": "BtConnect",
    "bt_connect_pin": "BtConnectByPINCode",
    "bt_disconnect": "BtDisconnect",
    "bt_delete": "BtDelete",
    "bt_play": "BtPlay",
}
FIELDS: Final = {directive: field for field, directive in ACTIONFIELDS.items()}

_RAW: Final = NumberSelector(NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any"))
_STEP: Final = NumberSelector(
    NumberSelectorConfig(mode=NumberSelectorMode.BOX, min=1, max=HIGH - LOW, step=1)
)


def step_of(kind: Kind) -> str:
    """Return the step of the dialog, whose texts fit the kind."""
    return "switch" if _is_switch(kind) else str(kind)


def _is_switch(kind: Kind) -> bool:
    return issubclass(KINDS[kind], SwitchFeature) and kind is not Kind.BLUETOOTH


def free_kinds(entry: ConfigEntry[Any]) -> list[str]:
    """Return the kinds that the device does not have yet, in the order of the dialog."""
    taken = {
        each.data.get(CONF_KIND)
        for each in entry.subentries.values()
        if each.subentry_type == SUBENTRY_TYPE
    }
    return [str(kind) for kind in KINDS if kind not in taken]


def kind_schema(kinds: list[str]) -> vol.Schema:
    """Ask what it is."""
    choice = SelectSelector(
        SelectSelectorConfig(
            options=kinds, mode=SelectSelectorMode.DROPDOWN, translation_key=KIND_SELECTOR
        )
    )
    return vol.Schema({vol.Required(CONF_KIND): choice})


def feature_schema(hass: HomeAssistant, kind: Kind) -> vol.Schema:
    """Ask what stands behind it."""
    feature = KINDS[kind]
    own = [
        entity.entity_id
        for entity in er.async_get(hass).entities.values()
        if entity.platform == DOMAIN
    ]

    def entities(*domains: str) -> EntitySelector:
        return EntitySelector(EntitySelectorConfig(domain=list(domains), exclude_entities=own))

    fields: dict[Any, Any] = {
        vol.Optional(CONF_ENTITY_ID): entities(*feature.acting, *feature.telling)
    }
    if kind not in {Kind.CHANNEL, Kind.SCREENS}:
        fields[vol.Optional(CONF_STATE)] = TemplateSelector()
    fields |= _special(kind, entities)
    if feature.directives:
        fields[vol.Optional(CONF_READ_ONLY, default=False)] = BooleanSelector()
    if issubclass(feature, SwitchFeature) and feature.cut_by is not None:
        fields[vol.Optional(CONF_CUTS_LINK, default=False)] = BooleanSelector()
    if actions := _action_fields(kind):
        asked = vol.Schema({vol.Optional(field): ActionSelector() for field in actions})
        fields[vol.Required(CONF_ACTIONS)] = section(asked, {"collapsed": True})
    return vol.Schema(fields)


def _special(kind: Kind, entities: Any) -> dict[Any, Any]:
    """Return the fields that only this kind has."""
    match kind:
        case Kind.SCREEN_BRIGHTNESS:
            return {
                vol.Optional(CONF_MINIMUM): _RAW,
                vol.Optional(CONF_MAXIMUM): _RAW,
                vol.Optional(CONF_STEP, default=STEP): _STEP,
            }
        case Kind.SOUND_MODE | Kind.SOUND_OUTPUT:
            words = MODES if kind is Kind.SOUND_MODE else OUTPUTS
            asked = vol.Schema({vol.Optional(word): TextSelector() for word in words})
            return {vol.Required(CONF_MODES): section(asked, {"collapsed": True})}
        case Kind.BATTERY:
            return {vol.Optional(CONF_CHARGING): entities("binary_sensor", "sensor")}
        case Kind.WIFI:
            return {vol.Optional(CONF_NETWORK): entities("sensor")}
        case Kind.BLUETOOTH:
            return {
                vol.Optional(CONF_PAIRED): TemplateSelector(),
                vol.Optional(CONF_FOUND): TemplateSelector(),
                vol.Optional(CONF_PAIRING): entities("input_boolean", "switch", "binary_sensor"),
                vol.Optional(CONF_PIN): entities("input_text", "sensor", "text"),
            }
    return {}


def _action_fields(kind: Kind) -> list[str]:
    """Return the fields for actions of the user's own."""
    return [
        field for field, directive in ACTIONFIELDS.items() if directive in KINDS[kind].directives
    ]


def data_of(kind: Kind, user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the subentry: what is empty is left out."""
    data: dict[str, Any] = {CONF_KIND: str(kind)}
    for key, value in user_input.items():
        if key == CONF_ACTIONS:
            named = {ACTIONFIELDS[field]: each for field, each in value.items() if each}
            data |= {CONF_ACTIONS: named} if named else {}
        elif key == CONF_MODES:
            named = {word: text.strip() for word, text in value.items() if text.strip()}
            data |= {CONF_MODES: named} if named else {}
        elif key == CONF_STEP:
            data[key] = int(value)
        elif isinstance(value, str):
            data |= {key: value.strip()} if value.strip() else {}
        elif value is not None:
            data[key] = value
    return data


def input_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows for the data of a subentry."""
    shown = {key: value for key, value in data.items() if key not in {CONF_KIND, CONF_ACTIONS}}
    actions = data.get(CONF_ACTIONS, {})
    shown[CONF_ACTIONS] = {
        FIELDS[name]: sequence for name, sequence in actions.items() if name in FIELDS
    }
    return shown
