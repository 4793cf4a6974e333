"""What the tests of the media view share: a player that fetches, and a server of whatever is wanted."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from multidict import CIMultiDictProxy
import pytest

from custom_components.clova_cic.media.view import MediaShelf, Remote, async_media_shelf
from tests.ha import LIMIT

AGENT = "Acme/DeskBot/1.0.0 (Linux;x86)"
SOUND = bytes(range(256)) * 64
MP3 = "audio/mpeg"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a player got."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


class Player:
    """Fetches from Home Assistant as players do: over HTTP, without a sign-in."""

    def __init__(self, hass: HomeAssistant, server: TestServer, session: ClientSession) -> None:
        self.session = session
        self._hass = hass
        self._server = server

    @property
    def shelf(self) -> MediaShelf:
        """Where things are offered."""
        return async_media_shelf(self._hass)

    def url(self, path: str) -> str:
        """Where a path is."""
        return str(self._server.make_url(path))

    async def fetch(self, path: str, method: str = "GET", **headers: str) -> Fetched:
        """Fetch all of it; underscores in the names of headers stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            asyncio.timeout(LIMIT),
            self.session.request(method, self.url(path), headers=named) as response,
        ):
            return Fetched(response.status, response.headers, await response.read())

    async def broken(self, path: str, **headers: str) -> int:
        """Fetch what breaks off; returns how many bytes came."""
        size = 0
        async with (
            asyncio.timeout(LIMIT),
            self.session.get(self.url(path), headers=headers) as response,
        ):
            assert response.status in {200, 206}
            try:
                async for chunk in response.content.iter_any():
                    size += len(chunk)
            except ClientError:
                return size
        pytest.fail(f"{size} bytes came to their end")

    def offer(self, url: str, *, suffix: str = "", server: str = "https://127.0.0.1:1") -> str:
        """Offer what is at an address; the cloud is on this machine unless told otherwise."""
        return self.shelf.async_offer(
            Remote(url=url, user_agent=AGENT, server=server), suffix=suffix
        )


@asynccontextmanager
async def player_of(hass: HomeAssistant) -> AsyncGenerator[Player]:
    """Run Home Assistant's own web application, with the settings it runs with."""
    assert await async_setup_component(hass, "http", {})
    async_media_shelf(hass)
    server = TestServer(hass.http.app)
    await server.start_server(shutdown_timeout=0.1)  # cancels handlers, as Home Assistant does
    try:
        async with ClientSession() as session:
            yield Player(hass, server, session)
    finally:
        await server.close()


class Upstream:
    """A server of media that behaves as a test says; notes who asks for what."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.url = ""
        self._answers: dict[str, Handler] = {}

    def serve(self, path: str, answer: Handler) -> str:
        """Answer requests for a path; returns where it is."""
        self._answers[path] = answer
        return self.url + path

    def give(self, path: str, body: bytes = SOUND, content_type: str = MP3) -> str:
        """Serve some bytes."""

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=body, headers={"Content-Type": content_type})

        return self.serve(path, answer)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer as was said."""
        self.requests.append(request)
        if request.path not in self._answers:
            raise web.HTTPNotFound
        return await self._answers[request.path](request)


@asynccontextmanager
async def upstream_on_this_machine() -> AsyncGenerator[Upstream]:
    """Run one on a free port of 127.0.0.1."""
    upstream = Upstream()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", upstream.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    upstream.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield upstream
    finally:
        await runner.cleanup()
