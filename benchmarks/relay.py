"""A long way: TCP connections whose bytes arrive later, in both directions.

usage: python -m benchmarks.relay SECONDS PORT …     one-way latency; ports of 127.0.0.1

TLS passes through. Only bytes are late: a connection is there at once, where it would take a round
trip more in a real network.
"""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
import sys
from typing import Final

from .child import obey

HOST: Final = "127.0.0.1"
_CHUNK: Final = 64 * 1024


class _Way:
    """One direction of one connection."""

    def __init__(self, source: StreamReader, target: StreamWriter, latency: float) -> None:
        self._source = source
        self._target = target
        self._latency = latency
        self._under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def run(self) -> None:
        """Carry bytes, and at last the end, until one side is gone."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._depart())
            tasks.create_task(self._arrive())

    async def _depart(self) -> None:
        loop = asyncio.get_running_loop()
        data = b" "
        while data:
            with suppress(OSError):
                data = b""  # what a lost connection counts as
                data = await self._source.read(_CHUNK)
            self._under_way.put_nowait((loop.time() + self._latency, data))

    async def _arrive(self) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while True:
                due, data = await self._under_way.get()
                await asyncio.sleep(due - loop.time())
                if not data:
                    self._target.write_eof()
                    return
                self._target.write(data)
                await self._target.drain()


async def _relay(latency: float, port: int) -> int:
    """Listen for connections to that port; returns where."""

    async def connected(reader: StreamReader, writer: StreamWriter) -> None:
        onward_reader, onward_writer = await asyncio.open_connection(HOST, port)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_Way(reader, onward_writer, latency).run())
                tasks.create_task(_Way(onward_reader, writer, latency).run())
        finally:
            writer.close()
            onward_writer.close()

    server = await asyncio.start_server(connected, HOST, 0)
    listening: int = server.sockets[0].getsockname()[1]
    return listening


async def main(latency: float, *ports: int) -> None:
    """Serve."""
    facts = {str(port): await _relay(latency, port) for port in ports}
    await obey(facts, {})


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), *map(int, sys.argv[2:])))
