"""The media view: players get what is at an address, from Home Assistant."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import proxy as media_proxy
from emulator import Emulator
from tests.media.players import (
    AGENT,
    MP3,
    SOUND,
    Player,
    Upstream,
    player_of,
    upstream_on_this_machine,
)

TRACK = "track-10.mp3"


@pytest.fixture
async def player(hass: HomeAssistant, socket_enabled: None) -> AsyncIterator[Player]:
    """A player in the home."""
    async with player_of(hass) as player:
        yield player


@pytest.fixture
async def upstream(socket_enabled: None) -> AsyncIterator[Upstream]:
    """A server of sounds on the machine of the cloud."""
    async with upstream_on_this_machine() as upstream:
        yield upstream


async def whole(player: Player, emulator: Emulator, item: str) -> bytes:
    """Return a file of the emulator's, fetched without a detour, and forget that it was."""
    async with player.session.get(f"{emulator.media_url}/{item}") as response:
        body = await response.read()
    emulator.music.fetches.forget()
    return body


@pytest.mark.cic("CIC-T-006")
@pytest.mark.parametrize(
    ("item", "content_type"),
    [(TRACK, MP3), ("images/track-1.png", "image/png"), ("images/track-1.svg", "image/svg+xml")],
)
async def test_a_player_gets_what_is_there(
    player: Player, emulator: Emulator, item: str, content_type: str
) -> None:
    expected = await whole(player, emulator, item)
    got = await player.fetch(player.offer(f"{emulator.media_url}/{item}"))
    assert (got.status, got.body) == (200, expected)
    assert got.headers["Content-Type"] == content_type
    assert int(got.headers["Content-Length"]) == len(expected)
    assert [fetch.user_agent for fetch in emulator.music.fetches.of(item)] == [AGENT]


async def test_what_is_passed_on_is_no_page_of_home_assistant(
    player: Player, emulator: Emulator
) -> None:
    got = await player.fetch(player.offer(f"{emulator.media_url}/images/track-1.svg"))
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


async def test_players_that_are_web_pages_may_fetch(player: Player, emulator: Emulator) -> None:
    path = player.offer(f"{emulator.media_url}/{TRACK}")
    got = await player.fetch(path, Origin="https://player.example.com")
    assert got.headers["Access-Control-Allow-Origin"] == "https://player.example.com"


