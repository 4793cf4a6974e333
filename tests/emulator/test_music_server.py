"""The media server: whole files and parts of them, and who fetched what."""

import asyncio
from collections.abc import AsyncIterator
import logging

import aiohttp
import pytest

from emulator import Emulator
from emulator.music import BY_TOKEN, Fetch
from emulator.music.fetches import Fetches
from emulator.music.tickets import Tickets

from .conftest import EmulatorFactory

TRACK = "track-10.mp3"
SIZE = 125 * 48
"""3 s of frames of 24 ms, 48 bytes each."""


@pytest.fixture
async def player(cloud: Emulator) -> AsyncIterator[aiohttp.ClientSession]:
    """Fetches from the media server, and says who it is."""
    headers = {"User-Agent": "player/1"}
    async with aiohttp.ClientSession(cloud.media_url, headers=headers) as session:
        yield session


async def fetched(cloud: Emulator, item: str) -> Fetch:
    """The latest fetch of an item, when it is over."""
    return await cloud.wait_for(
        lambda: next((each for each in cloud.music.fetches.of(item)[::-1] if each.ended), None)
    ) or pytest.fail("wait_for gives what is true")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        (None, 200, (0, SIZE)),
        ("bytes=0-", 206, (0, SIZE)),
        ("bytes=100-199", 206, (100, 200)),
        ("bytes=5900-9999", 206, (5900, SIZE)),
        ("bytes=-100", 206, (SIZE - 100, SIZE)),
        ("bytes=-99999", 206, (0, SIZE)),
        ("lines=1-2", 200, (0, SIZE)),
        ("bytes=1-2,4-5", 200, (0, SIZE)),
        ("bytes=9-3", 200, (0, SIZE)),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_parts(
    player: aiohttp.ClientSession,
    cloud: Emulator,
    method: str,
    asked: str | None,
    status: int,
    part: tuple[int, int],
) -> None:
    async with player.get(f"/{TRACK}") as response:
        everything = await response.read()
    assert len(everything) == SIZE

    headers = {} if asked is None else {"Range": asked}
    async with player.request(method, f"/{TRACK}", headers=headers) as response:
        start, stop = part
        assert response.status == status
        assert response.content_type == "audio/mpeg"
        assert response.headers["Accept-Ranges"] == "bytes"
        assert response.content_length == stop - start
        assert await response.read() == (b"" if method == "HEAD" else everything[start:stop])
        if status == 206:
            assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"


async def test_a_part_beyond_the_end(player: aiohttp.ClientSession) -> None:
    async with player.get(f"/{TRACK}", headers={"Range": f"bytes={SIZE}-"}) as response:
        assert response.status == 416
        assert response.headers["Content-Range"] == f"bytes */{SIZE}"
        assert await response.read() == b""


@pytest.mark.parametrize(("tag", "status"), [(None, 206), ('"another"', 200)])
async def test_a_part_of_another_version(
    player: aiohttp.ClientSession, tag: str | None, status: int
) -> None:
    async with player.head(f"/{TRACK}") as response:
        tag = tag or response.headers["ETag"]
    headers = {"Range": "bytes=5-", "If-Range": tag}
    async with player.get(f"/{TRACK}", headers=headers) as response:
        assert response.status == status


@pytest.mark.parametrize(
    "path",
    [
        "/track-1.ogg",
        "/track-1.m3u8",
        "/nothing",
        "/images/track-99.png",
        "/images/track-1.gif",
        "/track-1/list.m3u8",
        "/odd-hls/4.mp3",
        "/odd-hls/one.mp3",
        "/odd-hls/0.ts",
        "/",
    ],
)
async def test_what_is_not_there(player: aiohttp.ClientSession, path: str) -> None:
    async with player.get(path) as response:
        assert response.status == 404


