"""What comes after on a real player: repeat, the queue, somebody else's choice, what cannot be had."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path
import sys
from typing import Final

import pytest

from .demo_process import READY, DemoProcess
from .music_room import POLL, MusicRoom, assert_near

pytestmark = [pytest.mark.timeout(120), pytest.mark.usefixtures("socket_enabled")]

SHORT: Final = "track-10"
"""Three seconds."""
BLINK: Final = 3
BREAKING: Final = 20.0
"""Seconds of what breaks off in its middle."""
WATCHED: Final = 4.0
"""Seconds for which a player that has just begun is looked at more often."""
SLACK: Final = 3.0
"""Seconds that a busy machine may take beside those that something lasts."""


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Generator[DemoProcess]:
    """A demo that is up, with the Home Assistant that the other tests use."""
    state = tmp_path_factory.mktemp("demo")
    with DemoProcess.running(Path(sys.executable), state) as running:
        running.read_until(READY)
        yield running


@pytest.fixture
async def room(pinned: DemoProcess) -> AsyncIterator[MusicRoom]:
    """The demo's home, in which nothing plays."""
    async with MusicRoom.of(pinned) as room:
        yield room


@pytest.mark.cic("CIC-PC-025", "CIC-PC-026", "CIC-PB-040")
async def test_repeat_and_then_what_the_station_has_next(room: MusicRoom) -> None:
    room.play(SHORT)
    first = await room.plays()
    await room.press("repeat_set", repeat="one")
    again = await room.hears("AudioPlayer.PlayStarted", SHORT, count=2)
    second = await room.plays(other_than=first.song)
    await room.press("repeat_set", repeat="off")
    await room.hears("AudioPlayer.PlayStarted", "track-11")
    third = await room.plays(other_than=second.song)

    assert_near(again.at - first.at + first.elapsed, BLINK)
    assert again.state["repeatMode"] == "REPEAT_ONE"
    assert third.song != first.song
    assert room.reports() == [
        *("PlayStarted track-10", "PlayFinished track-10"),
        *("PlayStarted track-10", "PlayFinished track-10"),
        "PlayStarted track-11",
    ]


@pytest.mark.cic("CIC-AP-002", "CIC-AP-030")
async def test_what_is_enqueued_follows_at_its_time(room: MusicRoom) -> None:
    room.push_play("blink", BLINK)
    first = await room.plays()
    room.enqueue("following", 10)

    finished = await room.hears("AudioPlayer.PlayFinished", "blink")
    second = await room.plays(other_than=first.song)
    await room.hears("AudioPlayer.PlayStarted", "following")

    assert_near(finished.seconds, BLINK)
    assert_near(first.elapsed_at(finished.at), BLINK)  # nothing has disturbed it
    assert_near(second.elapsed_at(finished.at), 0)
    assert room.reports() == ["PlayStarted blink", "PlayFinished blink", "PlayStarted following"]


async def test_a_take_over_is_noticed_within_one_poll_and_respected(room: MusicRoom) -> None:
    room.play("track-9")
    await room.becomes(lambda mpd: mpd.elapsed > WATCHED)
    theirs = room.address("track-4")
    for order in ("clear", f'add "{theirs}"', "play"):
        await room.mpd.command(order)
    taken = await room.plays(theirs)

    stopped = await room.hears("AudioPlayer.PlayStopped", "track-9", within=POLL + SLACK)

    assert stopped.state["playerActivity"] == "STOPPED"
    await room.shows(lambda clova: clova["state"] == "idle")
    assert stopped.at - taken.at <= POLL + SLACK
    after = await room.mpd.status()
    assert (after.state, after.song) == ("play", theirs)
    assert_near(after.elapsed, taken.elapsed_at(after.at))  # nobody has touched it
    # And it is CLOVA's again when CLOVA is asked again.
    await room.press("media_play")
    await room.hears("AudioPlayer.PlayResumed", "track-9")
    back = await room.plays(other_than=theirs)
    assert_near(back.elapsed, stopped.seconds)


@pytest.mark.cic("CIC-PB-050", "CIC-AP-036")
async def test_what_cannot_be_had_is_tried_twice_and_the_next_is_played(room: MusicRoom) -> None:
    room.play("odd-missing")
    room.enqueue("following", 10)
    stopped = await room.hears("AudioPlayer.PlayStopped", "odd-missing")
    await room.hears("AudioPlayer.PlayStarted", "following")
    await room.plays()

    assert stopped.seconds == 0
    names = [each.name for each in room.told() if each.name.startswith("AudioPlayer.")]
    assert names == [
        *["AudioPlayer.StreamRequested"] * 2,
        "AudioPlayer.PlayStopped",
        "AudioPlayer.PlayStarted",
    ]
    assert (await room.clova())["state"] == "playing"


async def test_a_connection_that_breaks_is_not_heard(room: MusicRoom) -> None:
    room.play("odd-breaking")  # when half of it has come
    playing = await room.plays()
    finished = await room.hears(
        "AudioPlayer.PlayFinished", "odd-breaking", within=BREAKING + POLL + SLACK
    )

    assert_near(finished.seconds, BREAKING)
    assert_near(playing.elapsed_at(finished.at), BREAKING)
    assert room.reports() == ["PlayStarted odd-breaking", "PlayFinished odd-breaking"]
