"""`python -m scripts.lib.demo.pictures [--state DIR] [--to DIR] [NAME ...]`: makes docs/pictures.

A demo that was just started must be running (scripts/demo --fresh); --state is that demo's.
Without names, all pictures are taken.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
import sys

import aiohttp

from ..errors import DemoError
from ..options import ROOT
from ..processes import Guard
from ..state import State
from .browser import Browser
from .home import Home
from .scenes import SCENES, Scene, sign_in


def main() -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lib.demo.pictures")
    parser.add_argument("--state", type=Path, default=ROOT / ".demo" / "home")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    names = [scene.name for scene in SCENES]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    options = parser.parse_args()
    if unknown := set(options.names) - set(names):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    scenes = [scene for scene in SCENES if scene.name in (options.names or names)]
    try:
        taken = asyncio.run(_take(scenes, State(options.state)))
    except DemoError as err:
        print(f"pictures: {err}", file=sys.stderr)
        return err.exit_code
    options.to.mkdir(parents=True, exist_ok=True)
    for scene, picture in taken.items():
        file = options.to / f"{scene.name}.png"
        file.write_bytes(picture)
        print(f"{file} ({len(picture) // 1024} KiB)")
    return 0


async def _take(scenes: Sequence[Scene], state: State) -> dict[Scene, bytes]:
    async with aiohttp.ClientSession() as session:
        home = Home(session, state)
        async with Guard.running() as guard, Browser.running(session, guard) as browser:
            async with browser.page() as page:
                await sign_in(page, home)
            taken = {}
            for scene in scenes:
                async with browser.page() as page:
                    taken[scene] = await scene.take(page, home)
            return taken


if __name__ == "__main__":
    sys.exit(main())
