"""The speaker goes away in the middle of the music and comes back: mpd ends and is started anew."""

from functools import partial
from pathlib import Path
import sys
from typing import Final

import pytest

from scripts.lib.demo import clova, mpd, speaker
from scripts.lib.demo.mpd import Mpd, MpdConnection
from scripts.lib.demo.ports import claim
from scripts.lib.demo.processes import Guard

from .control import Control
from .home import HOST, Home
from .music_room import NEAR, POLL, MusicRoom, assert_near, need_mpd

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

GAP: Final = 5.0
"""Seconds that a player may be away before it counts: a gap in the network."""
SLACK: Final = 3.0
"""Seconds that a busy machine may take beside those."""


async def test_playing_stops_with_the_speaker_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    need_mpd()
    async with Guard.running() as guard:
        home = Home(Path(sys.executable), tmp_path, guard)
        port = claim(mpd.HOST, 0, "--port")
        start = partial(
            Mpd.running, guard, port=port, directory=home.state.mpd, log=home.state.mpd_log
        )
        async with home.cloud() as cloud:
            home.trust(cloud.ca_file)
            async with home.home_assistant() as running:
                rest, websocket = running.rest, running.websocket
                account = clova.Account(cloud.base_url, cloud.access_token)
                await clova.set_up(rest, websocket, account, home.state)
                control = Control(cloud.control_url, cloud.control_token)
                async with start(), MpdConnection.open(port) as first:
                    entity = await speaker.set_up(rest, websocket, home.state, host=HOST, port=port)
                    room = MusicRoom(rest, websocket, control, first)
                    await room.shows(lambda player: player["state"] == "idle")
                    room.play("track-9")
                    playing = await room.plays()

                limit = POLL + GAP + SLACK
                stopped = await room.hears("AudioPlayer.PlayStopped", "track-9", within=limit)
                assert stopped.state["playerActivity"] == "STOPPED"
                assert playing.elapsed - NEAR <= stopped.seconds
                assert stopped.seconds <= playing.elapsed_at(stopped.at) + NEAR
                await running.sees(entity, available=False)
                await room.shows(lambda player: player["state"] == "idle")

                async with start(), MpdConnection.open(port) as room.mpd:
                    await rest.post(
                        "/api/services/homeassistant/update_entity", {"entity_id": entity}
                    )
                    await running.sees(entity, available=True)
                    await room.press("media_play")
                    resumed = await room.hears("AudioPlayer.PlayResumed", "track-9")
                    again = await room.plays()
                    assert_near(resumed.seconds, stopped.seconds)
                    assert_near(again.elapsed_at(resumed.at), stopped.seconds)
                assert control.get("/violations") == {"violations": []}
