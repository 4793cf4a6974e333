"""What happens when there is something to hear: ring, silence, vibration."""

from collections.abc import Mapping
from typing import Final, Literal, cast, override

from homeassistant.components.select.const import ATTR_OPTIONS

from ..cic.interfaces.device_control import TurnOff, TurnOn
from ..cic.interfaces.device_features import SoundMode, actions
from .feature import Feature, Plan, RefusedError
from .sources import as_bool
from .spelling import Kind
from .steps import Step

type Mode = Literal["ring", "silent", "vibrate"]

MODES: Final[tuple[Mode, ...]] = ("ring", "silent", "vibrate")
_SELECTS: Final = frozenset({"input_select", "select"})
_SWITCHES: Final = frozenset({"input_boolean", "switch"})
# What follows when a mode is switched off: the first of these that there is (CIC-DC-031).
_AFTER: Final[Mapping[Mode, tuple[Mode, ...]]] = {
    "ring": ("vibrate", "silent"),
    "silent": ("ring",),
    "vibrate": ("ring",),
}


class SoundModeFeature(Feature):
    """One state of three, addressed by three targets.

    Behind a switch there are two: on is silent, off is ring.
    """

    kind = Kind.SOUND_MODE
    directives = ("TurnOff", "TurnOn")
    acting = ("input_boolean", "input_select", "select", "switch")
    telling = ("binary_sensor", "sensor")

    @property
    def mode(self) -> Mode | None:
        """The present mode; None for a state that is none."""
        if self._state is not None:
            return self._mode_of(self._state.value())
        state = self.entity
        return None if state is None else self._mode_of(state.state)

    def _mode_of(self, value: object) -> Mode | None:
        text = str(value)
        for mode, option in self.settings.modes.items():
            if option == text and mode in MODES:
                return mode
        if text.lower() in MODES:
            return cast("Mode", text.lower())
        silent = as_bool(value)
        if silent is None or self._domain in _SELECTS:
            return None
        return "silent" if silent else "ring"

    @property
    def _domain(self) -> str:
        return (self.settings.entity_id or "").partition(".")[0]

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The modes that can be chosen."""
        if self._actions:
            return MODES
        return tuple(mode for mode in MODES if self._option(mode) is not None)

    def _option(self, mode: Mode) -> str | None:
        """Return what the entity calls a mode; None if it has no such mode."""
        if self._domain in _SWITCHES:
            return {"ring": "off", "silent": "on"}.get(mode)
        wanted = self.settings.modes.get(mode) or mode
        state = self.entity
        options = state.attributes.get(ATTR_OPTIONS) if state is not None else None
        return next((each for each in options or () if str(each).lower() == wanted.lower()), None)

    @override
    def _entity_can(self, directive: str) -> bool:
        return self.entity is not None and len(self.modes) > 1

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell the mode."""
        mode = self.mode
        return None if mode is None else SoundMode(actions=actions(SoundMode, can), state=mode)

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Choose a mode; one that is switched off without being on changes nothing (CIC-DC-120)."""
        # "soundmode" says no more than whether there is something to hear (CIC-DC-004).
        meant: Mode = word if word in MODES else "ring"
        match directive:
            case TurnOn():
                wanted = meant
            case TurnOff() if self.mode != meant:
                return Plan()
            case TurnOff():
                left = (mode for mode in _AFTER[meant] if mode in self.modes)
                wanted = next(left, meant)
            case _:
                raise RefusedError(f"{self.name} is a mode")
        if wanted not in self.modes:
            raise RefusedError(f"{self.name} has no {wanted}")
        steps = (
            self.own(directive, mode=wanted)
            or self.own(TurnOn(target=wanted), mode=wanted)
            or (self._choose(wanted),)
        )
        return Plan(steps, lambda: self.mode == wanted)

    def _choose(self, mode: Mode) -> Step:
        option = self._option(mode)
        if self._domain in _SWITCHES:
            return self.call(f"turn_{option}")
        return self.call("select_option", option=option)
