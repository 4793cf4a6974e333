"""usage: python -m benchmarks [CASE …] [--json FILE]."""

import argparse
import asyncio
import json
from pathlib import Path

from .case import Result
from .first_byte import CASE as FIRST_BYTE
from .memory import CASE as MEMORY
from .play_directive import CASE as PLAY_DIRECTIVE
from .playing_hour import CASE as PLAYING_HOUR
from .text_turn import CASE as TEXT_TURN
from .voice_turn import FAR_AWAY, NEAR

CASES = {
    case.name: case
    for case in (TEXT_TURN, NEAR, FAR_AWAY, FIRST_BYTE, MEMORY, PLAY_DIRECTIVE, PLAYING_HOUR)
}


async def main() -> None:
    """Run the cases that were named, or all."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure beside a peer.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(CASES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    args = parser.parse_args()
    unknown = [name for name in args.cases if name not in CASES]
    if unknown:
        parser.error(f"no case {', '.join(unknown)}; there is: {', '.join(CASES)}")
    results: list[Result] = []
    for name in args.cases or CASES:
        for result in await CASES[name].run():
            results.append(result)
            print(result, flush=True)
    if args.json:
        rows = [result.as_dict() for result in results]
        await asyncio.to_thread(args.json.write_text, json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
