"""DeviceControl: features of the device (docs/protocol/interfaces/device_control.md)."""

from .clova import LaunchURI
from .message import directive, event, old_name
from .payload import Code, Json, named, payload, tolerated


@payload
class Targeted:
    """A feature, by its name in directives; compare without regard to case."""

    target: Code


@directive("DeviceControl.TurnOn")
class TurnOn(Targeted):
    """Switch on (CIC-DC-004)."""


@directive("DeviceControl.TurnOff")
class TurnOff(Targeted):
    """Switch off (CIC-DC-030)."""


@directive("DeviceControl.Increase")
class Increase(Targeted):
    """More, by `value` or by a step of the device's choice (CIC-DC-005, CIC-DC-020)."""

    value: Code | float | None = None


@directive("DeviceControl.Decrease")
class Decrease(Targeted):
    """Less, by `value` or by a step of the device's choice (CIC-DC-005, CIC-DC-020)."""

    value: Code | float | None = None


@directive("DeviceControl.SetValue")
class SetValue(Targeted):
    """Exactly that; a channel may be a name (CIC-DC-005, CIC-DC-021)."""

    value: Code | float


@directive("DeviceControl.Open")
class Open(Targeted):
    """Show a screen: home, settings."""


@directive("DeviceControl.OpenScreen")
class OpenScreen(Targeted):
    """Deprecated: Open."""


@directive("DeviceControl.LaunchApp")
class LaunchApp:
    """Deprecated: start an app, by a URI or by the name that was said (CIC-DC-014)."""

    target: str


@payload
class AnyPeer:
    """A Bluetooth peer, or what is known of the one to choose."""

    address: str | None = None
    connected: bool | None = None
    name: str | None = None
    role: Code | None = None  # of this device: sink plays what the peer sends


@directive("DeviceControl.BtConnect")
class BtConnect(AnyPeer):
    """Connect to that peer, to one of that role, or to any (CIC-DC-040 to CIC-DC-042)."""


@directive("DeviceControl.BtDisconnect")
class BtDisconnect(AnyPeer):
    """Part from that peer, or from all (CIC-DC-047)."""


@directive("DeviceControl.BtDelete")
class BtDelete:
    """Forget a peer (CIC-DC-049)."""

    address: str
    connected: bool | None = tolerated()
    name: str | None = tolerated()
    role: Code | None = tolerated()


@directive("DeviceControl.BtConnectByPINCode")
class BtConnectByPINCode:
    """Go on with the PIN that the user typed; an empty one ends the pairing (CIC-DC-045)."""

    pin_code: str


@directive("DeviceControl.BtPlay")
class BtPlay:
    """Play over Bluetooth (CIC-DC-048)."""


@directive("DeviceControl.BtRescan")
class BtRescan:
    """Look again who is around (CIC-DC-050)."""


@directive("DeviceControl.BtStartPairing")
class BtStartPairing:
    """Begin pairing (CIC-DC-050)."""


@directive("DeviceControl.BtStopPairing")
class BtStopPairing:
    """End pairing (CIC-DC-050)."""


@directive("DeviceControl.ExpectReportState")
class ExpectReportState:
    """Send ReportState now, and in intervals as long as told (CIC-DC-060, CIC-DC-061)."""

    duration_in_seconds: float | None = None
    interval_in_seconds: float | None = None


@directive("DeviceControl.SynchronizeState")
class SynchronizeState:
    """The state of another device; without it, that device is offline (CIC-DC-065)."""

    device_id: str
    device_state: Json | None = None

    @property
    def state(self) -> Json | None:
        """The payload of Device.DeviceState, whether or not it has its header (CIC-DC-066)."""
        if self.device_state is None or "header" not in self.device_state:
            return self.device_state
        inner = self.device_state.get("payload")
        return inner if isinstance(inner, dict) else None


@payload
class Availability:
    """An optional feature of a device."""

    name: Code
    available: bool | None = tolerated()


@payload
class DeviceConfiguration:
    """What the user set."""

    defined_name: str | None = named("DeviceInfoDefinedName", default=None)


@payload
class ListedDevice:
    """A device of the account; most of it may be missing or null (CIC-DC-068)."""

    device_id: str
    device_name: str | None = tolerated()
    availabilities: tuple[Availability, ...] | None = tolerated()
    bind_time: str | None = tolerated()
    client_id: str | None = tolerated()
    client_name: str | None = tolerated()
    model_id: str | None = tolerated()
    configuration: DeviceConfiguration | str | None = None
    companion_app_url: str | None = None
    device_image_url: str | None = None
    is3rd_party: bool | None = None
    manufacturer_name: str | None = None
    user_guide_url: str | None = None
    website_url: str | None = None


@directive("DeviceControl.RenderDeviceList")
class RenderDeviceList:
    """Show the devices of the account."""

    device_list: tuple[ListedDevice, ...]


old_name("DeviceControl.SetPoint", SetValue)
old_name("DeviceControl.UpdateDeviceState", SynchronizeState)
old_name("DeviceControl.LaunchURI", LaunchURI)


@payload
class Outcome:
    """What became of a directive: its name, and the feature by its name in reports (CIC-DC-012)."""

    command: str
    target: str


@event("DeviceControl.ActionExecuted")
class ActionExecuted(Outcome):
    """It was carried out (CIC-DC-010)."""


@event("DeviceControl.ActionFailed")
class ActionFailed(Outcome):
    """It failed, or cannot be done (CIC-DC-010)."""


@event("DeviceControl.ReportState")
class ReportState:
    """The state is in the context (CIC-DC-060)."""


@event("DeviceControl.RequestDeviceList")
class RequestDeviceList:
    """Ask for RenderDeviceList."""


@event("DeviceControl.RequestStateSynchronization")
class RequestStateSynchronization:
    """Ask another device for its state, or all of them (CIC-DC-069)."""

    device_id: str | None = None


@event("DeviceControl.BtRequestForPINCode")
class BtRequestForPINCode:
    """A peer wants a PIN (CIC-DC-044)."""

    device_name: str


@event("DeviceControl.BtRequestToCancelPINCodeInput")
class BtRequestToCancelPINCodeInput:
    """The PIN is not wanted any more (CIC-DC-046)."""


old_name("DeviceControl.BtRequestToCancelPinCodeInput", BtRequestToCancelPINCodeInput)
