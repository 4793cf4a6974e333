"""A real media player as a process: mpd, which plays as fast as one hears, to nobody."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
from typing import Final, Self

from .errors import DemoError
from .processes import Child, Guard, Program, unless_ended
from .waiting import until

HOST: Final = "127.0.0.1"
START_LIMIT: Final = 20.0
"""Seconds until it answers on a busy machine."""
_PROGRAM: Final = "mpd"
_GREETING: Final = b"OK MPD"

_CONFIGURATION: Final = """\
bind_to_address "{host}"
port "{port}"
zeroconf_enabled "no"
connection_timeout "86400"
audio_output {{
    type "null"
    name "nobody"
    mixer_type "software"
}}
"""


def is_installed() -> bool:
    """Tell whether there is a media player to start."""
    return shutil.which(_PROGRAM) is not None


class MpdRefusalError(DemoError):
    """mpd says no to a command."""


class MpdConnection:
    """One connection to mpd, to look at it and to do at it what a person would."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Use an open connection that has greeted."""
        self._reader = reader
        self._writer = writer
        self._line = asyncio.Lock()  # one command at a time
        self._owed = 0  # answers that have not been read to their ends

    @classmethod
    @asynccontextmanager
    async def open(cls, port: int) -> AsyncGenerator[Self]:
        """Connect, and leave in the end; raises OSError if nobody listens."""
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            greeting = await reader.readline()
            if not greeting.startswith(_GREETING):
                raise ConnectionError(f"this is no mpd: {greeting[:20]!r}")
            yield cls(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def command(self, line: str) -> dict[str, str]:
        """Send one command of mpd's protocol, and return what it answers; raises DemoError."""
        async with self._line:
            self._writer.write(f"{line}\n".encode())
            self._owed += 1
            while self._owed > 1:  # who asked before did not wait for the end
                with suppress(MpdRefusalError):
                    await self._answer()
            return await self._answer()

    async def _answer(self) -> dict[str, str]:
        """Read an answer, or the rest of one."""
        answer: dict[str, str] = {}
        while (told := (await self._reader.readline()).decode().rstrip("\n")) != "OK":
            if not told:
                raise DemoError("mpd did not do as told: it went away")
            if told.startswith("ACK "):
                self._owed -= 1
                raise MpdRefusalError(f"mpd did not do as told: {told}")
            name, _, value = told.partition(": ")
            answer[name] = value
        self._owed -= 1
        return answer

    async def status(self) -> MpdStatus:
        """Return what it does at this moment."""
        now = asyncio.get_running_loop().time()
        status = await self.command("status")
        song = await self.command("currentsong")
        return MpdStatus(
            at=now,
            state=status["state"],
            elapsed=float(status.get("elapsed", 0)),
            volume=int(status["volume"]),
            song=song.get("file"),
        )


@dataclass(frozen=True, slots=True)
class MpdStatus:
    """What mpd itself says that it does."""

    at: float
    """When it said so, by the loop's clock, which is the same in every process."""
    state: str
    """`play`, `pause` or `stop`."""
    elapsed: float
    """Seconds of the song that were heard."""
    volume: int
    """0 to 100."""
    song: str | None
    """The address of what plays, or would."""

    def elapsed_at(self, moment: float) -> float:
        """Return where the song was, or will be, while it plays without a break."""
        return self.elapsed + moment - self.at


@dataclass(frozen=True, slots=True)
class Mpd:
    """A running mpd."""

    child: Child
    port: int

    @classmethod
    @asynccontextmanager
    async def running(
        cls, guard: Guard, *, port: int, directory: Path, log: Path
    ) -> AsyncGenerator[Self]:
        """Start the mpd that is installed, and stop it in the end; raises DemoError."""
        configuration = _configure(directory, port)
        program = Program(
            title="The media player",
            command=[_PROGRAM, "--no-daemon", "--stderr", os.fspath(configuration)],
            log=log,
            # What it plays is on this machine: no proxy may come between.
            environment={**os.environ, "no_proxy": "*"},
            directory=directory,
        )
        child = await Child.start(program, guard)
        try:
            async with asyncio.timeout(START_LIMIT):
                await unless_ended(_listening(port), child)
            yield cls(child, port)
        finally:
            await child.stop()


def _configure(directory: Path, port: int) -> Path:
    """Write the one file that mpd reads."""
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "mpd.conf"
    file.write_text(_CONFIGURATION.format(host=HOST, port=port))
    return file


async def _listening(port: int) -> None:
    async def answers() -> bool:
        try:
            async with MpdConnection.open(port):
                return True
        except OSError:
            return False

    await until(answers)
