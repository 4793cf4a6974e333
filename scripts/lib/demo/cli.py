"""The program: signals, exit status, and what went wrong in one line."""

import asyncio
from collections.abc import Sequence
from io import TextIOWrapper
import signal
import sys
from typing import Final

import aiohttp

from .errors import EXIT_FAILED, DemoError
from .options import Options, parse_options
from .processes import Guard
from .progress import say
from .run import Demo
from .state import State

EXIT_OK: Final = 0
EXIT_BY_SIGNAL: Final = 128
"""Plus the signal's number, as shells count."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; returns the exit status."""
    options = parse_options(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal may know no Korean
    state = State(options.state)
    try:
        with state.locked():
            return asyncio.run(_run(options, state))
    except DemoError as err:
        print(f"scripts/demo: {err}", file=sys.stderr)
        return err.exit_code
    except aiohttp.ClientError as err:
        print(
            f"scripts/demo: Home Assistant broke off ({err}). Its log: {state.home_assistant_log}",
            file=sys.stderr,
        )
        return EXIT_FAILED


async def _run(options: Options, state: State) -> int:
    """Run until the end, or until a signal; a second signal is obeyed without manners."""
    received: list[int] = []
    async with Guard.running() as guard:
        demo = Demo(options, state, guard)
        running = asyncio.create_task(demo.run())

        def interrupt(number: int) -> None:
            say()  # ends the line on which the terminal shows ^C
            if received:
                guard.kill()
            else:
                running.cancel()
            received.append(number)

        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, interrupt, number)
        try:
            return EXIT_OK if await running else EXIT_FAILED
        except asyncio.CancelledError:
            if demo.serving and received[0] == signal.SIGINT:
                return EXIT_OK
            return EXIT_BY_SIGNAL + received[0]
