"""How scripts/demo --check notices that music does not play, does not show or does not stop."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator
from scripts.lib.demo import check_music
from scripts.lib.demo.api import RestApi
from scripts.lib.demo.mpd import HOST, Mpd, MpdConnection
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard

from .music_room import need_mpd

pytestmark = [pytest.mark.timeout(60), pytest.mark.usefixtures("socket_enabled")]

PLAYER = "media_player.clova"


class Shown(RestApi):
    """A Home Assistant that shows what a test says, and plays nothing."""

    def __init__(self, state: str, **attributes: str) -> None:
        self._state = {"state": state, "attributes": attributes}

    async def get(self, path: str) -> Any:
        return self._state

    async def post(self, path: str, data: Mapping[str, Any]) -> Any:
        return []


@pytest.fixture
async def mpd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mpd]:
    """A player of its own, on which nothing plays; nobody waits for long."""
    need_mpd()
    monkeypatch.setattr(check_music, "LIMIT", 1.5)
    async with (
        Guard.running() as guard,
        Mpd.running(
            guard, port=claim(HOST, 0, "--port"), directory=tmp_path, log=tmp_path / "log"
        ) as running,
    ):
        yield running


@pytest.fixture
async def music(mpd: Mpd) -> AsyncIterator[None]:
    """Something that the player plays meanwhile."""
    async with Emulator() as cloud, MpdConnection.open(mpd.port) as connection:
        await connection.command(f'add "{cloud.media_url}/track-9.mp3"')
        await connection.command("play")
        yield
        await connection.command("clear")


async def test_silence_is_told(mpd: Mpd) -> None:
    heard = await check_music.listen_and_stop(Shown("idle"), PLAYER, mpd)

    assert heard.complaints == ["mpd plays no music."]


async def test_music_that_nobody_shows_or_stops_is_told(mpd: Mpd, music: None) -> None:
    heard = await check_music.listen_and_stop(Shown("idle"), PLAYER, mpd)

    assert heard.complaints == [
        "Home Assistant does not show the music that mpd plays.",
        "The music did not stop.",
    ]


async def test_music_that_does_not_stop_is_told(mpd: Mpd, music: None) -> None:
    heard = await check_music.listen_and_stop(
        Shown("playing", media_title="Walking Bass"), PLAYER, mpd
    )

    assert heard.title == "Walking Bass"
    assert heard.began_at > 0
    assert heard.complaints == ["The music did not stop."]
