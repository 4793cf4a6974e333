"""The media view: HLS, played by the real ffmpeg from Home Assistant alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
import subprocess

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import proxy as media_proxy, shelf as media_shelf
from emulator import Emulator
from tests.ha import LIMIT
from tests.media.players import (
    AGENT,
    MP3,
    SOUND,
    Player,
    Upstream,
    player_of,
    upstream_on_this_machine,
)

HLS = "application/vnd.apple.mpegurl"
RATE = 8000
SECONDS = 3
BASE = "/api/clova_cic/media/"

FORMS = {
    "plain": "",
    "ranges": "-hls_flags single_file",
    "fragments": "-hls_segment_type fmp4",
    "keys": "-hls_key_info_file {directory}/key-info",
}


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


@pytest.fixture(scope="module", params=list(FORMS))
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tone of three seconds in pieces of one, in each form that pieces have."""
    directory = tmp_path_factory.mktemp(request.param)
    (directory / "secret.key").write_bytes(bytes(range(16)))
    (directory / "key-info").write_text(f"secret.key\n{directory}/secret.key\n")
    command = (
        f"ffmpeg -loglevel error -f lavfi -i sine=frequency=440:duration={SECONDS} -c:a aac -f hls"
        f" -hls_time 1 -hls_list_size 0 {FORMS[request.param].format(directory=directory)}"
        f" -master_pl_name all.m3u8 {directory}/list.m3u8"
    )
    subprocess.run(command.split(), check=True, cwd=directory)
    return directory


def serve_files(upstream: Upstream, directory: Path) -> None:
    """Serve all files, and parts of them."""
    for path in directory.iterdir():

        async def answer(_: web.Request, path: Path = path) -> web.FileResponse:
            return web.FileResponse(path)

        upstream.serve(f"/{path.name}", answer)


