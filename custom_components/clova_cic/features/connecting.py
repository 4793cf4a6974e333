"""Connecting to a Bluetooth peer: begun at once, told again when its outcome is known."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant, callback

from .bluetooth import BluetoothFeature
from .feature import Plan, RefusedError
from .runner import LIMIT, async_take

OUTCOME_LIMIT: Final = 30.0  # seconds until an attempt that shows no effect has failed

type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


class Attempt:
    """One attempt to connect (flows/device_control.md, section 6.2)."""

    def __init__(
        self, hass: HomeAssistant, feature: BluetoothFeature, plan: Plan, context: Context
    ) -> None:
        """Take what is to be done for it."""
        self._hass = hass
        self._feature = feature
        self._plan = plan
        self._context = context
        self._acting: asyncio.Task[None] | None = None
        self._error: RefusedError | None = None

    async def async_begin(self, spawn: Spawn) -> None:
        """Start; returns when it is under way. Raises RefusedError if it cannot be.

        A peer that asks for a PIN shows that it is: the actions may wait for the answer.
        """
        self._feature.connecting = True
        under_way = asyncio.Event()
        asked_before = self._feature.asking

        @callback
        def look() -> None:
            if self._feature.asking not in {None, asked_before}:
                under_way.set()

        stop = self._feature.async_listen(look)
        self._acting = spawn(self._act(), "connecting")
        self._acting.add_done_callback(lambda _: under_way.set())
        try:
            async with asyncio.timeout(LIMIT):
                await under_way.wait()
        except TimeoutError:
            pass  # they take their time
        finally:
            stop()
            # Whoever goes on from here waits for the outcome; nobody does after a failure.
            self._feature.connecting = self._error is None
        if self._error is not None:
            raise self._error

    async def _act(self) -> None:
        """Do what is planned; it may block for as long as connecting takes."""
        try:
            async with asyncio.timeout(OUTCOME_LIMIT):
                for step in self._plan.steps:
                    await async_take(self._hass, step, self._context)
        except TimeoutError:
            self._error = RefusedError("the actions did not return")
        except RefusedError as err:
            self._error = err

    async def async_outcome(self) -> None:
        """Return when the peer is connected, or it is clear that it will not be."""
        changed = asyncio.Event()

        @callback
        def look() -> None:
            changed.set()

        stop = self._feature.async_listen(look)
        try:
            async with asyncio.timeout(OUTCOME_LIMIT):
                if self._acting is not None:
                    await asyncio.wait({self._acting})
                while self._open:
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            return
        finally:
            stop()
            self._feature.connecting = False

    @property
    def _open(self) -> bool:
        """Whether there may still be news."""
        feature, reached = self._feature, self._plan.reached
        if self._error is not None or feature.removed or reached is None:
            return False
        return feature.tells_peers and not reached()
