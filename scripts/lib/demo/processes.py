"""Processes that end with the demo, however that ends."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import signal
import sys
from typing import Any, Final, Self

from .errors import ProcessEndedError

STOP_LIMIT: Final = 30.0
"""Seconds after which a process that was told to end is killed."""
SHOWN_LINES: Final = 12
"""Last lines of a log that are shown when its process has ended by itself."""


class Guard:
    """Ends the processes if this one cannot: it may be killed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._groups: set[int] = set()

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncGenerator[Self]:
        """Run the helper program; at the end it ends the groups that are still watched over."""
        program = Path(__file__).with_name("guard.py")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(program)), stdin=PIPE, start_new_session=True
        )
        try:
            yield cls(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    def watch(self, group: int) -> None:
        """End this process group when the demo is gone."""
        self._groups.add(group)
        self._write(f"+{group}\n")

    def forget(self, group: int) -> None:
        """The group has ended."""
        self._groups.discard(group)
        self._write(f"-{group}\n")

    def kill(self) -> None:
        """End all groups at once: somebody is in a hurry."""
        for group in self._groups:
            kill_group(group)

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        # A few bytes always fit into a pipe: no need to wait.
        self._process.stdin.write(line.encode())


def kill_group(group: int) -> None:
    """Kill a process group, if it still exists."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to start, and where what it says goes."""

    title: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    directory: Path


class Child:
    """A running program, leader of a process group of its own."""

    def __init__(self, program: Program, process: Process, guard: Guard) -> None:
        self.program = program
        self.process = process
        self._guard = guard

    @classmethod
    async def start(cls, program: Program, guard: Guard, *, with_output: bool = False) -> Self:
        """Start; with `with_output`, standard output does not go to the log but to `first_line`."""
        with program.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *program.command,
                stdin=DEVNULL,
                stdout=PIPE if with_output else log,
                stderr=log,
                cwd=program.directory,
                env=program.environment,
                start_new_session=True,
            )
        guard.watch(process.pid)
        return cls(program, process, guard)

    @property
    def pid(self) -> int:
        """The process, and its group."""
        return self.process.pid

    async def first_line(self) -> str:
        """Return the first line on standard output; raises ProcessEndedError if none comes."""
        assert self.process.stdout is not None
        if line := await self.process.stdout.readline():
            return line.decode()
        await self.process.wait()
        raise self.ended()

    async def exit_code(self) -> int:
        """Wait for the end; negative: the signal that ended it."""
        return await self.process.wait()

    def ended(self) -> ProcessEndedError:
        """Describe an end that nobody asked for, with the last lines of the log."""
        how = _describe(self.process.returncode)
        lines = self.program.log.read_text(errors="replace").splitlines()[-SHOWN_LINES:]
        tail = "".join(f"\n  | {line}" for line in lines)
        return ProcessEndedError(f"{self.program.title} {how}. Its log: {self.program.log}{tail}")

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing to stop."""
        return self.process.returncode is not None

    async def stop(self) -> None:
        """Tell it to end and wait until it has; nothing of its group is left then."""
        try:
            if not self.has_ended:
                with suppress(ProcessLookupError):
                    self.process.terminate()
                async with asyncio.timeout(STOP_LIMIT):
                    await self.process.wait()
        except TimeoutError:
            pass  # killed below
        finally:
            kill_group(self.pid)
            await self.process.wait()
            self._guard.forget(self.pid)


async def unless_ended[T](work: Coroutine[Any, Any, T], *children: Child) -> T:
    """Return what the work brings; raises ProcessEndedError if a child ends before that."""
    working = asyncio.create_task(work)
    endings = {asyncio.create_task(child.exit_code()): child for child in children}
    try:
        await asyncio.wait([working, *endings], return_when=asyncio.FIRST_COMPLETED)
        for ending, child in endings.items():
            if ending.done():
                raise child.ended()
        return working.result()
    finally:
        for task in (working, *endings):
            task.cancel()
        await asyncio.gather(working, *endings, return_exceptions=True)


def _describe(code: int | None) -> str:
    if code is None:
        return "closed its output"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended by itself with status {code}"
