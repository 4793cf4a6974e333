"""What is offered to players, and for how long."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import web
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import shelf as media_shelf
from custom_components.clova_cic.media.shelf import Offer, key_of
from custom_components.clova_cic.media.view import MediaShelf, Remote, async_media_shelf
from tests.ha import LIMIT
from tests.media.players import AGENT, MP3, SOUND, player_of, upstream_on_this_machine

SOURCE = Remote(url="https://media.example.com/a?secret", user_agent=AGENT, server="https://x")
SHORT = 0.05  # seconds


@pytest.fixture
async def shelf() -> AsyncIterator[MediaShelf]:
    """A shelf of its own."""
    shelf = MediaShelf()
    yield shelf
    shelf.async_close()


def found(shelf: MediaShelf, path: str) -> Offer | None:
    return shelf.find(key_of(path))


@pytest.mark.parametrize("suffix", ["", ".mp3", ".m3u8"])
async def test_a_path_is_unguessable_and_says_nothing(shelf: MediaShelf, suffix: str) -> None:
    paths = {shelf.async_offer(SOURCE, suffix=suffix) for _ in range(20)}
    assert len(paths) == 20
    for path in paths:
        name = path.removeprefix("/api/clova_cic/media/")
        assert name.endswith(suffix)
        assert len(bytes.fromhex(name.removesuffix(suffix))) == 16


@pytest.mark.parametrize("suffix", ["mp3", ".MP3", "./x", ".mp3?x", ".toolong", "."])
async def test_a_suffix_is_a_suffix(shelf: MediaShelf, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        shelf.async_offer(SOURCE, suffix=suffix)


async def test_what_is_not_used_ends_by_itself(
    shelf: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = asyncio.Event()
    expire = shelf._expire

    def told() -> None:
        expire()
        expired.set()

    monkeypatch.setattr(shelf, "_expire", told)
    other = shelf.async_offer(SOURCE)
    path = shelf.async_offer(SOURCE, lifetime=SHORT)
    await asyncio.wait_for(expired.wait(), LIMIT)
    assert key_of(path) not in shelf._offers
    assert not shelf.async_renew(path)
    assert shelf.async_renew(other)


async def test_each_use_begins_the_lifetime_anew(shelf: MediaShelf) -> None:
    path = shelf.async_offer(SOURCE, lifetime=100)
    offer = found(shelf, path)
    assert offer is not None
    offer.ends_at -= 50
    assert shelf.async_renew(path)
    assert offer.ends_at > asyncio.get_running_loop().time() + 90


async def test_what_has_ended_is_not_found_even_if_it_is_still_there(shelf: MediaShelf) -> None:
    path = shelf.async_offer(SOURCE)
    offer = found(shelf, path)
    assert offer is not None
    offer.ends_at = asyncio.get_running_loop().time()
    assert found(shelf, path) is None


async def test_the_least_used_goes_when_there_are_too_many(
    shelf: MediaShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_shelf, "MAX_OFFERS", 2)
    first, second = shelf.async_offer(SOURCE), shelf.async_offer(SOURCE)
    shelf.async_renew(first)
    third = shelf.async_offer(SOURCE)
    assert [found(shelf, path) is not None for path in (first, second, third)] == [
        True,
        False,
        True,
    ]


async def test_withdrawing_twice_is_no_mistake(shelf: MediaShelf) -> None:
    path = shelf.async_offer(SOURCE)
    shelf.async_withdraw(path)
    shelf.async_withdraw(path)
    assert not shelf.async_renew(path)
    assert not shelf.is_broken(path)


def test_an_address_is_not_shown() -> None:
    assert "example" not in repr(SOURCE)


async def test_home_assistant_has_one_shelf_until_it_ends(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    async with player_of(hass) as player:
        shelf = async_media_shelf(hass)
        assert async_media_shelf(hass) is shelf
        path = shelf.async_offer(SOURCE)
        hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_STOP)
        assert (await player.fetch(path)).status == 404


@pytest.mark.parametrize("name", ["0" * 32, "x", "..", "%2e%2e", "0" * 5000])
@pytest.mark.parametrize("below", ["", "/0.ts"])
async def test_an_unknown_path_is_nothing(
    hass: HomeAssistant, socket_enabled: None, name: str, below: str
) -> None:
    async with player_of(hass) as player:
        got = await player.fetch(f"/api/clova_cic/media/{name}{below}")
        assert got.status in {400, 404}
        assert got.body == b"" or b"clova" not in got.body


async def test_what_is_being_played_does_not_end(hass: HomeAssistant, socket_enabled: None) -> None:
    async with player_of(hass) as player, upstream_on_this_machine() as upstream:
        go_on, over = asyncio.Event(), asyncio.get_running_loop().time()

        async def answer(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": MP3})
            await response.prepare(request)
            await response.write(SOUND)
            await go_on.wait()
            return response

        path = player.offer(upstream.serve("/sound.mp3", answer))
        offer = found(player.shelf, path)
        assert offer is not None
        async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
            await response.content.readexactly(1)
            offer.ends_at = over
            player.shelf._expire()
            assert found(player.shelf, path) is offer
            offer.ends_at = over
            go_on.set()
            await response.read()
        assert offer.ends_at > over
        assert offer.readers == 0
        offer.ends_at = over
        player.shelf._expire()
        assert found(player.shelf, path) is None
