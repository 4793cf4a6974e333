"""The long way between Home Assistant and a service."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from benchmarks.child import Child, child

LATENCY = 0.05
HOST = "127.0.0.1"
PIECES = [b"first ", b"second ", b"third"]


@pytest.fixture
async def echo(socket_enabled: None) -> AsyncIterator[int]:
    """A service that answers with what it got, once it has all of it."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read())
        writer.close()

    async with await asyncio.start_server(connected, HOST, 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
async def relay(echo: int) -> AsyncIterator[Child]:
    """The way to it."""
    async with child("benchmarks.relay", str(LATENCY), str(echo)) as running:
        yield running


async def test_bytes_come_whole_and_late_in_both_directions(relay: Child, echo: int) -> None:
    reader, writer = await asyncio.open_connection(HOST, relay.facts[str(echo)])
    began = asyncio.get_running_loop().time()
    for piece in PIECES:
        writer.write(piece)
        await writer.drain()
    writer.write_eof()

    assert await reader.read() == b"".join(PIECES)
    assert asyncio.get_running_loop().time() - began >= 2 * LATENCY
    writer.close()


async def test_a_client_that_vanishes_leaves_the_way_open(relay: Child, echo: int) -> None:
    _, vanishing = await asyncio.open_connection(HOST, relay.facts[str(echo)])
    vanishing.write(PIECES[0])
    vanishing.transport.abort()
    reader, writer = await asyncio.open_connection(HOST, relay.facts[str(echo)])
    writer.write(PIECES[1])
    writer.write_eof()

    assert await reader.read() == PIECES[1]
    writer.close()
