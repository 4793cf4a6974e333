"""The channel of a television."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.media_player.const import (
    ATTR_INPUT_SOURCE_LIST,
    ATTR_MEDIA_CONTENT_ID,
    ATTR_MEDIA_CONTENT_TYPE,
    MediaPlayerEntityFeature,
    MediaType,
)
from homeassistant.components.number.const import ATTR_MAX, ATTR_MIN
from homeassistant.components.select.const import ATTR_OPTIONS
from homeassistant.const import STATE_OFF, EntityStateAttribute
from homeassistant.core import State

from ..cic.interfaces.device_control import Decrease, Increase, SetValue
from ..cic.interfaces.device_features import Channel, actions
from .feature import Feature, Plan, RefusedError
from .levels import number_of
from .sources import as_number
from .spelling import Kind
from .steps import Step

_FEATURES: Final[Mapping[str, MediaPlayerEntityFeature]] = {
    "Increase": MediaPlayerEntityFeature.NEXT_TRACK,
    "Decrease": MediaPlayerEntityFeature.PREVIOUS_TRACK,
    "SetValue": MediaPlayerEntityFeature.PLAY_MEDIA,
}
_SELECTS: Final = frozenset({"input_select", "select"})


class ChannelFeature(Feature):
    """The next, the previous, or one by its number or name; which it is, is not told."""

    kind = Kind.CHANNEL
    directives = ("Decrease", "Increase", "SetValue")
    acting = ("input_number", "input_select", "media_player", "number", "select")

    @override
    def _entity_can(self, directive: str) -> bool:
        state = self.entity
        if state is None or state.state == STATE_OFF:
            return False
        if state.domain == "media_player":
            supported = state.attributes.get(EntityStateAttribute.SUPPORTED_FEATURES, 0)
            by_source = directive == "SetValue" and bool(_options(state))
            return bool(supported & _FEATURES[directive]) or by_source
        if state.domain in _SELECTS:
            return bool(_options(state))
        # A number entity has no service that goes a step up or down.
        return directive == "SetValue" or state.domain == "input_number"

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell what can be done; nothing if that is nothing."""
        return Channel(actions=actions(Channel, can))

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Change the channel (CIC-DC-023)."""
        match directive:
            case Increase():
                return Plan(self.own(directive) or (self._step(up=True),))
            case Decrease():
                return Plan(self.own(directive) or (self._step(up=False),))
            case SetValue():
                return self._go_to(directive)
        raise RefusedError(f"{self.name} is a channel")

    def _step(self, *, up: bool) -> Step:
        state = self._there()
        if state.domain == "media_player":
            return self.call("media_next_track" if up else "media_previous_track")
        if state.domain in _SELECTS:
            return self.call("select_next" if up else "select_previous", cycle=True)
        return self.call("increment" if up else "decrement")

    def _go_to(self, directive: SetValue) -> Plan:
        """Choose one by its number or its name; one that is not there is refused."""
        if own := self.own(directive, channel=_text(directive.value)):
            return Plan(own)
        state, wanted = self._there(), _text(directive.value)
        if state.domain in {"input_number", "number"}:
            return self._tune(state, number_of(wanted))
        found = _option(state, wanted)
        if state.domain in _SELECTS:
            if found is None:
                raise RefusedError("there is no such channel")
            step = self.call("select_option", option=found)
            return Plan((step,), lambda: self._there().state == found)
        if found is not None:
            return Plan((self.call("select_source", source=found),))
        data = {ATTR_MEDIA_CONTENT_TYPE: MediaType.CHANNEL, ATTR_MEDIA_CONTENT_ID: wanted}
        return Plan((self.call("play_media", **data),))

    def _tune(self, state: State, number: float) -> Plan:
        low, high = (as_number(state.attributes.get(name)) for name in (ATTR_MIN, ATTR_MAX))
        if not (low or 0.0) <= number <= (number if high is None else high):
            raise RefusedError("there is no such channel")
        step = self.call("set_value", value=number)
        return Plan((step,), lambda: as_number(self._there().state) == number)

    def _there(self) -> State:
        state = self.entity
        if state is None:
            raise RefusedError(f"the entity of {self.name} is not available")
        return state


def _text(value: str | float) -> str:
    """Write a channel as one says it: 7, not 7.0."""
    return value.strip() if isinstance(value, str) else f"{value:g}"


def _options(state: State) -> list[str]:
    """Return the channels that an entity lists by name."""
    name = ATTR_INPUT_SOURCE_LIST if state.domain == "media_player" else ATTR_OPTIONS
    found = state.attributes.get(name)
    return [str(each) for each in found] if isinstance(found, list | tuple) else []


def _option(state: State, wanted: str) -> str | None:
    """Return the entity's own spelling of a channel."""
    word = wanted.casefold()
    return next((each for each in _options(state) if each.casefold() == word), None)
