"""The music of the check: whether mpd itself plays it, and stops when CLOVA's player is told to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import time
from typing import Final

from .api import RestApi
from .mpd import Mpd, MpdConnection
from .waiting import until

WISH: Final = "Play some jazz"
HEARD: Final = 1.0
"""Seconds that have to be heard."""
LIMIT: Final = 15.0
"""Seconds in which it begins, or ends, on a busy machine."""


@dataclass(slots=True)
class Heard:
    """What came of it."""

    title: str = ""
    began_at: float = 0.0
    """When the first of it was heard, by `time.perf_counter`."""
    complaints: list[str] = field(default_factory=list)


async def listen_and_stop(rest: RestApi, entity_id: str, mpd: Mpd) -> Heard:
    """Listen to what was asked for a moment ago, and stop it with the player of Home Assistant."""
    heard = Heard()
    async with MpdConnection.open(mpd.port) as connection:

        async def begins() -> bool:
            status = await connection.status()
            return status.state == "play" and status.elapsed > 0

        async def is_heard() -> bool:
            status = await connection.status()
            shown = await rest.get(f"/api/states/{entity_id}")
            heard.title = shown["attributes"].get("media_title") or ""
            return status.elapsed >= HEARD and shown["state"] == "playing" and bool(heard.title)

        async def is_over() -> bool:
            status = await connection.status()
            shown = await rest.get(f"/api/states/{entity_id}")
            return status.state == "stop" and shown["state"] == "idle"

        if not await _comes_true(begins):
            heard.complaints.append("mpd plays no music.")
            return heard
        heard.began_at = time.perf_counter()
        if not await _comes_true(is_heard):
            heard.complaints.append("Home Assistant does not show the music that mpd plays.")
        await rest.post("/api/services/media_player/media_stop", {"entity_id": entity_id})
        if not await _comes_true(is_over):
            heard.complaints.append("The music did not stop.")
    return heard


async def _comes_true(condition: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(LIMIT):
            await until(condition)
    except TimeoutError:
        return False
    return True
