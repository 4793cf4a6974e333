"""Bluetooth, by whatever in the home can do it: entities and actions that the user names."""

from collections.abc import Mapping
from typing import Any, Final, cast, override

from homeassistant.core import HomeAssistant

from ..cic.interfaces.device_control import (
    BtConnect,
    BtConnectByPINCode,
    BtDelete,
    BtDisconnect,
    TurnOff,
    TurnOn,
)
from ..cic.interfaces.device_features import FoundPeer, PairedPeer, Role, bluetooth
from ..cic.interfaces.message import type_of
from .feature import Plan, RefusedError
from .settings import FeatureSettings
from .sources import TemplateSource, as_bool, live_state
from .spelling import Kind
from .steps import Step
from .switches import SwitchFeature

MAX_PEERS: Final = 64  # of each list; a template may return anything

# What CLOVA is told of; the others have no documented value in `actions` (CIC-CX-072).
_LISTED: Final = frozenset(
    {
        *("TurnOff", "TurnOn", "BtConnect", "BtConnectByPINCode"),
        *("BtDisconnect", "BtStartPairing", "BtStopPairing"),
    }
)


class BluetoothFeature(SwitchFeature):
    """The radio, pairing mode, and peers."""

    kind = Kind.BLUETOOTH
    directives = (
        *("TurnOff", "TurnOn", "BtConnect", "BtConnectByPINCode", "BtDelete", "BtDisconnect"),
        *("BtPlay", "BtRescan", "BtStartPairing", "BtStopPairing"),
    )
    acting = ("input_boolean", "switch")
    telling = ("binary_sensor", "sensor")

    def __init__(self, hass: HomeAssistant, settings: FeatureSettings) -> None:
        """Be made of what the user settled."""
        super().__init__(hass, settings)
        self._paired = self._template(settings.paired)
        self._found = self._template(settings.found)
        self.connecting = False  # whether an attempt to connect is running

    @property
    @override
    def templates(self) -> list[TemplateSource]:
        return [each for each in (self._state, self._paired, self._found) if each]

    @property
    @override
    def on(self) -> bool | None:
        """Whether the radio is on; without anything that tells, it is."""
        if self._assumed is None and not self._state and not self.settings.entity_id:
            return True
        return super().on

    @property
    def tells_peers(self) -> bool:
        """Whether it can be seen what became of an attempt to connect."""
        return self._paired is not None

    @property
    def paired(self) -> list[PairedPeer]:
        """The peers that were paired at some time; what is no peer is left out."""
        return [peer for raw in _listed(self._paired) if (peer := _paired_peer(raw))]

    @property
    def found(self) -> list[FoundPeer]:
        """The peers that are around."""
        return [peer for raw in _listed(self._found) if (peer := _found_peer(raw))]

    @property
    def asking(self) -> str | None:
        """The name of the peer that asks for a PIN now."""
        state = live_state(self.hass, self.settings.pin)
        name = state.state.strip() if state is not None else ""
        return name if name and as_bool(name) is not False and name.lower() != "none" else None

    @property
    def pairing(self) -> bool:
        """Whether the pairing mode is on."""
        state = live_state(self.hass, self.settings.pairing)
        return state is not None and as_bool(state.state) is True

    @property
    def connected(self) -> frozenset[str]:
        """The addresses of the peers that are connected."""
        return frozenset(each.address for each in self.paired if each.connected)

    @override
    def _entity_can(self, directive: str) -> bool:
        if directive in {"BtStartPairing", "BtStopPairing"}:
            domain = (self.settings.pairing or "").partition(".")[0]
            return (
                domain in self.acting and live_state(self.hass, self.settings.pairing) is not None
            )
        return directive in {"TurnOn", "TurnOff"} and super()._entity_can(directive)

    @override
    def _works(self, directive: str) -> bool:
        if directive == "BtConnectByPINCode" and self.asking is None:
            return False  # nobody wants a PIN (CIC-DC-144)
        return super()._works(directive)

    @override
    def info(self, can: frozenset[str] = frozenset()) -> object | None:
        """Tell radio, modes and peers."""
        on = self.on
        if on is None:
            return None
        return bluetooth(
            on,
            can & _LISTED,
            paired=self.paired,
            found=self.found,
            pairing=self.pairing,
            scanning=self.pairing,
            connecting=self.connecting,
        )

    @override
    def plan(self, directive: object, word: str) -> Plan:
        """Choose the peer, and have the user's actions do it."""
        match directive:
            case TurnOn() | TurnOff():
                return super().plan(directive, word)
            case BtConnect():
                peer = self._peer_to_connect(directive)
                return Plan(self._steps(directive, peer), lambda: peer.address in self.connected)
            case BtDisconnect():
                return self._disconnect(directive)
            case BtDelete():
                return self._delete(directive)
            case BtConnectByPINCode():
                return self._go_on(directive)
        name = type_of(directive).name
        if name == "BtPlay" and self._paired and not any(each.connected for each in self.paired):
            raise RefusedError("no peer is connected")
        if name in {"BtStartPairing", "BtStopPairing"} and self.settings.pairing:
            wanted = name == "BtStartPairing"
            steps = self.own(directive) or (self._switch_pairing(on=wanted),)
            return Plan(steps, lambda: self.pairing is wanted)
        return Plan(self._steps(directive, None))

    def _steps(self, directive: object, peer: FoundPeer | None) -> tuple[Step, ...]:
        """Return the user's actions with what they may know of the peer."""
        known = {} if peer is None else _as_variables(peer)
        steps = self.own(directive, **known)
        if not steps:
            raise RefusedError("the user has settled nothing for this")
        return steps

    def _switch_pairing(self, *, on: bool) -> Step:
        entity_id = self.settings.pairing or ""
        return self.call_on(entity_id, "turn_on" if on else "turn_off")

    def _peer_to_connect(self, directive: BtConnect) -> FoundPeer:
        """Return the peer that is named, or the first that fits (CIC-DC-040 to CIC-DC-042)."""
        if directive.address is not None:
            return self._peer(directive.address)
        fitting = [each for each in self.paired if directive.role in {None, each.role}]
        # The list is in the user's order; whoever is connected needs no attempt.
        chosen = next((each for each in fitting if not each.connected), None)
        if chosen is None and fitting:
            chosen = fitting[0]
        if chosen is None:
            raise RefusedError("there is no such paired peer")  # CIC-DC-143
        return chosen

    def _peer(self, address: str) -> FoundPeer:
        """Return the peer of this address. RefusedError if nobody knows it."""
        for each in (*self.paired, *self.found):
            if each.address.lower() == address.lower():
                return each
        raise RefusedError("there is no peer with this address")

    def _disconnect(self, directive: BtDisconnect) -> Plan:
        """Part from one, or from all (CIC-DC-047)."""
        address = directive.address
        peer = self._peer(address) if address is not None else None

        def parted() -> bool:
            return not any(
                each.connected
                for each in self.paired
                if address is None or each.address.lower() == address.lower()
            )

        return Plan(self._steps(directive, peer), parted if self._paired else None)

    def _delete(self, directive: BtDelete) -> Plan:
        """Forget a peer; the user's actions part from it first if they have to (CIC-DC-049)."""
        peer = self._peer(directive.address)
        steps = self._steps(directive, peer)
        if isinstance(peer, PairedPeer) and peer.connected:
            parting = BtDisconnect(address=peer.address, name=peer.name, role=peer.role)
            steps = (*self.own(parting, **_as_variables(peer)), *steps)
        return Plan(steps, lambda: directive.address not in {each.address for each in self.paired})

    def _go_on(self, directive: BtConnectByPINCode) -> Plan:
        """Go on with the PIN."""
        before = self.connected
        return Plan(self._steps(directive, None), lambda: bool(self.connected - before))


