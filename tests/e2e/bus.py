"""Home Assistant's event bus, watched over the websocket."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import aiohttp

from emulator.scenario import StepError
from emulator.scenario.matching import difference
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.waiting import until

FIRST: Final = "clova_scenario_begins"
"""An event of the test's own: when it is seen, so is all that follows."""


class Bus:
    """Every event since it began to watch; each of them serves one expectation."""

    def __init__(self) -> None:
        self._events: list[Mapping[str, Any]] = []
        self._changed = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def watching(cls, rest: RestApi, session: aiohttp.ClientSession) -> AsyncIterator[Bus]:
        """Watch from now on."""
        bus = cls()
        async with Websocket.connect(rest, session) as websocket:
            watching = asyncio.create_task(bus._watch(websocket))

            async def begun() -> bool:
                await rest.post(f"/api/events/{FIRST}", {})
                return any(each["event_type"] == FIRST for each in bus._events)

            try:
                async with asyncio.timeout(10):
                    await until(begun)
                yield bus
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching

    async def _watch(self, websocket: Websocket) -> None:
        async for event in websocket.events("subscribe_events"):
            async with self._changed:
                self._events.append(event)
                self._changed.notify_all()

    async def expect(self, kind: str, data: Mapping[str, Any], within: float) -> None:
        """Wait for an event with this in its data; raises StepError."""

        def fitting() -> Mapping[str, Any] | None:
            return next((each for each in self._of(kind) if not _differs(data, each)), None)

        try:
            async with asyncio.timeout(within), self._changed:
                found = await self._changed.wait_for(fitting)
        except TimeoutError:
            reasons = [_differs(data, each) for each in self._of(kind)]
            came = f"the last one: {reasons[-1]}" if reasons else "none came"
            raise StepError(f"no such {kind} within {within:g} s; {came}") from None
        assert found is not None
        self._events.remove(found)

    def _of(self, kind: str) -> list[Mapping[str, Any]]:
        return [each for each in self._events if each["event_type"] == kind]


def _differs(data: Mapping[str, Any], event: Mapping[str, Any]) -> str | None:
    return difference(data, event["data"], "data")
