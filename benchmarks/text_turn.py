"""A text turn through CicClient beside the same request through httpx."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import ssl
import sys
from time import perf_counter

from custom_components.clova_cic.cic import (
    CicClient,
    CicError,
    ClientConfig,
    ContextObject,
    Directive,
    StaticToken,
    TokenRefusedError,
    build_user_agent,
)

from .case import Case, Result
from .cloud import CLIENTS
from .httpx_peer import HttpxDevice

RUNS = 400  # of each; the median settles at about 200
WARM_UP = 50
LIMIT = 0.7  # ours to peer
SENTENCE = "오늘 서울 날씨 어때?"
USER_AGENT = build_user_agent("Bench", "text-turn", "1.0.0", "Linux", "loopback")


class _Host:
    """The least a client needs around it."""

    def connected(self) -> None:
        """Ignore."""

    def disconnected(self, error: CicError) -> None:
        """A benchmark on loopback loses no connection."""
        raise RuntimeError("the connection was lost") from error

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """The emulator takes the token."""
        raise RuntimeError("the token was refused") from error

    def directive_received(self, directive: Directive) -> None:
        """Ignore."""

    def directive_dropped(self, reason: str) -> None:
        """Every directive counts here."""
        raise RuntimeError(f"a directive was dropped: {reason}")

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        """Act on everything, by doing nothing."""
        return answers or bool(directive.name)

    def context(self) -> list[ContextObject]:
        """Send none, as the peer does."""
        return []


async def run() -> Result:
    """Measure in turns, so that what disturbs one disturbs the other."""
    async with _cloud() as (base_url, tls):
        config = ClientConfig(base_url=base_url, user_agent=USER_AGENT)

        async def context() -> ssl.SSLContext:
            return tls

        client = CicClient(config, token=StaticToken(CLIENTS[0]), tls=context, host=_Host())
        link = asyncio.create_task(client.run())
        try:
            await client.wait_ready(10)
            async with HttpxDevice(base_url, tls, CLIENTS[1], USER_AGENT) as peer:
                return await _measure(client, peer)
        finally:
            link.cancel()
            await asyncio.gather(link, return_exceptions=True)


async def _measure(client: CicClient, peer: HttpxDevice) -> Result:
    """Ask both, alternating, and compare what they understood."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(WARM_UP + RUNS):
        began = perf_counter()
        reply = await client.ask(SENTENCE, conversation="bench")
        between = perf_counter()
        directives = await peer.ask(SENTENCE)
        ours.append((between - began) * 1000)
        theirs.append((perf_counter() - between) * 1000)
        if [one.name for one in reply.directives] != [one["header"]["name"] for one in directives]:
            raise RuntimeError("the two were answered differently")
    return Result.of("text_turn_vs_httpx", ours[WARM_UP:], theirs[WARM_UP:], unit="ms", limit=LIMIT)


@asynccontextmanager
async def _cloud() -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    """Run the emulator in another process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.cloud",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the emulator has no pipes")
    try:
        ready = json.loads(await process.stdout.readline())
        tls = ssl.create_default_context(cafile=ready["ca_file"])
        tls.set_alpn_protocols(["h2"])
        yield ready["base_url"], tls
    finally:
        process.stdin.close()
        await process.wait()


CASE = Case(
    "text_turn_vs_httpx",
    "a sentence and its whole answer, on an open connection",
    run,
)
