"""Home Assistant ends while music plays on a real player, as it should or by a crash, and starts again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
import sys
from typing import Final

import aiohttp
import pytest

from scripts.lib.demo import clova, mpd, speaker, speech
from scripts.lib.demo.api import ApiError
from scripts.lib.demo.cloud import Cloud
from scripts.lib.demo.mpd import Mpd, MpdConnection
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard
from scripts.lib.demo.voice_turn import speak

from .control import Control
from .home import HOST, Home, Running
from .music_room import CLOVA, MusicRoom, need_mpd

pytestmark = [pytest.mark.timeout(180), pytest.mark.usefixtures("socket_enabled")]

VOLUME: Final = 80
"""Percent, as somebody likes it."""
TRACK: Final = "track-9"


@dataclass(frozen=True, slots=True)
class House:
    """A home with a player that goes on while Home Assistant does not."""

    home: Home
    cloud: Cloud
    player: MpdConnection
    port: int

    @asynccontextmanager
    async def first_time(self) -> AsyncIterator[tuple[Running, MusicRoom]]:
        """Start Home Assistant, set everything up, and have music played."""
        async with self.home.home_assistant() as running:
            rest, websocket = running.rest, running.websocket
            account = clova.Account(self.cloud.base_url, self.cloud.access_token)
            agent = await clova.set_up(rest, websocket, account, self.home.state)
            await clova.make_default(websocket, agent)
            await speaker.set_up(rest, websocket, self.home.state, host=HOST, port=self.port)
            room = self.room(running)
            await room.shows(lambda player: player["state"] == "idle")
            await self.player.command(f"setvol {VOLUME}")
            room.play(TRACK)
            await room.plays()
            yield running, room

    def room(self, running: Running) -> MusicRoom:
        """Look at a Home Assistant that runs."""
        control = Control(self.cloud.control_url, self.cloud.control_token)
        return MusicRoom(running.rest, running.websocket, control, self.player)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Start the cloud and the player; nothing that the cloud got is against the rules."""
    need_mpd()
    async with Guard.running() as guard:
        home = Home(Path(sys.executable), tmp_path, guard)
        port = claim(mpd.HOST, 0, "--port")
        async with (
            home.cloud() as cloud,
            Mpd.running(guard, port=port, directory=home.state.mpd, log=home.state.mpd_log),
            MpdConnection.open(port) as player,
        ):
            home.trust(cloud.ca_file)
            yield House(home, cloud, player, port)
            control = Control(cloud.control_url, cloud.control_token)
            assert control.get("/violations") == {"violations": []}


async def plays_anew(house: House, running: Running) -> None:
    """Nothing of before is left, and music can be played."""
    await running.sees(CLOVA, available=True)
    room = house.room(running)
    await room.shows(lambda player: player["state"] == "idle")
    room.play(TRACK)
    started = await room.hears("AudioPlayer.PlayStarted", TRACK)
    assert started.seconds == 0
    assert (await room.plays()).volume == VOLUME


async def test_home_assistant_restarts_while_music_plays(house: House) -> None:
    async with house.first_time() as (_, room):
        pass
    (stopped,) = [each for each in room.told() if each.name == "AudioPlayer.PlayStopped"]
    assert stopped.state["playerActivity"] == "STOPPED"
    silent = await house.player.status()
    assert (silent.state, silent.volume) == ("stop", VOLUME)
    async with house.home.home_assistant() as running:
        await plays_anew(house, running)


async def test_a_crash_while_the_music_is_lowered_does_not_leave_it_so(house: House) -> None:
    async with house.first_time() as (running, room):
        # Nobody answers the question, so the music stays lowered.
        room.control.post("/fault", {"kind": "silence"})
        said = await speech.say("지금 몇 시야?", "ko")
        asking = asyncio.create_task(speak(running.rest, running.websocket, said))
        await room.becomes(lambda player: player.volume < VOLUME)
        running.process.child.process.kill()
        await running.process.child.exit_code()
        with suppress(ApiError, aiohttp.ClientError):
            await asking
    assert (await house.player.status()).volume < VOLUME
    async with house.home.home_assistant() as running:
        await house.room(running).becomes(lambda player: player.volume == VOLUME)
        await plays_anew(house, running)
