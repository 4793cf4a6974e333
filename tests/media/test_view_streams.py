"""The media view: sound that is endless, slow, or breaks off, and players that come and go."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import ClientError, ClientTimeout, web
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import public_http, view as media_view
from emulator import Emulator
from tests.ha import LIMIT
from tests.media.players import MP3, SOUND, Player, Upstream, player_of, upstream_on_this_machine

BLOCKED = 0.5  # seconds after which a write that waits for its reader is noticed


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


class Slowly:
    """Sends some sound, then the rest or an end when it is told to."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.left = asyncio.Event()
        self.breaks = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": MP3})
        await response.prepare(request)
        await response.write(SOUND)
        try:
            await self.go_on.wait()
        finally:
            self.left.set()
        if self.breaks:
            assert request.transport is not None
            request.transport.abort()
        else:
            await response.write(SOUND)
        return response


async def test_sound_goes_on_as_it_comes(player: Player, upstream: Upstream) -> None:
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
        assert await response.content.readexactly(len(SOUND)) == SOUND
        slowly.go_on.set()
        assert await response.read() == SOUND


async def test_who_leaves_ends_the_fetching(player: Player, upstream: Upstream) -> None:
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    async with asyncio.timeout(LIMIT):
        async with player.session.get(player.url(path)) as response:
            await response.content.readexactly(len(SOUND))
            assert not slowly.left.is_set()
        await slowly.left.wait()


@pytest.mark.parametrize("item", ["live-1.mp3", "odd-endless.mp3"])
async def test_what_never_ends_goes_on_until_its_player_leaves(
    player: Player, emulator: Emulator, item: str
) -> None:
    changed = asyncio.Event()
    emulator.music.fetches.notify = changed.set
    path = player.offer(f"{emulator.media_url}/{item}")
    async with asyncio.timeout(LIMIT):
        async with player.session.get(player.url(path)) as response:
            assert response.content_length is None
            await response.content.readexactly(4096)
        (fetch,) = emulator.music.fetches.of(item)
        while not fetch.ended:
            changed.clear()
            await changed.wait()
    assert not fetch.complete


async def test_a_player_that_pauses_holds_the_server_back(
    player: Player, upstream: Upstream
) -> None:
    stuck = asyncio.Event()
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": MP3})
        await response.prepare(request)
        for _ in range(64):
            try:
                async with asyncio.timeout(BLOCKED):
                    await response.write(bytes(1024 * 1024))
            except TimeoutError:
                stuck.set()
                break
            sent += 1
        return response

    path = player.offer(upstream.serve("/sound.mp3", answer))
    async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
        await response.content.readexactly(1024)
        await stuck.wait()
    assert sent < 32  # megabytes; most of them in the buffers of two connections


async def test_what_breaks_off_does_so_for_the_player(player: Player, emulator: Emulator) -> None:
    assert await player.broken(player.offer(f"{emulator.media_url}/odd-torn.mp3")) > 0


async def test_without_a_size_a_break_is_still_no_end(player: Player, upstream: Upstream) -> None:
    slowly = Slowly()
    slowly.breaks = True
    slowly.go_on.set()
    assert await player.broken(player.offer(upstream.serve("/sound.mp3", slowly.answer))) <= len(
        SOUND
    )


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a server for a moment only."""
    monkeypatch.setattr(public_http, "TIMEOUT", ClientTimeout(sock_connect=5, sock_read=0.1))


async def test_a_server_that_does_not_answer_takes_too_long(
    player: Player, upstream: Upstream, impatient: None
) -> None:
    never = asyncio.Event()

    async def answer(_: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    got = await player.fetch(player.offer(upstream.serve("/sound.mp3", answer)))
    assert (got.status, got.body) == (504, b"")


async def test_a_server_that_falls_silent_breaks_off(
    player: Player, upstream: Upstream, impatient: None
) -> None:
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    assert await player.broken(path) == len(SOUND)
    await asyncio.wait_for(slowly.left.wait(), LIMIT)


async def test_players_are_so_many_at_once(
    player: Player, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_view, "MAX_READERS", 1)
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
        assert (await player.fetch(path)).status == 503
        slowly.go_on.set()
        assert await response.read() == SOUND * 2
    assert (await player.fetch(path)).status == 200


async def test_nobody_is_waited_for_when_home_assistant_stops(
    player: Player, upstream: Upstream, hass: HomeAssistant
) -> None:
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
        await response.content.readexactly(len(SOUND))
        hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_STOP)
        with pytest.raises(ClientError):
            await response.read()
        await slowly.left.wait()


async def test_what_is_withdrawn_is_played_to_its_end(player: Player, upstream: Upstream) -> None:
    slowly = Slowly()
    path = player.offer(upstream.serve("/sound.mp3", slowly.answer))
    async with asyncio.timeout(LIMIT), player.session.get(player.url(path)) as response:
        await response.content.readexactly(len(SOUND))
        player.shelf.async_withdraw(path)
        assert (await player.fetch(path)).status == 404
        slowly.go_on.set()
        assert await response.read() == SOUND
