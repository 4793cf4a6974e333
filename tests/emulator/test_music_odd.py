"""Tracks whose delivery has something wrong with it, and how a device is told of them."""

import asyncio
from collections.abc import AsyncIterator
import time
from typing import Any

import aiohttp
import pytest
from yarl import URL

from emulator import Emulator
from emulator.music.catalogue import ODD
from emulator.music.odd import MANNERS, PRIVATE_ADDRESS, Manner
from emulator.music.tickets import Tickets

from .client import Client, Response, event
from .sound import RATE, samples


@pytest.fixture
async def player(cloud: Emulator) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cloud.media_url) as session:
        yield session


def manner(monkeypatch: pytest.MonkeyPatch, token: str, **changes: Any) -> None:
    """Deliver a track in this manner during the test."""
    monkeypatch.setitem(MANNERS, token, Manner(**changes))


async def delivered(client: Client, token: str) -> dict[str, Any]:
    """What StreamRequested for a track is answered with."""
    response = await client.send(requested(token))
    return dict(response.directives["StreamDeliver"]["audioStream"])


def requested(token: str) -> dict[str, Any]:
    """StreamRequested for a track."""
    stream = {
        "token": token,
        "url": f"clova:{token}",
        "urlPlayable": False,
        "beginAtInMilliseconds": 0,
    }
    payload = {"audioItemId": token, "audioStream": stream}
    return event("AudioPlayer.StreamRequested", payload)


async def status_of(player: aiohttp.ClientSession, url: str) -> int:
    async with player.get(url) as response:
        await response.read()
        return response.status


async def test_an_address_is_good_for_a_while(
    cloud: Emulator, client: Client, channel: Response, player: aiohttp.ClientSession
) -> None:
    now = 0.0
    cloud.music.tickets = Tickets(cloud.config.ticket_seconds, lambda: now)
    url = (await delivered(client, "track-1"))["url"]
    brief = (await delivered(client, "odd-brief"))["url"]
    assert await status_of(player, (await delivered(client, "odd-expired"))["url"]) == 403
    assert [await status_of(player, each) for each in (url, brief)] == [200, 200]
    now += 6.0
    assert [await status_of(player, each) for each in (url, brief)] == [200, 403]
    again = (await delivered(client, "odd-brief"))["url"]
    assert again != brief
    assert await status_of(player, again) == 200
    assert cloud.music.tickets.expire() == 4
    assert await status_of(player, url) == 403
    assert await status_of(player, f"{cloud.media_url}/track-1.mp3") == 200


async def test_a_ticket_is_for_one_track(
    client: Client, channel: Response, player: aiohttp.ClientSession
) -> None:
    url = (await delivered(client, "track-1"))["url"]
    assert await status_of(player, url.replace("track-1", "track-2")) == 403


async def test_the_connection_breaks_in_the_middle(
    player: aiohttp.ClientSession, cloud: Emulator
) -> None:
    async def whole(path: str, asked: str = "bytes=0-") -> int | None:
        """How much came; None: the connection broke."""
        async with player.get(path, headers={"Range": asked}) as response:
            try:
                return len(await response.read())
            except aiohttp.ClientError:
                return None

    size = await whole("/track-2.mp3")
    assert size == round(40 / 0.024) * 48
    assert [await whole("/odd-broken.mp3") for _ in range(2)] == [None, None]
    half = cloud.music.fetches.of("odd-broken.mp3")[0].sent
    assert [await whole("/odd-breaking.mp3") for _ in range(4)] == [None, 2 * half, None, 2 * half]
    assert await whole("/odd-broken.mp3", f"bytes={half}-") == half
    assert await whole("/odd-broken.mp3", f"bytes=0-{half - 1}") == half
    first = cloud.music.fetches.of("odd-breaking.mp3")[0]
    assert (first.sent, first.complete, first.ended) == (half, False, True)


async def test_a_slow_one(monkeypatch: pytest.MonkeyPatch, player: aiohttp.ClientSession) -> None:
    """By its own clock: half a second of sound, twice as fast as it plays."""
    manner(monkeypatch, "odd-slow", speed=2.0)
    began = time.monotonic()
    async with player.get("/odd-slow.mp3", headers={"Range": "bytes=0-999"}) as response:
        assert len(await response.read()) == 1000
    assert 0.2 < time.monotonic() - began < 2.0


async def test_a_late_one(monkeypatch: pytest.MonkeyPatch, player: aiohttp.ClientSession) -> None:
    manner(monkeypatch, "odd-late", delay=0.2)
    began = time.monotonic()
    assert await status_of(player, "/odd-late.mp3") == 200
    assert time.monotonic() - began > 0.2


