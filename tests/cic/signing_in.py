"""A device that is signed in at the emulator's authorization API, over real HTTPS on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
import ssl
import time

import aiohttp
from yarl import URL

from custom_components.clova_cic.cic import (
    AuthApi,
    AuthUnavailableError,
    ClientIdentity,
    TokenKeeper,
    TokenPair,
)
from emulator import Emulator

IDENTITY = ClientIdentity(
    client_id="demo-client",
    client_secret="demo-secret",
    device_id="1f2e3d4c-5b6a-4789-8abc-def012345678",
    model_id="desk-bot",
)


class HttpTransport:
    """What ring 2 does for the authorization API, in its plainest form."""

    def __init__(self, session: aiohttp.ClientSession, tls: ssl.SSLContext) -> None:
        self._session = session
        self._tls = tls

    async def get(self, url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """GET; raises AuthUnavailableError."""
        try:
            async with self._session.get(
                URL(url, encoded=True), headers=headers, allow_redirects=False, ssl=self._tls
            ) as response:
                return response.status, await response.read()
        except aiohttp.ClientError:
            raise AuthUnavailableError("the authorization server is out of reach") from None


class Account:
    """An API with a device's identity, and the store of its tokens."""

    def __init__(self, emulator: Emulator, transport: HttpTransport) -> None:
        # Not by its name, which is one of ::1 as well; tests may reach 127.0.0.1 alone.
        url = emulator.auth_url.replace("localhost", "127.0.0.1")
        self.api = AuthApi(url, IDENTITY, transport)
        self.saved: list[TokenPair] = []
        self.stored = asyncio.Event()  # set once something is
        self._emulator = emulator

    async def save(self, pair: TokenPair) -> None:
        """Store a pair."""
        self.saved.append(pair)
        self.stored.set()

    def keeper(
        self, *, left: float = 3600.0, clock: Callable[[], float] = time.time
    ) -> TokenKeeper:
        """Keep a pair that nobody had to sign in for; its token ends in `left` seconds."""
        pair = self._emulator.auth.grant(IDENTITY.device_id, IDENTITY.model_id)
        mine = TokenPair(
            access_token=pair.access, refresh_token=pair.refresh, expires_at=clock() + left
        )
        return TokenKeeper(self.api, mine, save=self.save, clock=clock)


@asynccontextmanager
async def signing_in(emulator: Emulator) -> AsyncIterator[Account]:
    """Reach the emulator's authorization API meanwhile."""
    tls = ssl.create_default_context(cafile=emulator.ca_file)
    async with aiohttp.ClientSession() as session:
        yield Account(emulator, HttpTransport(session, tls))
