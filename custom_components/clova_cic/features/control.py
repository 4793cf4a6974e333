"""From a directive to its effect in Home Assistant, and to the one report about it."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import Context

from ..cic.interfaces.device_control import (
    ActionExecuted,
    ActionFailed,
    BtConnect,
    BtConnectByPINCode,
    Decrease,
    Increase,
    LaunchApp,
    ReportState,
    SetValue,
    TurnOff,
)
from ..cic.interfaces.message import type_of
from ..const import DOMAIN, LOGGER
from .feature import Feature, RefusedError
from .reports import StateReports
from .runner import async_carry_out
from .spelling import Kind, Named, named

if TYPE_CHECKING:
    from ..coordinator import ClovaCoordinator

EVENT_CONTROL: Final = "clova_cic_control"
"""Fired before anything is done, with the context of all that is: the logbook names CLOVA by it."""


class Control:
    """Carries out control directives, those about the same feature one after the other."""

    def __init__(self, coordinator: ClovaCoordinator, reports: StateReports) -> None:
        """Act on the features of this device."""
        self._coordinator = coordinator
        self._hass = coordinator.hass
        self._book = coordinator.features
        self._reports = reports
        self._lanes: dict[Kind | None, asyncio.Lock] = {}  # one for each kind, and one for none

    def lane(self, kind: Kind | None) -> asyncio.Lock:
        """Return the lock that directives about a feature wait for, in their order (CIC-DC-105)."""
        return self._lanes.setdefault(kind, asyncio.Lock())

    async def async_carry_out(self, directive: object) -> None:
        """Act on a directive, and report once what became of it (CIC-DC-010)."""
        about = named(type_of(directive).name, getattr(directive, "target", None))
        async with self.lane(about.kind):
            try:
                reported = await self._act(directive, about)
            except RefusedError as err:
                await self.async_failed(directive, about, err)
            else:
                if not reported:
                    await self.async_executed(directive, about)

    async def async_refuse(self, directive: type[Any], about: Named) -> None:
        """Report that a directive failed whose payload makes no sense, in its turn."""
        async with self.lane(about.kind):
            await self.async_failed(directive, about, RefusedError("it makes no sense"))
            if directive in {BtConnect, BtConnectByPINCode}:
                await self._reports.async_send(ReportState())  # the real outcome (CIC-DC-043)

    async def async_executed(self, directive: object, about: Named) -> None:
        """Report success; that of a started app is not reported (CIC-DC-014)."""
        if not isinstance(directive, LaunchApp):
            await self._reports.async_send(
                ActionExecuted(command=type_of(directive).name, target=about.report)
            )

    async def async_failed(self, directive: object, about: Named, error: RefusedError) -> None:
        """Report a failure of a directive, or of its type; the reason is for the log."""
        command = type_of(directive).name
        what = about.kind or "something that is not known"  # its name may be a person's word
        LOGGER.warning("%s: %s of %s failed: %s", self._coordinator.name, command, what, error)
        await self._reports.async_send(ActionFailed(command=command, target=about.report))

    async def _act(self, directive: object, about: Named) -> bool:
        """Have the effect, and tell whether it has been reported before. RefusedError if it fails."""
        feature = self.feature_for(directive, about)
        plan = feature.plan(directive, about.word)
        context = self.context_for(directive, feature)
        if feature.cuts_link(directive):
            # There may be nobody to report to afterwards (CIC-DC-032).
            with feature.about_to(directive):
                await self.async_executed(directive, about)
            try:
                await async_carry_out(self._hass, feature, plan, context)
            except RefusedError as err:
                LOGGER.warning("%s: %s", self._coordinator.name, err)
            return True
        await async_carry_out(self._hass, feature, plan, context)
        await self._follow_up(directive, about, context)
        return False

    async def _follow_up(self, directive: object, about: Named, context: Context) -> None:
        """Do what belongs to a change that has succeeded."""
        if about.kind is Kind.VOLUME:
            self.spawn(self._book.volume.async_confirm(), "tone")  # CIC-DC-024
        if about.kind is Kind.SCREEN_BRIGHTNESS and isinstance(
            directive, Increase | Decrease | SetValue
        ):
            await self._end_auto_brightness(context)

    async def _end_auto_brightness(self, context: Context) -> None:
        """A brightness that was chosen is not to be changed by itself (flows, section 4)."""
        auto = self._book.find(Kind.SCREEN_AUTO_BRIGHTNESS)
        off = TurnOff(target="screenautobrightness")
        if auto is None or type_of(off).name not in auto.able() or not getattr(auto, "on", False):
            return
        try:
            await async_carry_out(self._hass, auto, auto.plan(off, off.target), context)
        except RefusedError as err:
            LOGGER.warning("%s: %s", self._coordinator.name, err)

    def feature_for(self, directive: object, about: Named) -> Feature:
        """Return the feature that a directive is about. RefusedError if it cannot do it now."""
        feature = self._book.find(about.kind)
        if about.kind is None or feature is None:
            raise RefusedError("nothing is set up for it")
        if not self._book.started:
            raise RefusedError("Home Assistant is still starting")
        if type_of(directive).name not in feature.able():
            raise RefusedError(f"{feature.name} cannot do that now")
        return feature

    def context_for(self, directive: object, feature: Feature) -> Context:
        """Return the context of everything that is done for a directive, and say so on the bus."""
        context = Context()
        self._hass.bus.async_fire(
            EVENT_CONTROL,
            {
                "entry_id": self._coordinator.config_entry.entry_id,
                "command": type_of(directive).name,
                "feature": str(feature.kind),
            },
            context=context,
        )
        return context

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Run something that the entry owns."""
        return self._coordinator.config_entry.async_create_background_task(
            self._hass, work, f"{DOMAIN} {name}"
        )
