"""`python -m scripts.lib.screenshots [--to DIR]`, which is what scripts/screenshots runs."""

import argparse
import asyncio
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

from ..demo.errors import DemoError
from ..demo.options import ROOT
from ..demo.progress import say
from .stage import Stage
from .walk import pictures


def main() -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots", add_help=False, usage="see scripts/screenshots --help"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    target = parser.parse_args().to
    target.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_take(target))
    except DemoError as err:
        print(f"scripts/screenshots: {err}", file=sys.stderr)
        return err.exit_code
    return 0


async def _take(target: Path) -> None:
    """Write each picture as soon as it is there."""
    with TemporaryDirectory(prefix="clova-screenshots-") as directory:
        async with Stage.set(Path(directory)) as stage:
            async for name, picture in pictures(stage):
                file = target / f"sign-in-{name}.png"
                file.write_bytes(picture)
                say(f"{file} ({len(picture) // 1024} KiB)")


if __name__ == "__main__":
    sys.exit(main())
