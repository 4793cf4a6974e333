"""Who hears an answer, and does nothing else meanwhile.

usage: python -m benchmarks.listener BASE_URL

The order `hear` reads an address of this Home Assistant, to its end or a first piece of it.
"""

import asyncio
import hashlib
import sys
from time import monotonic
from typing import Any

import aiohttp

from .child import obey


async def main(base_url: str) -> None:
    """Do as told."""
    async with aiohttp.ClientSession() as session:

        async def hear(path: str, *, to_the_end: bool) -> dict[str, Any]:
            async with session.get(base_url + path) as response:
                response.raise_for_status()
                sound = await response.content.readany()
                heard_at = monotonic()
                if to_the_end:
                    sound += await response.read()
            return {
                "heard_at": heard_at,
                "size": len(sound),
                "sha256": hashlib.sha256(sound).hexdigest(),
            }

        await obey({}, {"hear": hear})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
