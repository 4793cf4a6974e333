"""The media view: where it does not go, whoever sends it there."""

from collections.abc import AsyncIterator

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import public_http
from emulator import Emulator
from emulator.music.odd import PRIVATE_ADDRESS
from tests.media.players import SOUND, Player, Upstream, player_of, upstream_on_this_machine

ELSEWHERE = "https://127.0.0.2:1"  # a cloud that is not on the machine of the sound


@pytest.fixture
async def player(hass: HomeAssistant, socket_enabled: None) -> AsyncIterator[Player]:
    """A player in the home."""
    async with player_of(hass) as player:
        yield player


@pytest.fixture
async def upstream(socket_enabled: None) -> AsyncIterator[Upstream]:
    """A server of sounds in the home."""
    async with upstream_on_this_machine() as upstream:
        yield upstream


def redirect(upstream: Upstream, to: str) -> str:
    """Return an address that sends elsewhere."""

    async def answer(_: web.Request) -> web.Response:
        raise web.HTTPFound(to)

    return upstream.serve("/elsewhere", answer)


async def test_a_private_address_is_the_clouds_own_or_none(
    player: Player, upstream: Upstream
) -> None:
    url = upstream.give("/sound.mp3")
    assert (await player.fetch(player.offer(url))).body == SOUND
    assert (await player.fetch(player.offer(url, server=ELSEWHERE))).status == 502
    assert len(upstream.requests) == 1


async def test_a_name_is_judged_by_where_it_leads(player: Player, upstream: Upstream) -> None:
    url = upstream.give("/sound.mp3").replace("127.0.0.1", "localhost")
    assert (await player.fetch(player.offer(url, server=ELSEWHERE))).status == 502
    assert upstream.requests == []
    assert (await player.fetch(player.offer(url, server="https://localhost"))).body == SOUND


async def test_a_redirect_does_not_lead_into_the_home(player: Player, emulator: Emulator) -> None:
    got = await player.fetch(player.offer(f"{emulator.media_url}/odd-private.mp3"))
    assert got.status == 502
    assert PRIVATE_ADDRESS not in str(got)


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2/sound.mp3",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/sound.mp3",
        "file:///etc/hostname",
        "ftp://media.example.com/sound.mp3",
    ],
)
async def test_no_redirect_leads_out_of_the_web(
    player: Player, upstream: Upstream, to: str
) -> None:
    for method in ("GET", "HEAD"):
        got = await player.fetch(player.offer(redirect(upstream, to)), method)
        assert (got.status, got.body) == (502, b"")


async def test_home_assistant_does_not_fetch_from_itself(
    player: Player, upstream: Upstream, hass: HomeAssistant
) -> None:
    class Api:
        port = int(upstream.url.rpartition(":")[2])

    hass.config.api = Api()  # type: ignore[assignment]
    assert (await player.fetch(player.offer(upstream.give("/sound.mp3")))).status == 502
    assert upstream.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://media.example.com/track-1.mp3",
        "data:audio/mpeg;base64,AAAA",
        "https://user:password@media.example.com/sound.mp3",
        "http://[",
        "sound.mp3",
        "",
    ],
)
async def test_what_is_no_address_of_the_web_is_not_opened(
    player: Player, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await player.fetch(player.offer(url))).status == 502
    (record,) = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert "its address" in record.getMessage()
    assert "password" not in record.getMessage()


async def test_redirects_come_to_an_end(player: Player, upstream: Upstream) -> None:
    url = redirect(upstream, f"{upstream.url}/elsewhere")
    assert (await player.fetch(player.offer(url))).status == 502
    assert len(upstream.requests) == public_http.MAX_REDIRECTS
