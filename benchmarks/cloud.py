"""The emulator in a process of its own, so that it shares no interpreter with what is measured.

usage: python -m benchmarks.cloud     prints one JSON line, then serves until its input ends
"""

import asyncio
import json
import sys

from emulator import Emulator, EmulatorConfig

CLIENTS = ("bench-ours", "bench-peer")  # one access token each: a token has one downchannel


async def main() -> None:
    """Serve."""
    async with Emulator(EmulatorConfig()) as emulator:
        emulator.tokens.update(CLIENTS)
        ready = {"base_url": emulator.base_url, "ca_file": str(emulator.ca_file)}
        print(json.dumps(ready), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        if emulator.violations:
            print("\n".join(emulator.violations), file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main())
