"""DeviceControl: features of the home (docs/protocol/interfaces/device_control.md)."""

from functools import partial
from typing import override

from ..cic import Directive, handles
from ..cic.dispatch import Action
from ..cic.interfaces.clova import LaunchURI
from ..cic.interfaces.device_control import (
    BtConnect,
    BtConnectByPINCode,
    BtDelete,
    BtDisconnect,
    BtPlay,
    BtRescan,
    BtStartPairing,
    BtStopPairing,
    Decrease,
    ExpectReportState,
    Increase,
    LaunchApp,
    Open,
    OpenScreen,
    RenderDeviceList,
    SetValue,
    SynchronizeState,
    TurnOff,
    TurnOn,
)
from ..cic.interfaces.message import DIRECTIVES, type_of
from ..coordinator import ClovaCoordinator
from ..features.control import Control
from ..features.pairing import Pairing
from ..features.reports import StateReports
from ..features.spelling import named
from .entry_handler import EntryHandler

_WITHOUT_REPORT = (LaunchURI, RenderDeviceList, SynchronizeState)
"""They are told of, or are another interface's by now; nobody waits for a report about them."""


class DeviceControlHandler(EntryHandler):
    """Every control directive ends with exactly one report (CIC-DC-103)."""

    namespace = "DeviceControl"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Begin to watch the features."""
        super().__init__(coordinator)
        self._reports = StateReports(coordinator)
        self._control = Control(coordinator, self._reports)
        self._pairing = Pairing(coordinator, self._control, self._reports)

    @handles(TurnOn)
    async def turn_on(self, payload: TurnOn) -> None:
        """Switch a feature on, or choose a mode (CIC-DC-004)."""
        await self._control.async_carry_out(payload)

    @handles(TurnOff)
    async def turn_off(self, payload: TurnOff) -> None:
        """Switch a feature off (CIC-DC-030, CIC-DC-031)."""
        await self._control.async_carry_out(payload)

    @handles(Increase)
    async def increase(self, payload: Increase) -> None:
        """Make it more, or go to the next channel (CIC-DC-020, CIC-DC-023)."""
        await self._control.async_carry_out(payload)

    @handles(Decrease)
    async def decrease(self, payload: Decrease) -> None:
        """Make it less, or go to the previous channel."""
        await self._control.async_carry_out(payload)

    @handles(SetValue)
    async def set_value(self, payload: SetValue) -> None:
        """Make it exactly that (CIC-DC-021)."""
        await self._control.async_carry_out(payload)

    @handles(Open)
    async def open(self, payload: Open) -> None:
        """Show a screen."""
        await self._control.async_carry_out(payload)

    @handles(OpenScreen)
    async def open_screen(self, payload: OpenScreen) -> None:
        """Show the settings, by the old name."""
        await self._control.async_carry_out(payload)

    @handles(LaunchApp)
    async def launch_app(self, payload: LaunchApp) -> None:
        """Start an app; only a failure is reported (CIC-DC-014)."""
        await self._control.async_carry_out(payload)

    @override
    def refusal(self, directive: Directive) -> Action | None:
        """Report a directive that makes no sense as failed, if it says what it is about.

        Whoever asks for the state is told it, however it was asked (CIC-DC-062).
        """
        meant = DIRECTIVES[directive.qualified_name].payload
        if meant is ExpectReportState:
            return partial(self._reports.async_expected, None, None)
        if meant in _WITHOUT_REPORT:
            return None
        target = directive.payload.get("target")
        about = named(type_of(meant).name, target if isinstance(target, str) else None)
        return partial(self._control.async_refuse, meant, about) if about.report else None

    # State

    @handles(ExpectReportState)
    async def expect_report_state(self, payload: ExpectReportState) -> None:
        """Tell the state at once, and as often as is wanted (CIC-DC-060, CIC-DC-062)."""
        await self._reports.async_expected(payload.duration_in_seconds, payload.interval_in_seconds)

    # Bluetooth

    @handles(BtStartPairing)
    async def bt_start_pairing(self, payload: BtStartPairing) -> None:
        """Begin pairing (CIC-DC-050)."""
        await self._control.async_carry_out(payload)

    @handles(BtStopPairing)
    async def bt_stop_pairing(self, payload: BtStopPairing) -> None:
        """End pairing (CIC-DC-050)."""
        await self._control.async_carry_out(payload)

    @handles(BtRescan)
    async def bt_rescan(self, payload: BtRescan) -> None:
        """Look again who is around (CIC-DC-050)."""
        await self._control.async_carry_out(payload)

    @handles(BtDisconnect)
    async def bt_disconnect(self, payload: BtDisconnect) -> None:
        """Part from a peer, or from all (CIC-DC-047)."""
        await self._control.async_carry_out(payload)

    @handles(BtDelete)
    async def bt_delete(self, payload: BtDelete) -> None:
        """Forget a peer (CIC-DC-049)."""
        await self._control.async_carry_out(payload)

    @handles(BtPlay)
    async def bt_play(self, payload: BtPlay) -> None:
        """Play over Bluetooth (CIC-DC-048)."""
        await self._control.async_carry_out(payload)

    @handles(BtConnect)
    async def bt_connect(self, payload: BtConnect) -> None:
        """Begin to connect; the outcome is told when it is known (CIC-DC-043)."""
        await self._pairing.async_connect(payload)

    @handles(BtConnectByPINCode)
    async def bt_connect_by_pin_code(self, payload: BtConnectByPINCode) -> None:
        """Go on with the PIN that the user typed, or stop (CIC-DC-045)."""
        await self._pairing.async_pin_typed(payload)
