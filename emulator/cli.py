"""`python -m emulator`: the emulator as a program."""

import argparse
import asyncio
from collections.abc import Sequence
import json
import logging
import os
from pathlib import Path
import signal
import sys

from . import state
from .config import DEFAULT_CONTROL_PORT, DEFAULT_PORT, EmulatorConfig
from .listening import LOCAL
from .server import Emulator

EXIT_OK = 0
EXIT_USAGE = 2

READY = """\
CIC emulator

  CIC            {base_url}
  Access token   {access_token}
  Authority      {ca_file}
  Control API    {control_url}  (GET / tells how to use it)
  Control token  {control_token}

Stop it with Ctrl+C.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM; the process's exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.WARNING if options.json else logging.INFO, format="%(message)s"
    )
    try:
        return asyncio.run(_serve(config_of(options), as_json=options.json))
    except OSError as error:
        print(error, file=sys.stderr)
        return EXIT_USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="A CIC cloud to talk to: for trying, testing and developing clients.",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="port of CIC (default: %(default)s)"
    )
    parser.add_argument(
        "--control-port",
        type=_port,
        default=DEFAULT_CONTROL_PORT,
        help="port of the control API, always on 127.0.0.1 (default: %(default)s)",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        help="a further host name or address for the certificate; may be repeated",
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help=f"where certificates and tokens are kept (default: {state.default_directory()})",
    )
    parser.add_argument("--token", help="the access token to accept (default: one that is kept)")
    parser.add_argument(
        "--lax", action="store_true", help="accept what a strict server refuses, where possible"
    )
    parser.add_argument(
        "--json", action="store_true", help="print one line of JSON when ready, and nothing else"
    )
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - what a TCP port can be
        raise argparse.ArgumentTypeError(f"{port} is no port")
    return port


def config_of(options: argparse.Namespace) -> EmulatorConfig:
    """The settings that the command line asks for."""
    names = list(options.name)
    if options.host not in LOCAL:
        names.append(options.host)
    return EmulatorConfig(
        state_dir=options.state or state.default_directory(),
        token=options.token,
        host=options.host,
        port=options.port,
        control_port=options.control_port,
        names=tuple(names),
        strict=not options.lax,
    )


async def _serve(config: EmulatorConfig, *, as_json: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Emulator(config) as emulator:
        facts = {
            "base_url": emulator.base_url,
            "control_url": emulator.control_url,
            "control_token": emulator.control_token,
            "access_token": emulator.token,
            "ca_file": str(emulator.ca_file),
            "pid": os.getpid(),
        }
        print(json.dumps(facts) if as_json else READY.format(**facts), flush=True)
        await stop.wait()
    return EXIT_OK
