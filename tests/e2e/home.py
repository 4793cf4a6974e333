"""A Home Assistant and a cloud that start and stop one without the other."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from scripts.lib.demo import config_dir
from scripts.lib.demo.account import new_login, sign_in
from scripts.lib.demo.api import RestApi, Websocket
from scripts.lib.demo.cloud import Cloud
from scripts.lib.demo.clova import UNAVAILABLE
from scripts.lib.demo.home_assistant import (
    HomeAssistant,
    listening,
    started,
    url_of,
    write_authorities,
)
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard
from scripts.lib.demo.state import State
from scripts.lib.demo.waiting import until

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Running:
    """A Home Assistant that has started, and its APIs."""

    process: HomeAssistant
    rest: RestApi
    websocket: Websocket

    async def sees(self, entity_id: str, *, available: bool) -> None:
        """Wait until the entity is available, or no longer is."""

        async def seen() -> bool:
            state = await self.rest.get(f"/api/states/{entity_id}")
            return bool((state["state"] != UNAVAILABLE) == available)

        await until(seen)


class Home:
    """The directories and ports that both keep."""

    def __init__(
        self, python: Path, directory: Path, guard: Guard, *, configuration: str | None = None
    ) -> None:
        """`configuration`: that of Home Assistant, instead of the demo's."""
        self.state = State(directory)
        self._configuration = configuration
        self._python = python
        self._guard = guard
        self._port = claim(HOST, 0, "--port")
        self._cic_port = claim(HOST, 0, "--cic-port")

    def cloud(self) -> AbstractAsyncContextManager[Cloud]:
        """The emulator as a process, always on the same port."""
        return Cloud.running(
            self._guard,
            port=self._cic_port,
            control_port=0,
            directory=self.state.emulator,
            log=self.state.emulator_log,
        )

    def trust(self, authority: Path) -> None:
        """Have Home Assistant trust this authority from its next start."""
        write_authorities(self.state.authorities, authority)

    @asynccontextmanager
    async def home_assistant(self) -> AsyncIterator[Running]:
        """Home Assistant as a process, once it has started."""
        config_dir.prepare(self.state.config, host=HOST, port=self._port)
        if self._configuration is not None:
            (self.state.config / "configuration.yaml").write_text(self._configuration)
        async with (
            HomeAssistant.running(
                self._guard,
                config=self.state.config,
                log=self.state.home_assistant_log,
                url=url_of(HOST, self._port),
                authorities=self.state.authorities,
                python=self._python,
            ) as process,
            aiohttp.ClientSession() as session,
        ):
            await listening(session, process.url)
            rest = await sign_in(session, process.url, self.state, new_login())
            async with Websocket.connect(rest, session) as websocket:
                await started(websocket)
                yield Running(process, rest, websocket)

    def logged(self, part: str) -> int:
        """How often something is in Home Assistant's log so far."""
        return self.state.home_assistant_log.read_text().count(part)

    async def logs(self, part: str) -> None:
        """Wait until something is in Home Assistant's log, which a thread of its own writes."""

        async def there() -> bool:
            return self.logged(part) > 0

        await until(there)