@pytest.mark.parametrize(
    ("token", "content_type", "beginning"),
    [("odd-type", "text/html", b"\xff\xf3"), ("odd-page", "audio/mpeg", b"<!DOCTYPE html>")],
)
async def test_what_it_is_called_and_what_it_is(
    player: aiohttp.ClientSession, token: str, content_type: str, beginning: bytes
) -> None:
    async with player.get(f"/{token}.mp3") as response:
        assert (response.status, response.content_type) == (200, content_type)
        assert (await response.read()).startswith(beginning)


@pytest.mark.parametrize(
    ("token", "place"),
    [
        ("odd-redirect", "{media}/track-2.mp3"),
        ("odd-circle", "{media}/odd-circle.mp3"),
        ("odd-private", PRIVATE_ADDRESS),
    ],
)
async def test_it_is_elsewhere(
    player: aiohttp.ClientSession, cloud: Emulator, token: str, place: str
) -> None:
    async with player.get(f"/{token}.mp3", allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == place.format(media=cloud.media_url)


async def test_it_is_nowhere(
    client: Client, channel: Response, player: aiohttp.ClientSession
) -> None:
    assert await status_of(player, (await delivered(client, "odd-missing"))["url"]) == 404
    assert (await delivered(client, "odd-file"))["url"].startswith("file:")
    assert (await delivered(client, "odd-ftp"))["url"].startswith("ftp:")
    assert (await client.send(requested("odd-silent"))).status == 204


@pytest.mark.parametrize("path", ["/odd-endless.mp3", "/live-1.mp3"])
async def test_without_end(player: aiohttp.ClientSession, path: str) -> None:
    """Two seconds come at once, and the rest in its own time."""
    async with player.get(path, headers={"Range": "bytes=5-"}) as response:
        assert (response.status, response.content_length) == (200, None)
        assert await response.content.readexactly(2 * 2000)
        began = time.monotonic()
        assert await response.content.readexactly(1000)
        assert time.monotonic() - began > 0.2
        response.close()
    async with player.head(path) as response:
        assert response.status == 200


async def test_a_window(cloud: Emulator, client: Client, channel: Response) -> None:
    cloud.play("odd-window")
    cloud.play("odd-zero")
    cloud.play("odd-endless")
    pushed = (await channel.pushed(4))[1:]
    streams = [each["directive"]["payload"]["audioItem"]["stream"] for each in pushed]
    spans = [
        (each["beginAtInMilliseconds"], each.get("durationInMilliseconds")) for each in streams
    ]
    assert spans == [(10_000, 15_000), (0, 0), (0, None)]


async def test_a_picture_that_is_too_large(player: aiohttp.ClientSession) -> None:
    async with player.get("/images/odd-picture.png") as response:
        assert response.content_length == 50 * 1024 * 1024
        assert await response.content.readexactly(8) == b"\x89PNG\r\n\x1a\n"
        response.close()
    async with player.get(
        "/images/odd-picture.png", headers={"Range": "bytes=52428790-"}
    ) as response:
        assert await response.read() == bytes(10)


async def test_in_pieces(
    client: Client, channel: Response, player: aiohttp.ClientSession, cloud: Emulator
) -> None:
    """By the player's own rules: addresses beside the playlist that names them."""
    stream = await delivered(client, "odd-hls")
    assert stream["format"] == "application/vnd.apple.mpegurl"
    async with player.get(stream["url"]) as response:
        assert response.content_type == "application/vnd.apple.mpegurl"
        (address,) = [line for line in (await response.text()).split() if line[0] != "#"]
        inner = response.url.join(URL(address))
    async with player.get(inner) as response:
        lines = (await response.text()).splitlines()
    lengths = [float(line[8:-1]) for line in lines if line.startswith("#EXTINF:")]
    assert lengths == [6.0, 6.0, 6.0, pytest.approx(2.0, abs=0.02)]
    assert lines[-1] == "#EXT-X-ENDLIST"
    sound = b""
    for line in lines:
        if not line.startswith("#"):
            async with player.get(inner.join(URL(line))) as response:
                segment = await response.read()
            assert segment.startswith(b"ID3\x04")
            sound += segment[10 + segment[9] :]
    async with player.get("/with/x/odd-hls/list.m3u8") as response:
        assert response.status == 403
    assert len(sound) == 833 * 48
    assert all(each.with_ticket for each in list(cloud.music.fetches.latest)[:-1])


async def test_ffmpeg_plays_it_in_pieces(cloud: Emulator) -> None:
    """A player that is not ours."""
    url = f"{cloud.media_url}/odd-hls.m3u8"
    process = await asyncio.create_subprocess_exec(
        *("ffmpeg", "-v", "error", "-i", url, "-f", "mp3", "-c", "copy", "pipe:1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    assert err == b""
    heard = await asyncio.to_thread(samples, out)
    assert len(heard) / RATE == pytest.approx(20, abs=0.1)


def test_every_manner_has_a_track() -> None:
    assert [track.token for track in ODD] == list(MANNERS)
