"""The demo while its picture is taken: what the cloud sends, and what the home is like meanwhile."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp

from ..api import RestApi, Websocket
from ..clova import ENTRIES, available_agent
from ..config_dir import INTEGRATION
from ..errors import DemoError
from ..state import State

_AUTOMATION: Final = "/api/config/automation/config/clova_picture"
_DISMISS: Final = "/api/services/persistent_notification/dismiss_all"


class Home:
    """A running demo. Whatever is changed for a picture is undone after it."""

    def __init__(self, session: aiohttp.ClientSession, state: State) -> None:
        """Use the demo that runs in this directory; raises UsageError if none does."""
        self._facts = state.announced()
        self._session = session
        self._rest = RestApi(session, self.url, state.home_assistant_token)

    @property
    def url(self) -> str:
        """Return the address of Home Assistant."""
        return self._facts["url"]

    @property
    def login(self) -> tuple[str, str]:
        """Return the user's name and password."""
        return self._facts["user_name"], self._facts["password"]

    async def push(self, directive: str, **overrides: Any) -> None:
        """Have the cloud send a sample of a directive, with other values for some of its keys."""
        await self._order("/push", {"directive": directive, "overrides": overrides})

    async def play(self, item: str) -> None:
        """Have the cloud play something of its library."""
        await self._order("/play", {"item": item})

    async def _order(self, path: str, order: Mapping[str, Any]) -> None:
        async with self._session.post(
            f"{self._facts['control_url']}{path}",
            json=order,
            headers={"Authorization": f"Bearer {self._facts['control_token']}"},
        ) as response:
            if not response.ok:
                raise DemoError(f"the emulator did not obey {path}: {await response.text()}")

    @asynccontextmanager
    async def without_notifications(self) -> AsyncGenerator[None]:
        """Begin with none, and leave none for the next picture."""
        await self._rest.post(_DISMISS, {})
        try:
            yield
        finally:
            await self._rest.post(_DISMISS, {})

    @asynccontextmanager
    async def automation(self, config: Mapping[str, Any]) -> AsyncGenerator[None]:
        """Have an automation, as its editor would store it."""
        await self._rest.post(_AUTOMATION, config)
        try:
            yield
        finally:
            await self._rest.delete(_AUTOMATION)

    @asynccontextmanager
    async def language(self, language: str) -> AsyncGenerator[None]:
        """Have a language, which entities are named in when they are added."""
        before = (await self._rest.get("/api/config"))["language"]
        await self._speak(language)
        try:
            yield
        finally:
            await self._speak(before)

    async def _speak(self, language: str) -> None:
        async with Websocket.connect(self._rest, self._session) as websocket:
            await websocket.command("config/core/update", language=language)
            for entry in await self._rest.get(f"{ENTRIES}?domain={INTEGRATION}"):
                await self._rest.post(f"{ENTRIES}/{entry['entry_id']}/reload", {})
            await available_agent(self._rest, websocket)
