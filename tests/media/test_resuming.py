"""The media view: what breaks off at its server goes on for its player, if the rest can be had."""

from collections.abc import AsyncIterator

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.media import resuming
from emulator import Emulator
from tests.media.players import MP3, SOUND, Player, Upstream, player_of, upstream_on_this_machine

WHOLE = len(SOUND)
HALF = WHOLE // 2


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


class Breaking:
    """Serves a file, and hangs up after so many bytes of each answer."""

    def __init__(self, *after: int, tags: tuple[str, ...] = ('"a"',)) -> None:
        self.after = list(after)
        self.tags = list(tags)
        self.asked: list[tuple[str | None, str | None]] = []
        self.honours = True  # what is asked for in parts
        self.shifted = 0  # bytes by which the parts are other ones than were asked for

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.headers.get("Range"), request.headers.get("If-Range")))
        tag = self.tags.pop(0) if len(self.tags) > 1 else self.tags[0]
        response = web.StreamResponse(
            headers={"Content-Type": MP3, "Accept-Ranges": "bytes", "ETag": tag}
        )
        start, stop = 0, WHOLE
        part = request.http_range
        changed = request.headers.get("If-Range", tag) != tag
        if part.start is not None and self.honours and not changed:
            start, stop = part.start + self.shifted, part.stop or WHOLE
            response.set_status(206)
            response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{WHOLE}"
        response.content_length = stop - start
        await response.prepare(request)
        body = SOUND[start:stop]
        if not self.after:
            await response.write(body)
        else:
            await response.write(body[: self.after.pop(0)])
            assert request.transport is not None
            request.transport.close()
        return response


async def test_a_break_is_not_noticed(player: Player, upstream: Upstream) -> None:
    server = Breaking(HALF, 1000)
    got = await player.fetch(player.offer(upstream.serve("/sound.mp3", server.answer)))
    assert (got.status, got.body) == (200, SOUND)
    assert server.asked == [
        (None, None),
        (f"bytes={HALF}-{WHOLE - 1}", '"a"'),
        (f"bytes={HALF + 1000}-{WHOLE - 1}", '"a"'),
    ]


async def test_a_break_of_a_part_is_not_noticed(player: Player, upstream: Upstream) -> None:
    server = Breaking(100)
    path = player.offer(upstream.serve("/sound.mp3", server.answer))
    got = await player.fetch(path, Range=f"bytes=50-{HALF - 1}")
    assert (got.status, got.body) == (206, SOUND[50:HALF])
    assert server.asked[1][0] == f"bytes=150-{HALF - 1}"


async def test_the_emulators_break_is_not_noticed(player: Player, emulator: Emulator) -> None:
    path = player.offer(f"{emulator.media_url}/odd-breaking.mp3")
    mended, whole = await player.fetch(path), await player.fetch(path)
    assert mended.body == whole.body
    assert len(emulator.music.fetches.of("odd-breaking.mp3")) == 3


async def test_a_file_that_has_changed_is_not_put_together(
    player: Player, upstream: Upstream
) -> None:
    server = Breaking(HALF, tags=('"a"', '"b"'))
    path = player.offer(upstream.serve("/sound.mp3", server.answer))
    assert await player.broken(path) == HALF


async def test_a_tag_that_proves_nothing_is_not_asked_by(
    player: Player, upstream: Upstream
) -> None:
    server = Breaking(HALF, tags=('W/"a"',))
    got = await player.fetch(player.offer(upstream.serve("/sound.mp3", server.answer)))
    assert got.body == SOUND
    assert server.asked[1][1] is None


@pytest.mark.parametrize(("honours", "shifted"), [(False, 0), (True, 1)])
async def test_what_is_not_the_rest_is_not_taken_for_it(
    player: Player, upstream: Upstream, *, honours: bool, shifted: int
) -> None:
    server = Breaking(HALF)
    server.honours, server.shifted = honours, shifted
    path = player.offer(upstream.serve("/sound.mp3", server.answer))
    assert await player.broken(path) == HALF
    assert len(server.asked) == 2


async def test_a_server_that_gives_nothing_more_is_given_up(
    player: Player, upstream: Upstream
) -> None:
    server = Breaking(HALF, 0)
    path = player.offer(upstream.serve("/sound.mp3", server.answer))
    assert await player.broken(path) == HALF
    assert len(server.asked) == 2


async def test_a_server_that_breaks_all_the_time_is_given_up(
    player: Player, upstream: Upstream
) -> None:
    server = Breaking(*[10] * 100)
    path = player.offer(upstream.serve("/sound.mp3", server.answer))
    assert await player.broken(path) == 10 * (resuming.MAX_RESUMES + 1)
