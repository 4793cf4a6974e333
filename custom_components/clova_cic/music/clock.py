"""The time by which music plays."""

import asyncio
from collections.abc import Callable

from homeassistant.core import CALLBACK_TYPE


class LoopClock:
    """The clock of the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell this loop's time."""
        self._loop = loop

    def now(self) -> float:
        """Return seconds that never go back."""
        return self._loop.time()

    def call_at(self, when: float, call: Callable[[], None]) -> CALLBACK_TYPE:
        """Call then; returns what ends that."""
        return self._loop.call_at(when, call).cancel
