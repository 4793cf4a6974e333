"""The demo's connection to mpd."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from scripts.lib.demo.mpd import HOST, MpdConnection, MpdRefusalError

pytestmark = pytest.mark.usefixtures("socket_enabled")


class SlowMpd:
    """Answers a command with its name, the second half of it only when told to."""

    def __init__(self) -> None:
        self.half_said = asyncio.Event()
        self.goes_on = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Listen on a port."""
        server = await asyncio.start_server(self._serve, HOST, 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"OK MPD 0.23.5\n")
        while line := await reader.readline():
            if line == b"no\n":
                writer.write(b"ACK [5@0] {} no\n")
                continue
            writer.write(b"first: " + line)
            self.half_said.set()
            await self.goes_on.wait()
            writer.write(b"second: " + line + b"OK\n")
        writer.close()


async def test_who_does_not_wait_for_an_answer_leaves_it_to_nobody_else() -> None:
    mpd = SlowMpd()
    async with mpd.listening() as port, MpdConnection.open(port) as connection:
        hasty = asyncio.create_task(connection.command("one"))
        await mpd.half_said.wait()
        hasty.cancel()
        await asyncio.wait([hasty])
        mpd.goes_on.set()
        assert await connection.command("two") == {"first": "two", "second": "two"}


async def test_a_refusal_is_told_once() -> None:
    mpd = SlowMpd()
    mpd.goes_on.set()
    async with mpd.listening() as port, MpdConnection.open(port) as connection:
        with pytest.raises(MpdRefusalError, match="no"):
            await connection.command("no")
        assert await connection.command("two") == {"first": "two", "second": "two"}
