"""scripts/demo as a process, seen from outside."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
import json
import os
from pathlib import Path
import signal
import subprocess
from typing import Final

from scripts.lib.demo.options import ROOT

from .processes import descendants, wait_for_end

READY: Final = "Ctrl-C ends it all"
"""Part of the last line that a demo says before it waits."""
END_LIMIT: Final = 40.0
"""Seconds in which everything that belonged to a demo must have ended."""
_PORT_OPTIONS: Final = ("--port", "--cic-port", "--auth-port", "--control-port")


def command(python: Path, state: Path, *options: str) -> list[str]:
    """What scripts/demo runs, on free ports where none are given."""
    free = [word for name in _PORT_OPTIONS if name not in options for word in (name, "0")]
    program = [os.fspath(python), "-m", "scripts.lib.demo"]
    return [*program, "--state", os.fspath(state), *free, *options]


def environment(additional: Mapping[str, str] | None = None) -> dict[str, str]:
    """What scripts/demo leaves of this process's environment."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return inherited | dict(additional or {})


class DemoProcess:
    """A running demo with a state directory of its own."""

    def __init__(self, process: subprocess.Popen[str], state: Path) -> None:
        self.process = process
        self.state = state
        self.said: list[str] = []

    @classmethod
    @contextmanager
    def running(
        cls, python: Path, state: Path, *options: str, additional: Mapping[str, str] | None = None
    ) -> Generator[DemoProcess]:
        """Start it; nothing of it is left afterwards."""
        process = subprocess.Popen(
            command(python, state, *options),
            cwd=ROOT,
            env=environment(additional),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        demo = cls(process, state)
        try:
            yield demo
        finally:
            family = descendants(process.pid)
            process.kill()
            demo.output()
            assert process.stdout is not None
            process.stdout.close()
            assert not wait_for_end(family, END_LIMIT)

    def lines(self) -> Iterator[str]:
        """What it says, line by line, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            yield self.said[-1]

    def read_until(self, part: str) -> None:
        """Wait for a line with this in it; fails if the demo ends before."""
        if not any(part in line for line in self.lines()):
            raise AssertionError(f"the demo ended without {part!r}:\n" + "\n".join(self.said))

    def output(self) -> str:
        """Everything it has said, once it has ended."""
        for _ in self.lines():
            pass
        self.process.wait()
        return "\n".join(self.said)

    def interrupt(self) -> str:
        """Do what Ctrl-C does, and wait for the end; everything it has said."""
        self.process.send_signal(signal.SIGINT)
        return self.output()

    @property
    def facts(self) -> dict[str, str]:
        """What the demo announces while it runs."""
        facts: dict[str, str] = json.loads((self.state / "run.json").read_text())
        return facts

    @property
    def mpd_port(self) -> int | None:
        """Where Home Assistant asks for the state of mpd every ten seconds, if that is installed."""
        port = self.facts.get("mpd_port")
        return None if port is None else int(port)
