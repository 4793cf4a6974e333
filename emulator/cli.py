"""`python -m emulator`: the emulator as a program."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
import contextlib
import json
import logging
import os
from pathlib import Path
import signal
import sys
from typing import get_args

from . import state
from .auth.options import add_options, auth_settings
from .config import DEFAULT_AUTH_PORT, DEFAULT_CONTROL_PORT, DEFAULT_PORT, EmulatorConfig, VoiceKind
from .listening import LOCAL
from .scenario import Scenario, ScenarioError, find, load, play_for_person
from .server import Emulator
from .speech import sphinx

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2

RECOGNISE = ("auto", "yes", "no")

READY = """\
CIC emulator

  CIC            {base_url}
  Access token   {access_token}
  Auth API       {auth_url}
  Authority      {ca_file}
  Media          {media_url}
  Control API    {control_url}  (GET / tells how to use it)
  Control token  {control_token}

Stop it with Ctrl+C.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM; the process's exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.once and options.scenario is None:
        parser.error("--once needs --scenario")
    logging.basicConfig(
        level=logging.WARNING if options.json else logging.INFO, format="%(message)s"
    )
    try:
        scenario = None if options.scenario is None else load(find(options.scenario))
        return asyncio.run(_serve(config_of(options), options, scenario))
    except (OSError, ScenarioError) as error:
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
        "--auth-port",
        type=_port,
        default=DEFAULT_AUTH_PORT,
        help="port of the authorization API (default: %(default)s)",
    )
    parser.add_argument(
        "--control-port",
        type=_port,
        default=DEFAULT_CONTROL_PORT,
        help="port of the control API, always on 127.0.0.1 (default: %(default)s)",
    )
    parser.add_argument(
        "--media-host",
        default="127.0.0.1",
        help="address on which music and pictures can be fetched by anybody (default: %(default)s)",
    )
    parser.add_argument(
        "--media-port", type=_port, default=0, help="its port (default: any free one)"
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
        "--voice",
        choices=get_args(VoiceKind.__value__),
        default="auto",
        help="what answers sound like (default: %(default)s, which is espeak where espeak-ng and "
        "ffmpeg are installed, else tones)",
    )
    parser.add_argument(
        "--recognise",
        choices=RECOGNISE,
        default="auto",
        help="really listen to speech that no transcript waits for (default: %(default)s, which is "
        "yes where pocketsphinx is installed)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one line of JSON when ready, and nothing else; a scenario is told on stderr",
    )
    parser.add_argument(
        "--scenario",
        metavar="FILE",
        help="play a scenario as soon as a client is connected: a file, or one of the names in "
        "emulator/scenarios",
    )
    parser.add_argument(
        "--once", action="store_true", help="end after the scenario, with status 1 if it failed"
    )
    add_options(parser)
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
        media_host=options.media_host,
        media_port=options.media_port,
        music_kind="auto",
        names=tuple(names),
        strict=not options.lax,
        voice_kind=options.voice,
        recogniser=sphinx.recogniser(options.recognise),
        **auth_settings(options),
    )


async def _serve(
    config: EmulatorConfig, options: argparse.Namespace, scenario: Scenario | None
) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Emulator(config) as emulator:
        facts = {
            "base_url": emulator.base_url,
            "auth_url": emulator.auth_url,
            "media_url": emulator.media_url,
            "control_url": emulator.control_url,
            "control_token": emulator.control_token,
            "access_token": emulator.token,
            "ca_file": str(emulator.ca_file),
            "pid": os.getpid(),
        }
        print(json.dumps(facts) if options.json else READY.format(**facts), flush=True)
        if scenario is None:
            await stop.wait()
            return EXIT_OK
        stream = sys.stderr if options.json else sys.stdout
        return await _play(
            emulator,
            scenario,
            stop,
            once=options.once,
            say=lambda line: print(line, file=stream, flush=True),
        )


async def _play(
    emulator: Emulator,
    scenario: Scenario,
    stop: asyncio.Event,
    *,
    once: bool,
    say: Callable[[str], None],
) -> int:
    """Play, then go on until told to stop, or end; a scenario that did not come to its end failed."""
    playing = asyncio.create_task(play_for_person(emulator, scenario, say))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([playing, stopping], return_when=asyncio.FIRST_COMPLETED)
        passed = playing.done() and playing.result().passed
        if not once:
            await stopping
    finally:
        for task in (playing, stopping):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    return EXIT_OK if passed or not once else EXIT_FAILED
