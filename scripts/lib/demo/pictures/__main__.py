"""`python -m scripts.lib.demo.pictures [--state DIR] [--to DIR]`: takes the pictures in docs/pictures.

A demo that was just started must be running (scripts/demo --fresh); --state is that demo's.
"""

import argparse
import asyncio
from pathlib import Path
import sys

import aiohttp

from ..errors import DemoError
from ..options import ROOT
from ..processes import Guard
from ..state import State
from .browser import Browser
from .scenes import SCENES, Scene, sign_in


def main() -> int:
    """Take all pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lib.demo.pictures")
    parser.add_argument("--state", type=Path, default=ROOT / ".demo" / "home")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    try:
        taken = asyncio.run(_take_all(State(options.state)))
    except DemoError as err:
        print(f"pictures: {err}", file=sys.stderr)
        return err.exit_code
    options.to.mkdir(parents=True, exist_ok=True)
    for scene, picture in taken.items():
        file = options.to / f"{scene.name}.png"
        file.write_bytes(picture)
        print(f"{file} ({len(picture) // 1024} KiB)")
    return 0


async def _take_all(state: State) -> dict[Scene, bytes]:
    facts = state.announced()
    async with (
        Guard.running() as guard,
        aiohttp.ClientSession() as session,
        Browser.running(session, guard) as browser,
    ):
        async with browser.page() as page:
            await sign_in(page, facts)
        taken = {}
        for scene in SCENES:
            async with browser.page() as page:
                taken[scene] = await scene.take(page, facts["url"])
        return taken


if __name__ == "__main__":
    sys.exit(main())
