"""What can be said on the command line; scripts/demo explains it to people."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8123  # Home Assistant's own
DEFAULT_CIC_PORT: Final = 8443  # the emulator's own
DEFAULT_AUTH_PORT: Final = 8444  # the emulator's own
DEFAULT_CONTROL_PORT: Final = 8480  # the emulator's own
ANY_FREE_PORT: Final = 0
HIGHEST_PORT: Final = 65535

ROOT: Final = Path(__file__).resolve().parents[3]
"""The checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One start of the demo."""

    check: bool
    fresh: bool
    host: str
    port: int
    cic_port: int
    auth_port: int
    control_port: int
    state: Path
    """Keeps Home Assistant's configuration, the emulator's certificates and the logs."""


def parse_options(arguments: Sequence[str]) -> Options:
    """Read the command line; ends the process with status 2 where it makes no sense.

    A check keeps to itself, so that it can run beside a demo: any free ports, and a state of its own.
    """
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        add_help=False,
        usage="see scripts/demo --help",
        allow_abbrev=False,
        suggest_on_error=True,
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--host", default=DEFAULT_HOST)
    for option in ("--port", "--cic-port", "--auth-port", "--control-port"):
        parser.add_argument(option, type=_port)
    parser.add_argument("--state", type=Path)
    given = parser.parse_args(arguments)

    def port(value: int | None, default: int) -> int:
        return value if value is not None else ANY_FREE_PORT if given.check else default

    return Options(
        check=given.check,
        fresh=given.fresh,
        host=given.host,
        port=port(given.port, DEFAULT_PORT),
        cic_port=port(given.cic_port, DEFAULT_CIC_PORT),
        auth_port=port(given.auth_port, DEFAULT_AUTH_PORT),
        control_port=port(given.control_port, DEFAULT_CONTROL_PORT),
        state=(given.state or ROOT / ".demo" / ("check" if given.check else "home")).resolve(),
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 (any free one) to {HIGHEST_PORT}")
    return int(text)
