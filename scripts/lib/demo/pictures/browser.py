"""Chromium without a screen, driven over the DevTools protocol."""

from asyncio import timeout
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import shutil
from tempfile import TemporaryDirectory
from typing import Final, Self

import aiohttp

from ..errors import DemoError
from ..processes import Child, Guard, Program, unless_ended
from ..waiting import until
from .page import Page

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_START_LIMIT: Final = 30.0
"""Seconds until a browser is ready on a busy machine."""
_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--remote-debugging-port=0",
    # It talks to the demo and to nobody else.
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
)


class Browser:
    """A running browser with a profile of its own, which is forgotten in the end."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Talk to a browser whose DevTools are at `url`."""
        self._session = session
        self._url = url

    @classmethod
    @asynccontextmanager
    async def running(cls, session: aiohttp.ClientSession, guard: Guard) -> AsyncGenerator[Self]:
        """Start the browser that is installed; raises DemoError if there is none."""
        with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            profile = Path(directory)
            child = await Child.start(_program(profile), guard)
            try:
                async with timeout(_START_LIMIT):
                    port = await unless_ended(_port(profile), child)
                yield cls(session, f"http://127.0.0.1:{port}")
            finally:
                await child.stop()

    @asynccontextmanager
    async def page(self) -> AsyncGenerator[Page]:
        """Open a window; it is closed in the end."""
        async with self._session.put(f"{self._url}/json/new?about:blank") as response:
            target = await response.json(content_type=None)
        async with self._session.ws_connect(
            target["webSocketDebuggerUrl"], max_msg_size=0
        ) as socket:
            page = Page(socket)
            await page.prepare()
            yield page
            await page.send("Page.close")


def _program(profile: Path) -> Program:
    executable = next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        raise DemoError(f"no browser found ({', '.join(_NAMES)}): install chromium")
    # Its sandbox does not work for root, and the only page it shows is the demo's.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return Program(
        title="The browser",
        command=[executable, *_FLAGS, *sandbox, f"--user-data-dir={profile}", "about:blank"],
        log=profile / "browser.log",
        environment=os.environ,
        directory=profile,
    )


async def _port(profile: Path) -> int:
    """Return the port of the DevTools, which the browser writes into its profile."""
    file = profile / "DevToolsActivePort"

    async def written() -> bool:
        return file.exists() and file.stat().st_size > 0

    await until(written)
    return int(file.read_text().splitlines()[0])