async def test_who_fetched_what(player: aiohttp.ClientSession, cloud: Emulator) -> None:
    async with player.get(f"/{TRACK}", headers={"Range": "bytes=10-19", "X-Secret": "s"}) as first:
        await first.read()
    async with player.head(f"/{TRACK}") as second:
        await second.read()
    async with player.get("/images/nothing.png") as third:
        await third.read()

    part, head = cloud.music.fetches.of(TRACK)
    assert (part.method, part.user_agent, part.range) == ("GET", "player/1", "bytes=10-19")
    assert part.headers["x-secret"] == "s"
    assert (part.status, part.sent, part.complete, part.with_ticket) == (206, 10, True, False)
    assert (head.method, head.status, head.sent, head.complete) == ("HEAD", 200, 0, True)
    lost = await fetched(cloud, "images/nothing.png")
    assert (lost.status, lost.sent, lost.complete) == (404, 0, False)
    assert cloud.music.fetches.counts == {TRACK: 2, "images/nothing.png": 1}
    assert cloud.music.fetches.forget() == 3
    assert not cloud.music.fetches.counts


async def test_a_player_that_has_enough(
    player: aiohttp.ClientSession, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    async with player.get("/odd-slow.mp3") as response:
        await response.content.readexactly(10)
        response.close()
    fetch = await fetched(cloud, "odd-slow.mp3")
    assert not fetch.complete
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_a_sound_of_any_name(player: aiohttp.ClientSession) -> None:
    async with player.get("/speech.of-today.mp3") as response:
        assert response.status == 200
        assert len(await response.read()) == round(10 / 0.024) * 48
    async with player.get("/with/no-ticket/speech.mp3") as response:
        assert response.status == 403


async def test_another_address_is_told(make_emulator: EmulatorFactory) -> None:
    everywhere = await make_emulator(media_host="0.0.0.0")
    assert everywhere.media_url.startswith("http://127.0.0.1:")
    one = await make_emulator(media_host="127.0.0.2")
    assert one.media_url.startswith("http://127.0.0.2:")
    elsewhere = await make_emulator(media_url="https://media.example.com")
    assert elsewhere.media_url == "https://media.example.com"
    assert elsewhere.music.stream_url("track-1") == "https://media.example.com/track-1.mp3"


async def test_a_port_that_is_in_use(cloud: Emulator, make_emulator: EmulatorFactory) -> None:
    port = int(cloud.media_url.rpartition(":")[2])
    with pytest.raises(OSError, match="--media-port"):
        await make_emulator(media_port=port)


async def test_it_ends_in_the_middle_of_a_song(make_emulator: EmulatorFactory) -> None:
    cloud = await make_emulator()
    async with (
        aiohttp.ClientSession(cloud.media_url) as session,
        session.get("/live-1.mp3") as response,
    ):
        await response.content.readexactly(10)
        async with asyncio.timeout(5):
            await cloud.stop()
            with pytest.raises(aiohttp.ClientError):
                await response.content.read()


def test_only_so_many_fetches_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.music.fetches.MAX_ITEMS", 2)
    fetches = Fetches()
    for number in range(1200):
        fetches.add(Fetch(f"{number % 3}", "GET", {}, with_ticket=False, began_at=0.0))
    assert len(fetches.latest) == 1000
    assert fetches.counts == {"0": 400, "1": 400}


def test_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.music.tickets.MAX_TICKETS", 2)
    now = 100.0
    tickets = Tickets(10.0, lambda: now)
    first, brief, latest = tickets.issue("a"), tickets.issue("a", 2.0), tickets.issue("b")
    assert len({first, brief, latest}) == 3
    assert not tickets.admits(first, "a")  # the oldest of three
    assert tickets.admits(brief, "a")
    assert tickets.admits(latest, "b")
    assert not tickets.admits(latest, "a")
    now += 3.0
    assert not tickets.admits(brief, "a")
    assert tickets.admits(latest, "b")
    assert tickets.expire() == 2
    assert not tickets.admits(latest, "b")


async def test_every_track_has_what_it_needs(player: aiohttp.ClientSession) -> None:
    """Its file is as long as it says, and it has a picture and a name in each language."""
    for track in BY_TOKEN.values():
        assert all(track.titles[language] for language in ("en", "ko", "ja"))
        async with player.head(f"/images/{track.token}.png") as response:
            assert (response.status, response.content_type) == (200, "image/png")
        if track.token.startswith("track-"):
            async with player.head(f"/{track.file}") as response:
                assert response.content_length == round(track.seconds / 0.024) * 48
