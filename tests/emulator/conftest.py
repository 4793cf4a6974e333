"""Fixtures for the tests of the emulator."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator, EmulatorConfig

from .auth_client import AuthClient, Clock, auth_client_of
from .client import Client, Response, client_of

TOKEN = "tok-A"
NOW = datetime(2026, 11, 20, 15, 5, 30, tzinfo=UTC)
"""A Friday afternoon."""

EmulatorFactory = Callable[..., Awaitable[Emulator]]
ClientFactory = Callable[..., Awaitable[Client]]
AuthFactory = Callable[..., Awaitable[AuthClient]]


@pytest.fixture
async def make_emulator(
    emulator_state: Path, socket_enabled: None
) -> AsyncIterator[EmulatorFactory]:
    """Start emulators with settings of their own; they end with the test."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> Emulator:
            defaults: dict[str, Any] = {
                "state_dir": emulator_state,
                "token": TOKEN,
                "quick_succession": 0.0,
                "channel_burst": 100,
                "clock": lambda: NOW,
            }
            return await stack.enter_async_context(
                Emulator(EmulatorConfig(**(defaults | settings)))
            )

        yield make


@pytest.fixture
async def cloud(make_emulator: EmulatorFactory) -> Emulator:
    """A strict emulator; whether there are violations is the test's business."""
    return await make_emulator()


@pytest.fixture
async def connect(cloud: Emulator) -> AsyncIterator[ClientFactory]:
    """Make clients of `cloud` (or another one); they are closed with the test."""
    async with AsyncExitStack() as stack:

        async def make(emulator: Emulator = cloud, **options: Any) -> Client:
            return await stack.enter_async_context(client_of(emulator, **options))

        yield make


@pytest.fixture
async def client(connect: ClientFactory) -> Client:
    """A connected client without a downchannel."""
    return await connect()


@pytest.fixture
async def channel(client: Client) -> Response:
    """The client's downchannel, after Hello."""
    return await client.open_channel()


@pytest.fixture
async def make_auth(make_emulator: EmulatorFactory) -> AsyncIterator[AuthFactory]:
    """Start emulators with settings of their own, and make clients of their authorization API."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> AuthClient:
            clock = Clock()
            emulator = await make_emulator(clock=clock, **settings)
            return await stack.enter_async_context(auth_client_of(emulator, clock))

        yield make


@pytest.fixture
async def auth(make_auth: AuthFactory) -> AuthClient:
    """A client of the authorization API; whether there are violations is the test's business."""
    return await make_auth()
