"""A port that leads to a server for as long as it is open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from scripts.lib.demo.ports import claim

HOST = "127.0.0.1"
CHUNK = 65_536


class Gate:
    """Closed at the beginning: nobody listens there."""

    def __init__(self, target: int) -> None:
        self.port = claim(HOST, 0, "--cic-port")
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @classmethod
    @asynccontextmanager
    async def to(cls, target: int) -> AsyncIterator[Gate]:
        """A gate to this port, closed in the end."""
        gate = cls(target)
        try:
            yield gate
        finally:
            await gate.close()

    async def open(self) -> None:
        """Let everybody through from now on."""
        self._server = await asyncio.start_server(self._lead, HOST, self.port)

    async def close(self) -> None:
        """Refuse everybody, and end what has come through."""
        if self._server is None:
            return
        self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()
        self._server = None

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(HOST, self._target)
        ends = {writer, inner_writer}
        self._writers |= ends
        try:
            async with asyncio.TaskGroup() as directions:
                directions.create_task(_carry(reader, inner_writer))
                directions.create_task(_carry(inner_reader, writer))
        finally:
            self._writers -= ends
            for end in ends:
                end.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends; then both directions do."""
    with suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()
