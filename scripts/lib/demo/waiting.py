"""Waiting for what another process does not announce."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

_STEP: Final = 0.05
"""Seconds between two looks."""


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as the condition holds; the caller sets the limit."""
    while True:
        if await condition():
            return
        await asyncio.sleep(_STEP)
