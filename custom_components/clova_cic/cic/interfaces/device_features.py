"""The features of Device.DeviceState (docs/protocol/context.md).

`actions` are the directives that the device can execute for a feature now, by their names; none
for one that can only be read (CIC-CX-060, CIC-CX-063).
"""

from collections.abc import Iterable
from typing import Any, Literal, get_args, get_type_hints

from ..errors import UsageError
from .payload import payload

OnOff = Literal["off", "on"]
SwitchAction = Literal["TurnOff", "TurnOn"]
LevelAction = Literal["Decrease", "Increase", "SetValue"]
BluetoothAction = Literal[
    "TurnOff",
    "TurnOn",
    "BtConnect",
    "BtConnectByPINCode",
    "BtDisconnect",
    "BtStartPairing",
    "BtStopPairing",
]
Role = Literal["sink", "source"]  # the device's own towards the peer (CIC-CX-071)


@payload
class Switch:
    """Something that is on or off."""

    actions: tuple[SwitchAction, ...]
    state: OnOff


@payload
class Power:
    """The device's power: `active` is on, `idle` is off."""

    actions: tuple[SwitchAction, ...]
    state: Literal["active", "idle"]


@payload
class SoundMode:
    """What happens when there is something to hear."""

    actions: tuple[SwitchAction, ...]
    state: Literal["ring", "silent", "vibrate"]


@payload
class Battery:
    """The charge, in percent; there is nothing to do about it (CIC-CX-060)."""

    actions: tuple[str, ...]
    charging: bool
    value: int


@payload
class Channel:
    """The TV channel; which one is not told."""

    actions: tuple[LevelAction, ...]


@payload
class ScreenBrightness:
    """A value between two bounds (CIC-CX-075)."""

    actions: tuple[LevelAction, ...]
    min: int
    max: int
    value: int


@payload
class Volume(ScreenBrightness):
    """The same; from `warning` on, CLOVA asks the user before it gets louder."""

    warning: int | None = None


@payload
class SoundOutput:
    """Where sound comes out."""

    type: Literal["builtin", "aux", "bluetooth", "airplay"]


@payload
class Network:
    """A network that was found."""

    name: str
    connected: bool


@payload
class Wifi:
    """The networks there are."""

    actions: tuple[SwitchAction, ...]
    networks: tuple[Network, ...]
    state: OnOff


@payload
class FoundPeer:
    """A Bluetooth device that a scan found."""

    address: str
    name: str
    role: Role


@payload
class PairedPeer(FoundPeer):
    """One that was paired at some time; the list may be empty (CIC-CX-073)."""

    connected: bool
    available_service_class_list: tuple[str, ...]


@payload
class PlayerInfo:
    """What plays over Bluetooth."""

    album_title: str | None = None
    artist_name: str | None = None
    track_title: str | None = None
    state: Literal["paused", "playing", "stopped"] | None = None


@payload
class Bluetooth:
    """The radio, and who is around."""

    actions: tuple[BluetoothAction, ...]
    state: OnOff
    pairing: OnOff
    scanning: OnOff
    connecting: OnOff
    btlist: tuple[PairedPeer, ...]
    scanlist: tuple[FoundPeer, ...]
    player_info: PlayerInfo | None = None


def on_off(state: bool) -> OnOff:
    """Return the word for a switch."""
    return "on" if state else "off"


def actions(feature: type[Any], names: Iterable[str]) -> tuple[Any, ...]:
    """Return the directives that a feature can execute now, in the order of the reference.

    Raises UsageError for what is not the name of a directive of this feature (CIC-CX-063).
    """
    element = get_args(get_type_hints(feature)["actions"])[0]
    known = get_args(element)
    wanted = set(names)
    if unknown := wanted.difference(known):
        raise UsageError(f"{min(unknown)} is no action of {feature.__name__}")
    return tuple(name for name in known if name in wanted)


def switch(state: bool, can: Iterable[str] = ()) -> Switch:
    """Report something that is on or off. Raises UsageError for an unknown action."""
    return Switch(actions=actions(Switch, can), state=on_off(state))


def battery(percent: int, *, charging: bool) -> Battery:
    """Report the charge. Raises UsageError if it is not within 0 and 100."""
    _check_level(percent, 0, 100)
    return Battery(actions=(), charging=charging, value=percent)


def volume(
    value: int,
    can: Iterable[str] = (),
    *,
    minimum: int = 0,
    maximum: int = 10,
    warning: int | None = None,
) -> Volume:
    """Report how loud it is. Raises UsageError for what is out of bounds (CIC-CX-075)."""
    _check_level(value, minimum, maximum)
    if warning is not None:
        _check_level(warning, minimum, maximum)
    return Volume(
        actions=actions(Volume, can), min=minimum, max=maximum, value=value, warning=warning
    )


def screen_brightness(
    value: int, can: Iterable[str] = (), *, minimum: int = 0, maximum: int = 100
) -> ScreenBrightness:
    """Report how bright it is. Raises UsageError for what is out of bounds (CIC-CX-075)."""
    _check_level(value, minimum, maximum)
    return ScreenBrightness(
        actions=actions(ScreenBrightness, can), min=minimum, max=maximum, value=value
    )


def _check_level(value: int, minimum: int, maximum: int) -> None:
    """Refuse what is no whole number between two bounds, and bounds that leave no room."""
    if any(type(each) is not int for each in (value, minimum, maximum)):
        raise UsageError("levels are whole numbers")
    if not (minimum < maximum and minimum <= value <= maximum):
        raise UsageError(f"{value} is not between {minimum} and {maximum}")


def bluetooth(
    state: bool,
    can: Iterable[str] = (),
    *,
    paired: Iterable[PairedPeer] = (),
    found: Iterable[FoundPeer] = (),
    pairing: bool = False,
    scanning: bool = False,
    connecting: bool = False,
    player: PlayerInfo | None = None,
) -> Bluetooth:
    """Report the radio; empty lists are told as such (CIC-CX-070).

    Raises UsageError for an action that is not documented (CIC-CX-072).
    """
    return Bluetooth(
        actions=actions(Bluetooth, can),
        state=on_off(state),
        pairing=on_off(pairing),
        scanning=on_off(scanning),
        connecting=on_off(connecting),
        btlist=tuple(paired),
        scanlist=tuple(found),
        player_info=player,
    )
