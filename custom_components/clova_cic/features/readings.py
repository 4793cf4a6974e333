"""Features that CLOVA can only be told of: there is nothing to do about them."""

from typing import Final, Literal, cast, override

from ..cic.interfaces.device_features import SoundOutput, battery
from .feature import Feature, Plan, RefusedError
from .sources import as_bool, as_number, live_state
from .spelling import Kind

type Output = Literal["builtin", "aux", "bluetooth", "airplay"]

OUTPUTS: Final[tuple[Output, ...]] = ("builtin", "aux", "bluetooth", "airplay")
_FULL: Final = 100  # percent


class Reading(Feature):
    """Something that is only told."""

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Refuse: nothing of it is ever offered."""
        raise RefusedError(f"{self.name} can only be read")


class BatteryFeature(Reading):
    """A charge in percent (CIC-CX-060)."""

    kind = Kind.BATTERY
    telling = ("input_number", "number", "sensor")

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell the charge, and whether it grows."""
        state = self.entity
        value = self._state.value() if self._state else state.state if state else None
        charge = as_number(value)
        if charge is None:
            return None
        charging = live_state(self.hass, self.settings.charging)
        return battery(
            round(min(max(charge, 0.0), _FULL)),
            charging=charging is not None and _is_charging(charging.state),
        )


class SoundOutputFeature(Reading):
    """Where sound comes out."""

    kind = Kind.SOUND_OUTPUT
    telling = ("input_select", "select", "sensor")

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell it, by CLOVA's word or what the user said means it; nothing for any other."""
        state = self.entity
        value = self._state.value() if self._state else state.state if state else None
        output = self._output_of(str(value)) if value is not None else None
        return None if output is None else SoundOutput(type=output)

    def _output_of(self, text: str) -> Output | None:
        for output, option in self.settings.modes.items():
            if option == text and output in OUTPUTS:
                return output
        return cast("Output", text.lower()) if text.lower() in OUTPUTS else None


def _is_charging(state: str) -> bool:
    """Read a binary sensor, or a sensor that says how it is charged."""
    return as_bool(state) is True or state.strip().lower() in {"charging", "full"}