async def seconds_heard(url: str) -> float:
    """Play an address with ffmpeg; return how long it sounds."""
    command = f"ffmpeg -loglevel error -i {url} -ac 1 -ar {RATE} -f s16le -"
    process = await asyncio.create_subprocess_exec(
        *command.split(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(3 * LIMIT):
        sound, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
    return len(sound) / 2 / RATE


async def test_a_player_plays_it_from_home_assistant(
    player: Player, upstream: Upstream, files: Path
) -> None:
    serve_files(upstream, files)
    path = player.offer(f"{upstream.url}/all.m3u8", suffix=".m3u8")
    assert abs(await seconds_heard(player.url(path)) - SECONDS) < 0.3
    assert {request.headers["User-Agent"] for request in upstream.requests} == {AGENT}
    assert len({request.path for request in upstream.requests}) >= 3


@pytest.mark.cic("CIC-T-006")
async def test_the_clouds_hls_is_played(player: Player, emulator: Emulator) -> None:
    path = player.offer(f"{emulator.media_url}/odd-hls.m3u8", suffix=".m3u8")
    direct = await seconds_heard(f"{emulator.media_url}/odd-hls.m3u8")
    emulator.music.fetches.forget()
    assert abs(await seconds_heard(player.url(path)) - direct) < 0.1
    assert {fetch.user_agent for fetch in emulator.music.fetches.latest} == {AGENT}


async def test_no_address_of_the_server_is_told(player: Player, emulator: Emulator) -> None:
    path = player.offer(f"{emulator.media_url}/odd-hls.m3u8", suffix=".m3u8")
    outer = await player.fetch(path)
    inner = await player.fetch(outer.body.decode().splitlines()[-1])
    for playlist in (outer, inner):
        assert playlist.status == 200
        assert playlist.headers["Content-Type"].startswith(HLS)
        assert playlist.headers["Cache-Control"] == "no-store"
        text = playlist.body.decode()
        named = [line for line in text.splitlines() if not line.startswith("#")]
        assert all(line.startswith(path.removesuffix(".m3u8") + "/") for line in named)
        assert "://" not in text
    assert inner.body.decode().splitlines()[-2].endswith(".mp3")


async def test_a_playlist_keeps_its_paths_when_it_grows(player: Player, upstream: Upstream) -> None:
    url = upstream.give("/live", b"#EXTM3U\n#EXTINF:1,\n1.ts\n#EXTINF:1,\n2.ts\n", HLS)
    path = player.offer(url, suffix=".m3u8")
    first = (await player.fetch(path)).body.decode().splitlines()
    upstream.give("/live", b"#EXTM3U\n#EXTINF:1,\n2.ts\n#EXTINF:1,\n3.ts\n", HLS)
    second = (await player.fetch(path)).body.decode().splitlines()
    assert second[2] == first[4]
    assert second[4] not in first


@pytest.mark.cic("CIC-AP-020")
@pytest.mark.parametrize("told", [HLS, "text/plain", "application/octet-stream", MP3])
async def test_what_was_announced_as_hls_is_hls_whatever_it_is_called(
    player: Player, upstream: Upstream, told: str
) -> None:
    upstream.give("/1.mp3")
    url = upstream.give("/sound.mp3", b"#EXTM3U\n#EXTINF:1,\n1.mp3\n", told)
    got = await player.fetch(player.offer(url, suffix=".m3u8"))
    assert got.headers["Content-Type"].startswith(HLS)
    assert (await player.fetch(got.body.decode().splitlines()[-1])).body == SOUND


@pytest.mark.cic("CIC-AP-020")
async def test_an_address_does_not_make_it_hls(player: Player, upstream: Upstream) -> None:
    got = await player.fetch(player.offer(upstream.give("/list.m3u8")))
    assert (got.headers["Content-Type"], got.body) == (MP3, SOUND)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-"}])
async def test_what_turns_out_to_be_hls_is_rewritten_too(
    player: Player, upstream: Upstream, method: str, headers: dict[str, str]
) -> None:
    text = b"#EXTM3U\n#EXTINF:1,\nhttps://media.example.com/1.ts\n"
    got = await player.fetch(player.offer(upstream.give("/sound", text, HLS)), method, **headers)
    assert got.status == 200
    assert b"example" not in got.body
    size = int(got.headers["Content-Length"])
    assert size > 0
    assert len(got.body) == (size if method == "GET" else 0)


@pytest.mark.parametrize(
    ("told", "passed"),
    [
        ("video/mp2t", "video/mp2t"),
        ("video/mp4", "video/mp4"),
        ("audio/aac", "audio/aac"),
        ("application/octet-stream", "application/octet-stream"),
        ("text/html", None),
        ("image/png", None),
    ],
)
async def test_pieces_are_sound(
    player: Player, upstream: Upstream, told: str, passed: str | None
) -> None:
    upstream.give("/1.ts", SOUND, told)
    url = upstream.give("/list", b"#EXTM3U\n#EXTINF:1,\n1.ts\n", HLS)
    playlist = await player.fetch(player.offer(url, suffix=".m3u8"))
    got = await player.fetch(playlist.body.decode().splitlines()[-1])
    assert got.status == (502 if passed is None else 200)
    assert passed is None or got.headers["Content-Type"] == passed


@pytest.mark.parametrize(("size", "status"), [(16, 200), (media_proxy.MAX_KEY + 1, 502)])
async def test_a_key_is_short_and_of_any_type(
    player: Player, upstream: Upstream, size: int, status: int
) -> None:
    upstream.give("/key", bytes(size), "text/plain")
    text = b'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="key"\n#EXTINF:1,\n1.ts\n'
    playlist = await player.fetch(player.offer(upstream.give("/list", text, HLS), suffix=".m3u8"))
    path = playlist.body.decode().split('"')[1]
    got = await player.fetch(path)
    assert got.status == status
    assert got.body == (bytes(size) if status == 200 else b"")


@pytest.mark.parametrize("text", [b"<html>", b"", b"#EXTM3U\n" + b"#" * media_proxy.MAX_PLAYLIST])
async def test_what_is_no_playlist_is_not_passed_on(
    player: Player, upstream: Upstream, text: bytes
) -> None:
    got = await player.fetch(player.offer(upstream.give("/list", text, HLS), suffix=".m3u8"))
    assert (got.status, got.body) == (502, b"")


async def test_a_piece_may_be_in_no_private_place(player: Player, upstream: Upstream) -> None:
    text = b"#EXTM3U\n#EXTINF:1,\nhttp://192.168.1.1/1.ts\n#EXTINF:1,\nfile:///etc/hostname\n"
    playlist = await player.fetch(player.offer(upstream.give("/list", text, HLS), suffix=".m3u8"))
    for line in playlist.body.decode().splitlines():
        if not line.startswith("#"):
            assert (await player.fetch(line)).status == 502


async def test_other_paths_below_are_nothing(player: Player, upstream: Upstream) -> None:
    url = upstream.give("/list", b"#EXTM3U\n#EXTINF:1,\n1.ts\n", HLS)
    path = player.offer(url, suffix=".m3u8")
    below = path.removesuffix(".m3u8")
    assert (await player.fetch(f"{below}/0.ts")).status == 404  # nobody has asked for the list
    await player.fetch(path)
    for name in ("1.ts", "x", "0.ts.ts", "-1", "9999999999"):
        assert (await player.fetch(f"{below}/{name}")).status == 404
    player.shelf.async_withdraw(path)
    assert (await player.fetch(f"{below}/0.ts")).status == 404


async def test_only_so_many_playlists_keep_their_pieces(
    player: Player, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_shelf, "MAX_PLAYLISTS", 1)
    upstream.give("/1.ts", SOUND, "video/mp2t")
    url = upstream.give("/list", b"#EXTM3U\n#EXTINF:1,\n1.ts\n", HLS)
    paths = [player.offer(url, suffix=".m3u8") for _ in range(2)]
    pieces = [(await player.fetch(path)).body.decode().splitlines()[-1] for path in paths]
    assert [(await player.fetch(piece)).status for piece in pieces] == [404, 200]
    again = (await player.fetch(paths[0])).body.decode().splitlines()[-1]
    assert (await player.fetch(again)).status == 200
