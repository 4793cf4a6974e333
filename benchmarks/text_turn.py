"""A text turn through CicClient beside the same request through httpx."""

import asyncio
import ssl
from time import perf_counter

from custom_components.clova_cic.cic import CicClient, ClientConfig, StaticToken, build_user_agent

from .case import Case, Result
from .child import child
from .cloud import CLIENTS
from .host import BareHost
from .httpx_peer import HttpxDevice

RUNS = 400  # of each; the median settles at about 200
WARM_UP = 50
LIMIT = 0.7  # ours to peer
SENTENCE = "오늘 서울 날씨 어때?"
USER_AGENT = build_user_agent("Bench", "text-turn", "1.0.0", "Linux", "loopback")


async def run() -> list[Result]:
    """Measure in turns, so that what disturbs one disturbs the other."""
    async with child("benchmarks.cloud") as cloud:
        base_url = cloud.facts["base_url"]
        tls = ssl.create_default_context(cafile=cloud.facts["ca_file"])
        tls.set_alpn_protocols(["h2"])
        config = ClientConfig(base_url=base_url, user_agent=USER_AGENT)

        async def context() -> ssl.SSLContext:
            return tls

        client = CicClient(config, token=StaticToken(CLIENTS[0]), tls=context, host=BareHost())
        link = asyncio.create_task(client.run())
        try:
            await client.wait_ready(10)
            async with HttpxDevice(base_url, tls, CLIENTS[1], USER_AGENT) as peer:
                return [await _measure(client, peer)]
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


CASE = Case(
    "text_turn_vs_httpx",
    "a sentence and its whole answer, on an open connection",
    run,
)
