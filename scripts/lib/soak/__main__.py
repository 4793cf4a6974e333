"""`python -m scripts.lib.soak`, which is what scripts/soak runs."""

import argparse
import asyncio
import logging
from random import SystemRandom
import sys

from .run import soak


def main() -> int:
    """Run it; return 0 if all was well."""
    parser = argparse.ArgumentParser(prog="scripts/soak", add_help=False)
    parser.add_argument("--minutes", type=_minutes, default=10.0)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10_000))
    options = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)  # the report says what counts
    report = asyncio.run(soak(options.minutes * 60, options.seed))
    print(report)
    return 0 if report.good else 1


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes < float("inf"):
        raise argparse.ArgumentTypeError("more than 0")
    return minutes


if __name__ == "__main__":
    sys.exit(main())
