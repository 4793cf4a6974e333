"""A client against the emulator, over real TLS on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
import ssl
from typing import Any

import pytest

from custom_components.clova_cic.cic import (
    CicClient,
    CicError,
    ClientConfig,
    ContextObject,
    Directive,
    StaticToken,
    Timing,
    TokenProvider,
    TokenRefusedError,
    build_user_agent,
)
from emulator import Emulator

USER_AGENT = build_user_agent("Test Lab", "desk-bot", "3.0.4", "Linux 6.1", "x86_64")

# Limits that a healthy loopback never comes near, and a test of the limit itself shortens.
TIMING = Timing(dial=5, hello=5, ready_wait=5, first_directive=5, idle=5, turn=20, turn_wait=5)

MP3 = {"mimeType": "audio/mpeg", "audioCodec": "MP3", "fileExtension": "MP3"}
# What every device can say of itself, and every event must (CIC-CX-001).
DEVICE = (
    ContextObject(namespace="Device", name="Audio", payload={"acceptContentType": [MP3]}),
    ContextObject(namespace="Device", name="Display", payload={"size": "none"}),
    ContextObject(
        namespace="Device", name="DeviceState", payload={"localTime": "2026-11-20T15:05:30+09:00"}
    ),
)


class FakeHost:
    """Writes down what the client tells, and lets a test wait for it."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.errors: list[CicError] = []
        self.received: list[Directive] = []
        self.handled: list[Directive] = []
        self.dropped: list[str] = []
        self.state: list[ContextObject] = []
        self.knows = True
        self._changed = asyncio.Event()

    def connected(self) -> None:
        self._note("connected")

    def disconnected(self, error: CicError) -> None:
        self.errors.append(error)
        self._note("disconnected")

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        self.errors.append(error)
        self._note("sign in")

    def directive_received(self, directive: Directive) -> None:
        self.received.append(directive)
        self._changed.set()

    def directive_dropped(self, reason: str) -> None:
        self.dropped.append(reason)
        self._changed.set()

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        self.handled.append(directive)
        self._changed.set()
        return self.knows

    def context(self) -> Sequence[ContextObject]:
        return [*self.state, *DEVICE]

    def _note(self, what: str) -> None:
        self.log.append(what)
        self._changed.set()

    async def until(self, condition: Callable[[], object], limit: float = 5.0) -> None:
        """Return once the condition holds; looks each time the client tells something."""
        async with asyncio.timeout(limit):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    @property
    def names(self) -> list[str]:
        """What was handled, by name."""
        return [directive.qualified_name for directive in self.handled]


class Device:
    """A client and its surroundings."""

    def __init__(
        self,
        base_url: str,
        tls: ssl.SSLContext,
        token: TokenProvider,
        timing: Timing,
        **presented: Any,
    ) -> None:
        """`presented` is for ClientConfig."""

        async def context() -> ssl.SSLContext:
            return tls

        self.host = FakeHost()
        config = ClientConfig(base_url=base_url, user_agent=USER_AGENT, **presented)
        self.client = CicClient(config, token=token, tls=context, host=self.host, timing=timing)

    @asynccontextmanager
    async def running(self, *, ready: bool = True) -> AsyncIterator[Device]:
        """Run the client meanwhile; its end leaves nothing behind."""
        task = asyncio.create_task(self.client.run())
        try:
            if ready:
                await self.client.wait_ready(5)
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


DeviceFactory = Callable[..., Device]


@pytest.fixture(scope="session")
def tls_contexts() -> dict[str, ssl.SSLContext]:
    """TLS contexts by CA file: they take long to make."""
    return {}


@pytest.fixture
def tls(emulator: Emulator, tls_contexts: dict[str, ssl.SSLContext]) -> ssl.SSLContext:
    """Trust the emulator's CA."""
    key = str(emulator.ca_file)
    if key not in tls_contexts:
        tls_contexts[key] = emulator.client_context()
    return tls_contexts[key]


@pytest.fixture
def make_device(emulator: Emulator, tls: ssl.SSLContext) -> DeviceFactory:
    """Return what makes devices of the emulator's own account."""

    def make(
        *,
        token: TokenProvider | None = None,
        timing: Timing = TIMING,
        base_url: str | None = None,
        **presented: Any,
    ) -> Device:
        return Device(
            base_url or emulator.base_url,
            tls,
            token or StaticToken(emulator.token),
            timing,
            **presented,
        )

    return make


@pytest.fixture
async def device(make_device: DeviceFactory) -> AsyncIterator[Device]:
    """Run a device that is ready."""
    async with make_device().running() as running:
        yield running
