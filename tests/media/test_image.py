"""Pictures for Home Assistant's own pages."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import image as media_image, proxy as media_proxy
from custom_components.clova_cic.media.view import Remote, async_fetch_image
from emulator import Emulator
from tests.media.players import AGENT, SOUND, Upstream, upstream_on_this_machine


@pytest.fixture
async def upstream(socket_enabled: None) -> AsyncIterator[Upstream]:
    """A server of pictures on the machine of the cloud."""
    async with upstream_on_this_machine() as upstream:
        yield upstream


def remote(url: str, server: str = "https://127.0.0.1:1") -> Remote:
    return Remote(url=url, user_agent=AGENT, server=server)


@pytest.mark.cic("CIC-T-006")
async def test_a_picture_comes_with_its_type(hass: HomeAssistant, emulator: Emulator) -> None:
    got = await async_fetch_image(hass, remote(f"{emulator.media_url}/images/track-1.png"))
    assert got is not None
    picture, content_type = got
    assert picture.startswith(b"\x89PNG")
    assert content_type == "image/png"
    (fetch,) = emulator.music.fetches.of("images/track-1.png")
    assert (fetch.user_agent, fetch.sent) == (AGENT, len(picture))


@pytest.mark.parametrize(
    "item",
    [
        "images/track-1.svg",  # a drawing
        "images/odd-picture.png",  # 50 MB
        "images/nothing.png",
        "track-10.mp3",
    ],
)
async def test_what_is_no_picture_to_show_is_none(
    hass: HomeAssistant, emulator: Emulator, item: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await async_fetch_image(hass, remote(f"{emulator.media_url}/{item}")) is None
    assert all(fetch.sent < 20_000_000 for fetch in emulator.music.fetches.latest)
    assert "A picture is left out" in caplog.text
    own = [r for r in caplog.records if r.name.startswith("custom_components.")]
    assert not any(emulator.media_url in r.getMessage() for r in own)


async def test_a_picture_without_a_size_is_bounded(
    hass: HomeAssistant, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        await response.write(SOUND)
        return response

    url = upstream.serve("/picture", answer)
    assert await async_fetch_image(hass, remote(url)) == (SOUND, "image/png")
    monkeypatch.setattr(media_proxy, "MAX_IMAGE", len(SOUND) - 1)
    assert await async_fetch_image(hass, remote(url)) is None


async def test_nobody_waits_long_for_a_picture(
    hass: HomeAssistant, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_image, "LIMIT", 0.1)

    async def answer(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    assert await async_fetch_image(hass, remote(upstream.serve("/picture", answer))) is None


@pytest.mark.parametrize("url", ["http://192.168.1.1/a.png", "file:///a.png", ""])
async def test_a_picture_is_not_fetched_from_just_anywhere(
    hass: HomeAssistant, socket_enabled: None, url: str
) -> None:
    assert await async_fetch_image(hass, remote(url)) is None


async def test_a_picture_in_the_home_is_none_of_a_cloud_elsewhere(
    hass: HomeAssistant, upstream: Upstream
) -> None:
    url = upstream.give("/a.png", SOUND, "image/png")
    assert await async_fetch_image(hass, remote(url, "https://127.0.0.2")) is None
    assert upstream.requests == []