def _listed(source: TemplateSource | None) -> list[Mapping[str, Any]]:
    """Return the objects of a template's list; nothing if it is none."""
    value = source.value() if source is not None else None
    if not isinstance(value, list | tuple):
        return []
    return [each for each in value if isinstance(each, Mapping)][:MAX_PEERS]


def _found_peer(raw: Mapping[str, Any]) -> FoundPeer | None:
    address = raw.get("address")
    if not isinstance(address, str) or not address:
        return None
    return FoundPeer(address=address, name=str(raw.get("name") or address), role=_role(raw))


def _paired_peer(raw: Mapping[str, Any]) -> PairedPeer | None:
    peer = _found_peer(raw)
    if peer is None:
        return None
    classes = ("AudioSink",) if peer.role == "source" else ("AudioSource",)
    return PairedPeer(
        address=peer.address,
        name=peer.name,
        role=peer.role,
        connected=as_bool(raw.get("connected", False)) is True,
        available_service_class_list=classes,
    )


def _role(raw: Mapping[str, Any]) -> Role:
    """Return this device's role: it feeds a loudspeaker unless the user says else (CIC-CX-071)."""
    role = str(raw.get("role", "source")).lower()
    return cast("Role", role) if role in {"sink", "source"} else "source"


def _as_variables(peer: FoundPeer) -> dict[str, Any]:
    """Return what the user's actions may know of a peer."""
    return {"address": peer.address, "name": peer.name, "role": peer.role}
