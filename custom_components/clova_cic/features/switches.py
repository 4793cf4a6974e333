"""Features that are on or off."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar, Final, override

from homeassistant.components.fan.const import FanEntityFeature
from homeassistant.components.media_player.const import MediaPlayerEntityFeature
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.const import STATE_OFF, EntityStateAttribute
from homeassistant.core import State

from ..cic.interfaces.device_control import TurnOff, TurnOn
from ..cic.interfaces.device_features import Network, Power, Switch, Wifi, actions, switch
from .feature import Feature, Plan, RefusedError
from .sources import as_bool, live_state
from .spelling import Kind

# Domains whose entities may be able to do only one of the two, and what tells that.
_NEEDED: Final[Mapping[str, Mapping[str, int]]] = {
    "fan": {"TurnOn": FanEntityFeature.TURN_ON, "TurnOff": FanEntityFeature.TURN_OFF},
    "media_player": {
        "TurnOn": MediaPlayerEntityFeature.TURN_ON,
        "TurnOff": MediaPlayerEntityFeature.TURN_OFF,
    },
    "siren": {"TurnOn": SirenEntityFeature.TURN_ON, "TurnOff": SirenEntityFeature.TURN_OFF},
}
_SERVICES: Final = {"TurnOn": "turn_on", "TurnOff": "turn_off"}
_PLAYER_OFF: Final = frozenset({STATE_OFF, "standby"})


class SwitchFeature(Feature):
    """Something that is on or off."""

    directives: ClassVar[tuple[str, ...]] = ("TurnOff", "TurnOn")
    acting: ClassVar[tuple[str, ...]] = (
        *("fan", "humidifier", "input_boolean", "light"),
        *("media_player", "remote", "siren", "switch"),
    )
    telling: ClassVar[tuple[str, ...]] = ("binary_sensor", "device_tracker", "person", "sensor")
    cut_by: ClassVar[type[TurnOn | TurnOff] | None] = (
        None  # what may cost Home Assistant's own connection
    )

    _assumed: bool | None = None

    @property
    def on(self) -> bool | None:
        """Whether it is on; None while that is not known."""
        if self._assumed is not None:
            return self._assumed
        if self._state is not None:
            return as_bool(self._state.value())
        state = self.entity
        return None if state is None else _is_on(state)

    @override
    def _entity_can(self, directive: str) -> bool:
        state = self.entity
        if state is None or state.domain not in self.acting:
            return False
        needed = _NEEDED.get(state.domain, {}).get(directive)
        supported = state.attributes.get(EntityStateAttribute.SUPPORTED_FEATURES, 0)
        return needed is None or bool(supported & needed)

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell the state."""
        on = self.on
        return None if on is None else self._told(on, can)

    def _told(self, on: bool, can: frozenset[str]) -> object:
        return switch(on, can)

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Switch, whatever the state is: it may be out of date (CIC-DC-015)."""
        if not isinstance(directive, TurnOn | TurnOff):
            raise RefusedError(f"{self.name} can only be switched on and off")
        wanted = isinstance(directive, TurnOn)
        service = _SERVICES["TurnOn" if wanted else "TurnOff"]
        steps = self.own(directive) or (self.call(service),)
        return Plan(steps, lambda: self.on is wanted)

    @override
    def cuts_link(self, directive: object) -> bool:
        """Tell whether the user said so, and this directive is the one (CIC-DC-032)."""
        return (
            self.settings.cuts_link
            and self.cut_by is not None
            and isinstance(directive, self.cut_by)
        )

    @override
    @contextmanager
    def about_to(self, directive: object) -> Iterator[None]:
        """Tell the state as if it were switched already (CIC-DC-013)."""
        self._assumed = isinstance(directive, TurnOn)
        try:
            yield
        finally:
            self._assumed = None


def _is_on(state: State) -> bool | None:
    """Read a state that is neither unknown nor unavailable."""
    if state.domain == "media_player":
        return state.state not in _PLAYER_OFF
    if state.domain in {"person", "device_tracker"}:
        return state.state == "home"  # any other zone is not here
    return as_bool(state.state)


class AirplaneFeature(SwitchFeature):
    """Airplane mode."""

    kind = Kind.AIRPLANE
    cut_by = TurnOn


class CellularFeature(SwitchFeature):
    """Mobile data."""

    kind = Kind.CELLULAR
    cut_by = TurnOff


class EnergySavingFeature(SwitchFeature):
    """Energy saving."""

    kind = Kind.ENERGY_SAVING


class FlashlightFeature(SwitchFeature):
    """A lamp."""

    kind = Kind.FLASHLIGHT


class GpsFeature(SwitchFeature):
    """Positioning; behind a person or a tracker it tells who is at home."""

    kind = Kind.GPS


class AutoBrightnessFeature(SwitchFeature):
    """Brightness that follows the light of the room."""

    kind = Kind.SCREEN_AUTO_BRIGHTNESS


class PowerFeature(SwitchFeature):
    """The power of what is taken for the device, such as a television."""

    kind = Kind.POWER
    cut_by = TurnOff

    @override
    def _told(self, on: bool, can: frozenset[str]) -> object:
        return Power(actions=actions(Power, can), state="active" if on else "idle")


class WifiFeature(SwitchFeature):
    """Wi-Fi, and the network that it is connected to if an entity tells it."""

    kind = Kind.WIFI
    cut_by = TurnOff

    @override
    def _told(self, on: bool, can: frozenset[str]) -> object:
        network = live_state(self.hass, self.settings.network)
        names = (Network(name=network.state, connected=on),) if network is not None else ()
        return Wifi(actions=actions(Switch, can), networks=names, state="on" if on else "off")