async def test_head_tells_the_size_and_fetches_nothing(player: Player, emulator: Emulator) -> None:
    size = len(await whole(player, emulator, TRACK))
    got = await player.fetch(player.offer(f"{emulator.media_url}/{TRACK}"), "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["Content-Length"]) == size
    assert got.headers["Accept-Ranges"] == "bytes"
    (fetch,) = emulator.music.fetches.of(TRACK)
    assert (fetch.method, fetch.sent) == ("HEAD", 0)


@pytest.mark.parametrize("status", [403, 405, 501])
async def test_head_works_where_the_server_wants_get(
    player: Player, upstream: Upstream, status: int
) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.method == "HEAD":
            return web.Response(status=status)
        return web.Response(body=SOUND, content_type=MP3)

    got = await player.fetch(player.offer(upstream.serve("/sound.mp3", answer)), "HEAD")
    assert (got.status, got.body, got.headers["Content-Length"]) == (200, b"", str(len(SOUND)))


async def test_a_part_is_asked_for_where_the_whole_is(player: Player, emulator: Emulator) -> None:
    expected = await whole(player, emulator, TRACK)
    path = player.offer(f"{emulator.media_url}/{TRACK}")
    first = await player.fetch(path, Range="bytes=100-299")
    assert (first.status, first.body) == (206, expected[100:300])
    assert first.headers["Content-Range"] == f"bytes 100-299/{len(expected)}"
    rest = await player.fetch(path, Range="bytes=1000-", If_Range=first.headers["ETag"])
    assert (rest.status, rest.body) == (206, expected[1000:])
    changed = await player.fetch(path, Range="bytes=1000-", If_Range='"another"')
    assert (changed.status, changed.body) == (200, expected)
    fetches = emulator.music.fetches.of(TRACK)
    assert [fetch.sent for fetch in fetches] == [200, len(expected) - 1000, len(expected)]


async def test_a_part_that_is_not_there_is_refused_as_the_server_does(
    player: Player, emulator: Emulator
) -> None:
    size = len(await whole(player, emulator, TRACK))
    got = await player.fetch(player.offer(f"{emulator.media_url}/{TRACK}"), Range=f"bytes={size}-")
    assert (got.status, got.headers["Content-Range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=-", "bytes=a-", "lines=1-2"])
async def test_what_is_no_part_brings_the_whole(
    player: Player, upstream: Upstream, wanted: str
) -> None:
    got = await player.fetch(player.offer(upstream.give("/sound.mp3")), Range=wanted)
    assert (got.status, got.body) == (200, SOUND)
    assert "Range" not in upstream.requests[0].headers


async def test_two_players_get_the_same(player: Player, emulator: Emulator) -> None:
    expected = await whole(player, emulator, TRACK)
    path = player.offer(f"{emulator.media_url}/{TRACK}")
    one, two = await asyncio.gather(player.fetch(path), player.fetch(path))
    assert one.body == two.body == expected


async def test_a_redirect_is_followed(player: Player, emulator: Emulator) -> None:
    got = await player.fetch(player.offer(f"{emulator.media_url}/odd-redirect.mp3"))
    emulator_has = [fetch.user_agent for fetch in emulator.music.fetches.of("track-2.mp3")]
    assert (got.status, emulator_has) == (200, [AGENT])


@pytest.mark.cic("CIC-AP-018")
async def test_a_long_address_is_no_problem(player: Player, upstream: Upstream) -> None:
    url = upstream.give("/sound.mp3") + "?token="
    url += "t" * (2048 - len(url))
    got = await player.fetch(player.offer(url))
    assert (got.status, got.body) == (200, SOUND)
    assert str(upstream.requests[0].url) == url


@pytest.mark.parametrize(
    "item",
    [
        "odd-circle.mp3",
        "odd-type.mp3",
        "odd-missing.mp3",
        "with/0/track-1.mp3",  # an address that is not good any more
        "images/odd-picture.png",  # 50 MB
    ],
)
async def test_what_cannot_be_had_is_told_without_a_word_of_it(
    player: Player, emulator: Emulator, item: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = player.offer(f"{emulator.media_url}/{item}?secret")
    assert not player.shelf.is_broken(path)
    for _ in range(2):
        got = await player.fetch(path)
        assert (got.status, got.body) == (502, b"")
        assert player.shelf.is_broken(path)
    own = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert [r.levelname for r in own] == ["WARNING", "DEBUG"]  # a warning once
    assert not any(emulator.media_url in r.getMessage() for r in own)
    assert not any("secret" in r.getMessage() for r in own)


@pytest.mark.parametrize(
    ("told", "suffix", "passed"),
    [
        ("audio/mpeg", "", "audio/mpeg"),
        ("Audio/L16; rate=44100", "", "Audio/L16; rate=44100"),
        ("application/ogg", "", "application/ogg"),
        ("image/jpeg", ".jpg", "image/jpeg"),
        ("application/octet-stream", ".mp3", "audio/mpeg"),
        ("binary/octet-stream", ".flac", "audio/flac"),
        ("application/octet-stream", "", None),
        ("text/plain", ".mp3", None),
        ("application/json", "", None),
        ("video/mp4", "", None),
    ],
)
async def test_only_sound_and_pictures_are_passed_on(
    player: Player, upstream: Upstream, told: str, suffix: str, passed: str | None
) -> None:
    url = upstream.give("/anything", content_type=told)
    got = await player.fetch(player.offer(url, suffix=suffix))
    assert got.status == (502 if passed is None else 200)
    assert got.headers.get("Content-Type", "") == passed or passed is None


async def test_a_picture_without_a_size_is_cut_when_it_is_too_large(
    player: Player, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_proxy, "MAX_IMAGE", len(SOUND) - 1)

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        await response.write(SOUND)
        return response

    path = player.offer(upstream.serve("/picture", answer))
    assert (await player.broken(path)) < len(SOUND)


async def test_what_is_packed_is_not_passed_on(player: Player, upstream: Upstream) -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.headers["Accept-Encoding"] == "identity"
        response = web.Response(body=SOUND, content_type=MP3)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    got = await player.fetch(player.offer(upstream.serve("/sound.mp3", answer)))
    assert got.status == 502
