"""A real Home Assistant with CLOVA and mpd, which is CLOVA's speaker and the peer's player."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

import aiohttp

from scripts.lib.demo import clova, config_dir, dialogs, speaker
from scripts.lib.demo.account import new_login, sign_in
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.home_assistant import (
    HomeAssistant,
    listening,
    started,
    url_of,
    write_authorities,
)
from scripts.lib.demo.mpd import Mpd, MpdConnection, is_installed
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard
from scripts.lib.demo.state import State
from scripts.lib.demo.waiting import until

from .child import Child, child
from .cloud import CLIENTS
from .home import HOST

LIMIT: Final = 20.0
"""Seconds in which a player must have begun, or be silent."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicHome:
    """What plays music, and who is told to."""

    rest: RestApi
    cloud: Child
    mpd: MpdConnection
    ours: str
    """CLOVA's player."""
    peer: str
    """Home Assistant's player for mpd."""
    home_assistant: HomeAssistant

    async def call(self, action: str, entity_id: str, **data: Any) -> None:
        """Call an action of a media player."""
        await self.rest.post(
            f"/api/services/media_player/{action}", {"entity_id": entity_id, **data}
        )

    async def stop(self, entity_id: str) -> None:
        """Stop what plays, once it is shown to play, and wait until all are silent."""

        async def shown() -> bool:
            state = await self.rest.get(f"/api/states/{entity_id}")
            return bool(state["state"] == "playing")

        await _soon(shown)
        await self.call("media_stop", entity_id)
        await _soon(self._is_silent)

    async def _is_silent(self) -> bool:
        shown = await self.rest.get(f"/api/states/{self.ours}")
        return shown["state"] == "idle" and (await self.mpd.status()).state == "stop"

    async def plays(self) -> None:
        """Wait until something is heard."""

        async def heard() -> bool:
            status = await self.mpd.status()
            return status.state == "play" and status.elapsed > 0

        await _soon(heard)

    def cpu_seconds(self) -> float:
        """Return what Home Assistant's process has used so far (proc(5), fields 14 and 15)."""
        stat = Path(f"/proc/{self.home_assistant.child.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


async def _soon(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LIMIT):
        await until(condition)


def is_possible(case: str) -> bool:
    """Tell whether the player is there; if not, say why there will be no result."""
    if not is_installed():
        print(f"{case}: left out, mpd is not installed", file=sys.stderr)
    return is_installed()


@asynccontextmanager
async def music_home() -> AsyncIterator[MusicHome]:
    """Start everything, and end it."""
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(child("benchmarks.cloud"))
        state = State(Path(stack.enter_context(TemporaryDirectory(prefix="clova-bench-"))))
        guard = await stack.enter_async_context(Guard.running())
        mpd_port, port = (claim(HOST, 0, "--port") for _ in range(2))
        await stack.enter_async_context(
            Mpd.running(guard, port=mpd_port, directory=state.mpd, log=state.mpd_log)
        )
        config_dir.prepare(state.config, host=HOST, port=port)
        write_authorities(state.authorities, Path(cloud.facts["ca_file"]))
        home_assistant = await stack.enter_async_context(
            HomeAssistant.running(
                guard,
                config=state.config,
                log=state.home_assistant_log,
                url=url_of(HOST, port),
                authorities=state.authorities,
            )
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        await listening(session, home_assistant.url)
        rest = await sign_in(session, home_assistant.url, state, new_login())
        ours, peer = await _set_up(session, rest, state, cloud, mpd_port)
        mpd = await stack.enter_async_context(MpdConnection.open(mpd_port))
        yield MusicHome(
            rest=rest, cloud=cloud, mpd=mpd, ours=ours, peer=peer, home_assistant=home_assistant
        )


async def _set_up(
    session: aiohttp.ClientSession, rest: RestApi, state: State, cloud: Child, mpd_port: int
) -> tuple[str, str]:
    """Add CLOVA and mpd through their dialogs; return both players."""
    account = clova.Account(cloud.facts["base_url"], CLIENTS[0])
    async with Websocket.connect(rest, session) as websocket:
        await started(websocket)
        about = {"handler": config_dir.INTEGRATION}
        own_server = {"next_step_id": "own_server"}
        page = await dialogs.go_through(rest, about, own_server, account.as_own_server())
        if page["type"] != "create_entry":
            raise RuntimeError(f"CLOVA could not be added: {page.get('errors')}")
        await clova.available_agent(rest, websocket)
        ours = await clova.entity_of(websocket, "media_player")
        peer = await speaker.set_up(rest, websocket, state, host=HOST, port=mpd_port)
    if ours is None:
        raise RuntimeError("CLOVA brought no media player")
    return ours, peer
