"""A real Home Assistant as a process."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import sys
from typing import Final, Self

import aiohttp
import certifi

from .api import Websocket
from .processes import Child, Guard, Program
from .progress import say, stop
from .waiting import until

RESTART_EXIT_CODE: Final = 100
"""Home Assistant ends with this status when someone chose "restart" in it."""

_REACHABLE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound to here


@dataclass(slots=True)
class HomeAssistant:
    """A running Home Assistant."""

    url: str
    child: Child
    _guard: Guard

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        guard: Guard,
        *,
        config: Path,
        log: Path,
        url: str,
        authorities: Path,
        python: Path = Path(sys.executable),
    ) -> AsyncGenerator[Self]:
        """Start it, and stop it in the end; `authorities` are the certificates that it trusts."""
        program = Program(
            title="Home Assistant",
            command=_command(python, config),
            log=log,
            environment=_environment(authorities),
            directory=config,
        )
        home_assistant = cls(url, await Child.start(program, guard), guard)
        try:
            yield home_assistant
        finally:
            await stop(home_assistant.child)

    async def kept_running(self) -> None:
        """Start it again each time it ends for that; raises ProcessEndedError when it just ends."""
        while await self.child.exit_code() == RESTART_EXIT_CODE:
            await self.child.stop()
            say("Home Assistant restarts, as somebody told it to.")
            self.child = await Child.start(self.child.program, self._guard)
        raise self.child.ended()


async def listening(session: aiohttp.ClientSession, url: str) -> None:
    """Wait until a Home Assistant answers there."""

    async def answers() -> bool:
        try:
            async with session.get(f"{url}/auth/providers") as response:
                await response.read()
        except aiohttp.ClientError:
            return False
        return True

    await until(answers)


async def started(websocket: Websocket) -> None:
    """Wait until Home Assistant has set up all its parts."""

    async def runs() -> bool:
        config = await websocket.command("get_config")
        return bool(config["state"] == "RUNNING")

    await until(runs)


def url_of(host: str, port: int) -> str:
    """Return the address under which this machine reaches a Home Assistant that listens there."""
    reachable = _REACHABLE.get(host, host)
    return f"http://[{reachable}]:{port}" if ":" in reachable else f"http://{reachable}:{port}"


def _command(python: Path, config: Path) -> list[str]:
    # Everything it needs is installed (requirements/demo.txt), so it need not look.
    options = ["--skip-pip", "--log-no-color"]
    return [os.fspath(python), "-m", "homeassistant", "--config", os.fspath(config), *options]


def _environment(authorities: Path) -> Mapping[str, str]:
    """Return this process's environment, with the authorities where homeassistant.util.ssl looks."""
    return {**os.environ, "REQUESTS_CA_BUNDLE": os.fspath(authorities), "PYTHONUNBUFFERED": "1"}


def write_authorities(target: Path, additional: Path) -> None:
    """Write the certificates that Home Assistant trusts anyway, and one more."""
    target.write_text(f"{Path(certifi.where()).read_text()}\n{additional.read_text()}")
