"""What a picture needs: the emulator, a Home Assistant, and a browser signed in to it."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import aiohttp

from ..demo import config_dir
from ..demo.account import Login, new_login, sign_in
from ..demo.api import RestApi, Websocket
from ..demo.cloud import Cloud
from ..demo.clova import Account, set_up
from ..demo.errors import DemoError
from ..demo.home_assistant import HomeAssistant, listening, started, url_of, write_authorities
from ..demo.options import DEFAULT_AUTH_PORT, DEFAULT_CIC_PORT
from ..demo.pictures.browser import Browser
from ..demo.pictures.page import Page
from ..demo.ports import claim
from ..demo.processes import Guard
from ..demo.progress import step
from ..demo.state import State

_HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs, on this machine only.

    Ports are free ones; the emulator's, which pictures show, are its usual ones if those are free.
    """

    session: aiohttp.ClientSession
    cloud: Cloud
    state: State
    rest: RestApi
    """Of Home Assistant."""
    browser: Browser

    @property
    def url(self) -> str:
        """Where Home Assistant is."""
        return self.rest.url

    @classmethod
    @asynccontextmanager
    async def set(cls, directory: Path) -> AsyncGenerator[Self]:
        """Start it all in an empty directory, and end it; raises DemoError."""
        async with AsyncExitStack() as stack:
            state = State(directory)
            stack.enter_context(state.locked())
            guard = await stack.enter_async_context(Guard.running())
            session = await stack.enter_async_context(aiohttp.ClientSession())
            cloud = await stack.enter_async_context(
                Cloud.running(
                    guard,
                    port=claim(_HOST, 0, "--cic-port", last=DEFAULT_CIC_PORT),
                    auth_port=claim(_HOST, 0, "--auth-port", last=DEFAULT_AUTH_PORT),
                    control_port=0,
                    directory=state.emulator,
                    log=state.emulator_log,
                )
            )
            write_authorities(state.authorities, cloud.ca_file)
            port = claim(_HOST, 0, "--port")
            config_dir.prepare(state.config, host=_HOST, port=port)
            home_assistant = await stack.enter_async_context(
                HomeAssistant.running(
                    guard,
                    config=state.config,
                    log=state.home_assistant_log,
                    url=url_of(_HOST, port),
                    authorities=state.authorities,
                )
            )
            login, rest = await _welcome(session, home_assistant.url, state)
            browser = await stack.enter_async_context(Browser.running(session, guard))
            stage = cls(session, cloud, state, rest, browser)
            await stage._enter(login)
            yield stage

    async def _enter(self, login: Login) -> None:
        """Type name and password as a person does; the browser stays signed in."""
        async with self.browser.page() as page:
            await page.go(self.url)
            await page.fill("input[name=username]", login.user_name)
            await page.fill("input[name=password]", login.password)
            await page.press("Enter")
            await page.wait("Boolean(localStorage.hassTokens)")

    @asynccontextmanager
    async def window(self, language: str, *, width: int, height: int) -> AsyncGenerator[Page]:
        """A window in a language, which takes the emulator's certificate for a good one."""
        async with self.browser.page() as page:
            await page.send("Security.setIgnoreCertificateErrors", ignore=True)
            await page.size(width, height, scale=1.5)  # sharp on phones and laptops
            await page.speak(language)
            yield page

    @asynccontextmanager
    async def websocket(self) -> AsyncGenerator[Websocket]:
        """Talk to Home Assistant as its user does."""
        async with Websocket.connect(self.rest, self.session) as websocket:
            yield websocket

    @asynccontextmanager
    async def home_speaks(self, language: str) -> AsyncGenerator[None]:
        """Have Home Assistant write its own texts in a language, until the end of the block."""
        async with self.websocket() as websocket:
            await websocket.command("config/core/update", language=language)
            try:
                yield
            finally:
                await websocket.command("config/core/update", language="en")

    async def add_clova(self) -> None:
        """Add a device that is connected to the emulator."""
        account = Account(self.cloud.base_url, self.cloud.access_token)
        async with self.websocket() as websocket:
            await set_up(self.rest, websocket, account, self.state)

    async def forget_tokens(self) -> None:
        """Take no token any more, and give no new one: the user has to sign in again."""
        await self._order("POST", "/auth/fault", {"kind": "status", "status": 400, "on": "refresh"})
        await self._order("POST", "/fault", {"kind": "downchannel_status", "status": 401})
        await self._order("POST", "/fault", {"kind": "downchannel_end"})

    @asynccontextmanager
    async def auth_fault(self, **fault: Any) -> AsyncGenerator[None]:
        """Have the authorization server go wrong, until the end of the block."""
        await self._order("POST", "/auth/fault", fault)
        try:
            yield
        finally:
            await self._order("DELETE", "/auth/faults")

    async def _order(self, method: str, path: str, body: Any = None) -> None:
        async with self.session.request(
            method,
            self.cloud.control_url + path,
            json=body,
            headers={"Authorization": f"Bearer {self.cloud.control_token}"},
        ) as response:
            if not response.ok:
                raise DemoError(f"the emulator refused {path}: {await response.text()}")


async def _welcome(session: aiohttp.ClientSession, url: str, state: State) -> tuple[Login, RestApi]:
    """Wait for Home Assistant, and make its user."""
    login = new_login()
    async with step("Starting Home Assistant"):
        await listening(session, url)
        rest = await sign_in(session, url, state, login)
        async with Websocket.connect(rest, session) as websocket:
            await started(websocket)
    return login, rest
