"""The media view: sound that is made by Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media.public_http import FetchError
from custom_components.clova_cic.media.view import Local
from tests.ha import LIMIT
from tests.media.players import MP3, SOUND, Player, player_of

SIZE = len(SOUND)
PIECE = 1000


@pytest.fixture
async def player(hass: HomeAssistant, socket_enabled: None) -> AsyncIterator[Player]:
    """A player in the home."""
    async with player_of(hass) as player:
        yield player


class Voice:
    """Makes sound in pieces; notes how often it was made and whether makers were closed."""

    def __init__(self, size: int = SIZE) -> None:
        self.made = 0
        self.closed = asyncio.Event()
        self.error: Exception | None = None
        self._size = size

    async def chunks(self) -> AsyncGenerator[bytes]:
        self.made += 1
        try:
            for place in range(0, self._size, PIECE):
                yield SOUND[place : min(place + PIECE, self._size)]
            if self.error is not None:
                raise self.error
        finally:
            self.closed.set()


async def test_sound_of_unknown_length(player: Player) -> None:
    voice = Voice()
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=voice.chunks), suffix=".mp3")
    got = await player.fetch(path, Range="bytes=5-")
    assert (got.status, got.body) == (200, SOUND)
    assert (got.headers["Content-Type"], got.headers["Accept-Ranges"]) == (MP3, "none")
    head = await player.fetch(path, "HEAD")
    assert (head.status, head.body, head.headers["Content-Type"]) == (200, b"", MP3)
    assert voice.made == 1


async def test_each_player_gets_it_from_the_beginning(player: Player) -> None:
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=Voice().chunks, size=SIZE))
    one, two = await asyncio.gather(player.fetch(path), player.fetch(path))
    assert one.body == two.body == SOUND
    assert one.headers["Content-Length"] == str(SIZE)


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=0-0", 0, 1),
        ("bytes=999-1000", 999, 1001),
        (f"bytes=1500-{SIZE * 2}", 1500, SIZE),
        ("bytes=-1", SIZE - 1, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
    ],
)
async def test_a_part_of_it(player: Player, wanted: str, start: int, stop: int) -> None:
    voice = Voice()
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=voice.chunks, size=SIZE))
    got = await player.fetch(path, Range=wanted)
    assert (got.status, got.body) == (206, SOUND[start:stop])
    assert got.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert got.headers["Accept-Ranges"] == "bytes"
    await asyncio.wait_for(voice.closed.wait(), LIMIT)


async def test_a_part_that_is_not_there(player: Player) -> None:
    voice = Voice()
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=voice.chunks, size=SIZE))
    got = await player.fetch(path, Range=f"bytes={SIZE}-")
    assert (got.status, got.headers["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert voice.made == 0


@pytest.mark.parametrize("wanted", ["bytes=5-1", "bytes=0-1,3-4", "bytes=-", "x"])
async def test_what_is_no_part_brings_the_whole(player: Player, wanted: str) -> None:
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=Voice().chunks, size=SIZE))
    got = await player.fetch(path, Range=wanted)
    assert (got.status, got.body) == (200, SOUND)


async def test_silence_is_sound_too(player: Player) -> None:
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=Voice(0).chunks, size=0))
    got = await player.fetch(path)
    assert (got.status, got.body) == (200, b"")


@pytest.mark.parametrize("size", [None, SIZE + 1])
@pytest.mark.parametrize("error", [FetchError("it is gone"), OSError(), TimeoutError()])
async def test_what_fails_breaks_off(player: Player, size: int | None, error: Exception) -> None:
    voice = Voice()
    voice.error = error
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=voice.chunks, size=size))
    assert await player.broken(path) <= SIZE
    assert voice.closed.is_set()


async def test_what_is_shorter_than_it_said_breaks_off(player: Player) -> None:
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=Voice().chunks, size=SIZE + 1))
    assert await player.broken(path) <= SIZE


async def test_who_leaves_ends_the_making(player: Player) -> None:
    closed = asyncio.Event()

    async def chunks() -> AsyncGenerator[bytes]:
        try:
            yield SOUND
            await asyncio.Event().wait()
        finally:
            closed.set()

    path = player.shelf.async_offer(Local(content_type=MP3, chunks=chunks))
    async with asyncio.timeout(LIMIT):
        async with player.session.get(player.url(path)) as response:
            await response.content.readexactly(SIZE)
            assert not closed.is_set()
        await closed.wait()


async def test_it_has_no_pieces(player: Player) -> None:
    path = player.shelf.async_offer(Local(content_type=MP3, chunks=Voice().chunks))
    assert (await player.fetch(f"{path}/0")).status == 404
