"""Telling a person what goes on."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
import os
import sys
import time
from typing import Final

from .processes import Child

PATIENCE: Final = 3.0
"""Seconds after which a terminal shows how long a step has taken so far."""


def say(text: str = "", *, end: str = "\n") -> None:
    """Print at once; if the terminal or the reader of a pipe is gone, the work goes on in silence."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@asynccontextmanager
async def step(title: str) -> AsyncGenerator[Callable[[str], None]]:
    """Say "title ... 1.2 s" around a step; what the callable is given comes before the seconds."""
    began = time.monotonic()
    remarks: list[str] = []
    say(f"{title} ...", end="")
    counting = asyncio.create_task(_count(title, began)) if sys.stdout.isatty() else None
    try:
        yield remarks.append
    except BaseException:
        say()
        raise
    finally:
        if counting is not None:
            counting.cancel()
            with suppress(asyncio.CancelledError):
                await counting
    end = " ".join([*remarks, f"{time.monotonic() - began:.1f} s"])
    say(f" {end}" if counting is None else f"\r{title} ... {end}")


async def _count(title: str, began: float) -> None:
    await asyncio.sleep(PATIENCE)
    while True:
        say(f"\r{title} ... {time.monotonic() - began:.0f} s", end="")
        await asyncio.sleep(1)


async def stop(child: Child) -> None:
    """Stop a process; nothing is said about one that has ended already."""
    if child.has_ended:
        await child.stop()
    else:
        async with step(f"Stopping {child.program.title}"):
            await child.stop()
