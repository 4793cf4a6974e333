"""Speech as an HLS playlist, made into MP3 by the real ffmpeg."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
import subprocess

from aiohttp import web
from homeassistant.components.ffmpeg import get_ffmpeg_manager
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.clova_cic.cic.mp3 import Mp3Meter
from custom_components.clova_cic.media.public_http import FetchError
from custom_components.clova_cic.speech import playlist as speech_playlist
from custom_components.clova_cic.speech.playlist import async_fetch_playlist

SECONDS = 3
AGENT = "Acme/DeskBot/1.0.0 (Linux;x86)"


@pytest.fixture(scope="module")
def playlist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tone of three seconds in pieces of one."""
    directory = tmp_path_factory.mktemp("hls")
    command = (
        f"ffmpeg -loglevel error -f lavfi -i sine=frequency=440:duration={SECONDS}"
        f" -c:a aac -f hls -hls_time 1 -hls_list_size 0 {directory}/reply.m3u8"
    )
    subprocess.run(command.split(), check=True)
    (directory / "master.m3u8").write_text(
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nreply.m3u8\n"
    )
    (directory / "lost.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nnothing.ts\n")
    (directory / "page.m3u8").write_text("<html>")
    (directory / "long.m3u8").write_text("#EXTM3U\n" + "x" * speech_playlist.MAX_PLAYLIST)
    return directory


@pytest.fixture
async def address(hass: HomeAssistant, playlist: Path, socket_enabled: None) -> AsyncIterator[str]:
    """Where the playlist is served; notes who asks."""
    assert await async_setup_component(hass, "ffmpeg", {})
    app = web.Application()
    app.router.add_static("/", playlist)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def sound(hass: HomeAssistant, url: str) -> bytes:
    pieces = async_fetch_playlist(hass, url, server="https://127.0.0.1:1", user_agent=AGENT)
    return b"".join([piece async for piece in pieces])


@pytest.mark.cic("CIC-SS-008")
@pytest.mark.parametrize("name", ["reply.m3u8", "master.m3u8"])
async def test_a_playlist_becomes_mp3(hass: HomeAssistant, address: str, name: str) -> None:
    meter = Mp3Meter()
    meter.feed(await sound(hass, f"{address}/{name}"))
    meter.finish()
    assert meter.first is not None
    assert abs(meter.seconds - SECONDS) < 0.3


@pytest.mark.parametrize(
    ("name", "reason"),
    [("page.m3u8", "no playlist"), ("long.m3u8", "too long")],
)
async def test_what_is_no_playlist_says_why(
    hass: HomeAssistant, address: str, name: str, reason: str
) -> None:
    with pytest.raises(FetchError, match=reason):
        await sound(hass, f"{address}/{name}")


async def test_a_piece_that_is_lost_is_told(hass: HomeAssistant, address: str) -> None:
    with pytest.raises(Exception, match="404"):
        await sound(hass, f"{address}/lost.m3u8")


async def test_without_ffmpeg_the_reason_is_told(
    hass: HomeAssistant, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_ffmpeg_manager(hass), "_bin", "no-such-program")
    with pytest.raises(FetchError, match="ffmpeg"):
        await sound(hass, f"{address}/reply.m3u8")


async def test_who_leaves_early_leaves_nothing_behind(hass: HomeAssistant, address: str) -> None:
    pieces = async_fetch_playlist(
        hass, f"{address}/reply.m3u8", server="https://127.0.0.1:1", user_agent=AGENT
    )
    async with aclosing(pieces):
        assert await anext(pieces)
