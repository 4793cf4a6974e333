"""`python -m scripts.lib.screenshots [--to DIR] [WALK ...]`, which scripts/screenshots runs."""

import argparse
import asyncio
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Final

from ..demo.errors import DemoError
from ..demo.options import ROOT
from ..demo.progress import say
from . import features, sign_in
from .stage import Stage

_WALKS: Final = {"sign-in": sign_in.pictures, "feature": features.pictures}
"""What is shown, by the beginning of the pictures' names."""


def main() -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots", add_help=False, usage="see scripts/screenshots --help"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("walks", nargs="*", metavar="WALK")
    options = parser.parse_args()
    if unknown := set(options.walks) - set(_WALKS):
        parser.error(f"no such pictures: {', '.join(sorted(unknown))}")
    options.to.mkdir(parents=True, exist_ok=True)
    try:
        for walk in options.walks or _WALKS:
            asyncio.run(_take(walk, options.to))
    except DemoError as err:
        print(f"scripts/screenshots: {err}", file=sys.stderr)
        return err.exit_code
    return 0


async def _take(walk: str, target: Path) -> None:
    """Write each picture of a walk as soon as it is there."""
    with TemporaryDirectory(prefix="clova-screenshots-") as directory:
        async with Stage.set(Path(directory)) as stage:
            async for name, picture in _WALKS[walk](stage):
                file = target / f"{walk}-{name}.png"
                file.write_bytes(picture)
                say(f"{file} ({len(picture) // 1024} KiB)")


if __name__ == "__main__":
    sys.exit(main())
