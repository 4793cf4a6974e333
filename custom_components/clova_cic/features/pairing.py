"""Bluetooth connections: what takes longer than its report, and PINs that a peer asks for."""

import asyncio
from typing import TYPE_CHECKING, Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.event import async_call_later

from ..cic.interfaces.device_control import (
    BtConnect,
    BtConnectByPINCode,
    BtRequestForPINCode,
    BtRequestToCancelPINCodeInput,
    BtStopPairing,
    ReportState,
)
from ..cic.interfaces.message import type_of
from ..const import LOGGER
from .bluetooth import BluetoothFeature
from .connecting import Attempt
from .control import Control
from .feature import RefusedError
from .pin_issue import async_ask_for_pin, async_forget_pin
from .reports import StateReports
from .runner import async_carry_out
from .spelling import Kind, named

if TYPE_CHECKING:
    from ..coordinator import ClovaCoordinator

PIN_LIMIT: Final = 120.0  # seconds that somebody has to type a PIN
PAIRING_LIMIT: Final = 180.0  # seconds after which pairing mode ends by itself (CIC-DC-131)


class Pairing:
    """At most one attempt to connect and one request for a PIN at a time (CIC-DC-144)."""

    def __init__(
        self, coordinator: ClovaCoordinator, control: Control, reports: StateReports
    ) -> None:
        """Watch for a peer that asks for a PIN until the entry is unloaded."""
        self._coordinator = coordinator
        self._hass = coordinator.hass
        self._entry = coordinator.config_entry
        self._book = coordinator.features
        self._control = control
        self._reports = reports
        self._outcome: asyncio.Task[None] | None = None
        self._asking: str | None = None  # the peer that wants a PIN
        self._seen: str | None = None  # who asked when it was looked last
        self._requested = False  # CLOVA has been told that a PIN is wanted
        self._timer: CALLBACK_TYPE | None = None
        self._pairing: CALLBACK_TYPE | None = None  # the end of its time
        self._book.pin_typed = self.async_typed_here
        self._entry.async_on_unload(self._book.async_listen(self._look))
        self._entry.async_on_unload(self._close_request)
        self._entry.async_on_unload(self._pairing_ended)

    async def async_connect(self, directive: BtConnect | BtConnectByPINCode) -> None:
        """Begin to connect, report that, and tell the state when the outcome is known."""
        about = named(type_of(directive).name, None)
        async with self._control.lane(Kind.BLUETOOTH):
            await self._end_outcome()
            try:
                self._control.feature_for(directive, about)
                attempt = await self._attempt(directive)
            except RefusedError as err:
                await self._control.async_failed(directive, about, err)
                await self._reports.async_send(ReportState())
                return
            await self._control.async_executed(directive, about)
            self._outcome = self._control.spawn(self._tell_outcome(attempt), "connection")

    async def _attempt(self, directive: BtConnect | BtConnectByPINCode) -> Attempt:
        """Start an attempt. Raises RefusedError if it cannot be started."""
        feature = self._bluetooth
        plan = feature.plan(directive, "")
        context = self._control.context_for(directive, feature)
        attempt = Attempt(self._hass, feature, plan, context)
        await attempt.async_begin(self._control.spawn)
        return attempt

    @property
    def _bluetooth(self) -> BluetoothFeature:
        feature = self._book.find(Kind.BLUETOOTH)
        if not isinstance(feature, BluetoothFeature):
            raise RefusedError("there is no Bluetooth")
        return feature

    async def _tell_outcome(self, attempt: Attempt) -> None:
        """Wait, and tell the state; a failure by now is no second report (CIC-DC-142)."""
        await attempt.async_outcome()
        self._outcome = None
        await self._reports.async_send(ReportState())

    async def _end_outcome(self) -> None:
        """A new attempt tells the outcome of both."""
        outcome, self._outcome = self._outcome, None
        if outcome is not None:
            outcome.cancel()
            await asyncio.wait({outcome})

    async def async_pin_typed(self, directive: BtConnectByPINCode) -> None:
        """Go on with the PIN; with an empty one, stop the pairing (CIC-DC-045)."""
        self._close_request()
        self._requested = False
        if directive.pin_code:
            await self.async_connect(directive)
        else:
            await self._stop(directive)

    async def _stop(self, directive: BtConnectByPINCode) -> None:
        about = named(type_of(directive).name, None)
        async with self._control.lane(Kind.BLUETOOTH):
            await self._end_outcome()
            await self._stop_pairing()
            refused = RefusedError("the pairing was given up")
            await self._control.async_failed(directive, about, refused)
            await self._reports.async_send(ReportState())

    async def _stop_pairing(self) -> None:
        """Have pairing mode ended, if that can be done here."""
        directive = BtStopPairing()
        try:
            feature = self._control.feature_for(directive, named(type_of(directive).name, None))
            plan = feature.plan(directive, "")
            context = self._control.context_for(directive, feature)
            await async_carry_out(self._hass, feature, plan, context)
        except RefusedError as err:
            LOGGER.warning("%s: pairing could not be ended: %s", self._entry.title, err)

    async def async_typed_here(self, pin: str) -> None:
        """Go on with a PIN that was typed in Home Assistant: CLOVA need not ask any more."""
        if self._asking is None:
            return
        self._close_request()
        await self._tell_withdrawn()
        try:
            await self._end_outcome()
            attempt = await self._attempt(BtConnectByPINCode(pin_code=pin))
        except RefusedError as err:
            LOGGER.warning("%s: the PIN could not be used: %s", self._entry.title, err)
            await self._reports.async_send(ReportState())
            return
        self._outcome = self._control.spawn(self._tell_outcome(attempt), "connection")

    # Whether a peer asks

    @callback
    def _look(self) -> None:
        """See what a peer wants, and whether pairing mode is on."""
        feature = self._book.find(Kind.BLUETOOTH)
        if not isinstance(feature, BluetoothFeature) or not self._book.started:
            self._look_for_pairing(pairing=False)
            self._look_for_question(None)
            return
        self._look_for_pairing(pairing=feature.pairing)
        self._look_for_question(feature.asking)

    @callback
    def _look_for_pairing(self, *, pairing: bool) -> None:
        """Let pairing mode end by itself, whoever began it."""
        if not pairing:
            self._pairing_ended()
        elif self._pairing is None:
            self._pairing = async_call_later(self._hass, PAIRING_LIMIT, self._end_pairing)

    @callback
    def _pairing_ended(self) -> None:
        if self._pairing is not None:
            self._pairing()
            self._pairing = None

    async def _end_pairing(self, _: object) -> None:
        """End pairing mode and tell it (CIC-DC-131)."""
        self._pairing = None
        async with self._control.lane(Kind.BLUETOOTH):
            await self._stop_pairing()
            await self._reports.async_send(ReportState())

    @callback
    def _look_for_question(self, asking: str | None) -> None:
        """Ask for a PIN when a peer does, and withdraw that when it does not any more."""
        if asking == self._seen:
            return
        self._seen = asking
        if self._asking is not None:
            self._withdraw()
        if asking is not None:
            self._asking = asking
            self._timer = async_call_later(self._hass, PIN_LIMIT, self._gave_up)
            async_ask_for_pin(self._hass, self._entry, asking)
            self._control.spawn(self._request(asking), "PIN request")

    async def _request(self, peer: str) -> None:
        """Have CLOVA ask for a PIN, after the report on the attempt that the peer wants it for."""
        async with self._control.lane(Kind.BLUETOOTH):
            if self._asking == peer:
                self._requested = True
                await self._reports.async_send(BtRequestForPINCode(device_name=peer))

    @callback
    def _gave_up(self, _: object) -> None:
        """Nobody typed a PIN in time (CIC-DC-046)."""
        self._timer = None
        self._withdraw()

    @callback
    def _withdraw(self) -> None:
        """The PIN is not wanted any more (CIC-DC-046)."""
        self._close_request()
        self._control.spawn(self._tell_withdrawn(), "PIN request")

    async def _tell_withdrawn(self) -> None:
        """Have CLOVA ask no more, if it has been told to."""
        if self._requested:
            self._requested = False
            await self._reports.async_send(BtRequestToCancelPINCodeInput())

    @callback
    def _close_request(self) -> None:
        self._asking = None
        if self._timer is not None:
            self._timer()
            self._timer = None
        async_forget_pin(self._hass, self._entry)
