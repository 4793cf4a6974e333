"""The brightness of a screen: a value between two bounds."""

from typing import Final, override

from homeassistant.components.fan.const import FanEntityFeature, FanEntityStateAttribute
from homeassistant.components.light.const import (
    LightEntityCapabilityAttribute,
    LightEntityStateAttribute,
)
from homeassistant.components.light.helper import brightness_supported
from homeassistant.components.number.const import ATTR_MAX, ATTR_MIN, ATTR_STEP
from homeassistant.const import EntityStateAttribute
from homeassistant.core import State

from ..cic.interfaces.device_control import Decrease, Increase, SetValue
from ..cic.interfaces.device_features import screen_brightness
from .feature import Feature, Plan, RefusedError
from .levels import Range, Scale, amount_of, number_of
from .sources import as_number
from .spelling import Kind
from .steps import ServiceStep

LOW: Final = 0  # what the protocol recommends for this scale (context.md §10.7)
HIGH: Final = 100
STEP: Final = 10  # of CLOVA's scale, unless the user wants another

_LIGHT_FULL: Final = 255  # Home Assistant's brightness of a light
_PERCENT: Final = Range(0.0, 100.0)
_NUMBERS: Final = frozenset({"input_number", "number"})


class BrightnessFeature(Feature):
    """A value that an entity has on a range of its own."""

    kind = Kind.SCREEN_BRIGHTNESS
    directives = ("Decrease", "Increase", "SetValue")
    acting = ("fan", "input_number", "light", "number")
    telling = ("sensor",)

    @property
    def scale(self) -> Scale | None:
        """CLOVA's scale over the entity's range; None if that has no room."""
        state = self.entity
        found = _range_of(state) if state is not None else None
        found = found or _PERCENT
        low, high = self.settings.minimum, self.settings.maximum
        raw = Range(found.low if low is None else low, found.high if high is None else high)
        return Scale(LOW, HIGH, Range(raw.low, raw.high, found.step)) if _fits(raw) else None

    @property
    def raw(self) -> float | None:
        """The entity's value; None while it has none."""
        if self._state is not None:
            return as_number(self._state.value())
        state = self.entity
        return None if state is None else _value_of(state)

    @override
    def _works(self, directive: str) -> bool:
        # Whoever can set a value can also set one that is a step away.
        return super()._works(directive) or super()._works("SetValue")

    @override
    def _entity_can(self, directive: str) -> bool:
        state = self.entity
        if state is None:
            return False
        if state.domain == "light":
            return brightness_supported(
                state.attributes.get(LightEntityCapabilityAttribute.SUPPORTED_COLOR_MODES)
            )
        if state.domain == "fan":
            supported = state.attributes.get(EntityStateAttribute.SUPPORTED_FEATURES, 0)
            return bool(supported & FanEntityFeature.SET_SPEED)
        return state.domain in _NUMBERS

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell the value."""
        raw, scale = self.raw, self.scale
        if raw is None or scale is None:
            return None
        return screen_brightness(scale.level(raw), can, minimum=LOW, maximum=HIGH)

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Set the value that is wanted, or a step away; beyond the end is at the end."""
        raw, scale = self.raw, self.scale
        if raw is None or scale is None:
            raise RefusedError(f"the value of {self.name} is not known")
        match directive:
            case SetValue():
                level = scale.clamp(number_of(directive.value))
            case Increase() | Decrease():
                step = amount_of(directive.value, self.settings.step or STEP)
                up = isinstance(directive, Increase)
                level = scale.clamp(scale.level(raw) + (step if up else -step))
            case _:
                raise RefusedError(f"{self.name} is a value")
        wanted = scale.raw_of(level)
        steps = (
            self.own(directive, level=level, raw=wanted)
            or self.own(SetValue(target=word, value=str(level)), level=level, raw=wanted)
            or (self._set(wanted),)
        )
        return Plan(steps, lambda: scale.meets(self.raw, wanted))

    def _set(self, raw: float) -> ServiceStep:
        """Return what sets the entity's value."""
        state = self.entity
        domain = state.domain if state is not None else ""
        if domain == "light":
            return self.call("turn_on", brightness=round(raw / 100 * _LIGHT_FULL))
        if domain == "fan":
            return self.call("set_percentage", percentage=round(raw))
        return self.call("set_value", value=raw)


def _range_of(state: State) -> Range | None:
    """Return what the entity says that it can be set to."""
    if state.domain in _NUMBERS:
        low, high, step = (
            as_number(state.attributes.get(name)) for name in (ATTR_MIN, ATTR_MAX, ATTR_STEP)
        )
        return None if low is None or high is None else Range(low, high, step or 0.0)
    if state.domain == "fan":
        return Range(
            0.0,
            100.0,
            as_number(state.attributes.get(FanEntityStateAttribute.PERCENTAGE_STEP)) or 0.0,
        )
    return None


def _value_of(state: State) -> float | None:
    """Return the entity's value on its own range, that of lights in percent."""
    if state.domain == "light":
        brightness = as_number(state.attributes.get(LightEntityStateAttribute.BRIGHTNESS))
        return (brightness or 0.0) / _LIGHT_FULL * 100
    if state.domain == "fan":
        return as_number(state.attributes.get(FanEntityStateAttribute.PERCENTAGE)) or 0.0
    return as_number(state.state)


def _fits(raw: Range) -> bool:
    return raw.low < raw.high
