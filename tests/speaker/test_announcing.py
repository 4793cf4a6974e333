"""Announcements: over what plays, or in its place, and everything as before afterwards."""

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature as Feature,
    MediaPlayerState as State,
)
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.clova_cic.cic.playback import Failed, Lost, Started
from custom_components.clova_cic.media.shelf import Remote
from custom_components.clova_cic.media.view import async_media_shelf

from .bench import BASE, BELL, SONG
from .conftest import MakeBench
from .player import PLAIN, FakePlayer, Kind

ANNOUNCES = PLAIN | Feature.MEDIA_ANNOUNCE
RADIO = "http://radio.example/stream"
BELL_LENGTH = {"bell": 4.0}


# Players that announce


async def test_a_player_that_announces_does_the_rest_by_itself(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES)
    await bench.play()
    await bench.clock.pass_by(20)
    assert await bench.heard(bench.announce(), 6)
    assert bench.clock.now >= 24
    assert bench.player.did == [f"play {BASE}{SONG}", f"announce {BASE}{BELL}"]
    assert bench.told == [Started(1)]
    assert bench.player.url == BASE + SONG


async def test_a_silent_one_shows_when_it_is_done(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES, lengths=BELL_LENGTH)
    assert await bench.heard(bench.announce(None), 5)
    assert 4 <= bench.clock.now <= 4.5


async def test_one_that_tells_nothing_has_its_time(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES, polled=True, stubborn=True)
    assert await bench.heard(bench.announce(), 10)
    assert 4 <= bench.clock.now <= 8


async def test_what_was_cut_off_at_the_player_was_not_heard(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES)
    said = bench.announce()
    await bench.clock.pass_by(1)
    bench.player.stop()
    assert not await bench.heard(said, 1)


async def test_a_player_that_goes_was_not_heard(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES)
    said = bench.announce()
    await bench.clock.pass_by(1)
    bench.player.vanish()
    assert not await bench.heard(said, 1)


@pytest.mark.parametrize("features", [PLAIN, ANNOUNCES])
async def test_nothing_is_said_by_a_player_that_is_gone_or_refuses(
    make: MakeBench, features: Feature
) -> None:
    bench = await make(features=features)
    bench.player.broken = HomeAssistantError("out of order")
    assert not await bench.heard(bench.announce(), 1)
    bench.player.vanish()
    assert not await bench.heard(bench.announce(), 1)
    assert bench.player.did == []


@pytest.mark.parametrize("features", [PLAIN, ANNOUNCES])
async def test_the_second_waits_for_the_first(make: MakeBench, features: Feature) -> None:
    bench = await make(features=features, lengths=BELL_LENGTH)
    first, second = bench.announce(), bench.announce(url=BELL + "?2")
    await bench.clock.pass_by(2)
    assert bench.player.did == [f"announce {BASE}{BELL}"]
    assert await bench.heard(first, 5)
    assert await bench.heard(second, 7)
    assert bench.player.url is None


async def test_who_is_interrupted_over_music_is_silent_and_the_music_goes_on(
    make: MakeBench,
) -> None:
    bench = await make(features=ANNOUNCES, lengths={"bell": 9.0, ".wav": 0.1})
    await bench.play()
    await bench.clock.pass_by(20)
    said = bench.announce(9.0)
    await bench.clock.pass_by(1)
    assert bench.player.over == BASE + BELL
    said.cancel()
    await bench.clock.pass_by(1)
    assert said.cancelled()
    assert bench.player.over is None
    assert bench.player.position == 22
    assert "stop" not in bench.player.did
    assert bench.told == [Started(1)]


async def test_a_player_that_says_one_thing_after_another_is_left_to_it(make: MakeBench) -> None:
    bench = await make(features=ANNOUNCES, lengths={"bell": 9.0})
    await bench.play()
    bench.player.kind.hangs = True  # it answers when it is done
    bench.clock.patient = False
    said = bench.announce(9.0)
    await bench.clock.pass_by(1)
    said.cancel()
    await bench.clock.pass_by(1)
    assert said.cancelled()
    assert bench.player.did[1:] == [f"announce {BASE}{BELL}"]


# Players that do not


async def test_music_goes_on_where_it_was(make: MakeBench) -> None:
    bench = await make(lengths=BELL_LENGTH)
    await bench.play()
    await bench.clock.pass_by(20)
    assert await bench.heard(bench.announce(), 6)
    await bench.clock.settle()
    assert bench.player.did == [
        f"play {BASE}{SONG}",
        f"announce {BASE}{BELL}",
        f"play {BASE}{SONG}",
        "seek 20",
    ]
    assert bench.player.url == BASE + SONG
    assert not [each for each in bench.told if isinstance(each, Lost | Failed)]
    assert bench.player.volume_level == 0.5


async def test_music_that_is_paused_meanwhile_stays_silent_until_it_is_resumed(
    make: MakeBench,
) -> None:
    bench = await make(lengths=BELL_LENGTH)
    await bench.play()
    await bench.clock.pass_by(20)
    said = bench.announce()
    await bench.clock.pass_by(1)
    await bench.speaker.async_pause()
    assert await bench.heard(said, 6)
    assert bench.player.status is State.IDLE
    assert bench.player.did[1:] == [f"announce {BASE}{BELL}"]
    await bench.speaker.async_resume()
    await bench.clock.settle()
    assert bench.player.did[2:] == [f"play {BASE}{SONG}", "seek 20"]


async def test_music_that_begins_meanwhile_waits(make: MakeBench) -> None:
    bench = await make(lengths=BELL_LENGTH)
    said = bench.announce()
    await bench.clock.pass_by(1)
    await bench.play()
    assert bench.player.did == [f"announce {BASE}{BELL}"]
    assert await bench.heard(said, 6)
    await bench.clock.settle()
    assert bench.player.did[1:] == [f"play {BASE}{SONG}"]
    assert bench.told == [Started(1)]


async def test_music_that_is_stopped_meanwhile_does_not_come_back(make: MakeBench) -> None:
    bench = await make(lengths=BELL_LENGTH)
    await bench.play()
    said = bench.announce()
    await bench.clock.pass_by(1)
    await bench.speaker.async_stop()
    assert await bench.heard(said, 6)
    assert bench.player.did == [f"play {BASE}{SONG}", f"announce {BASE}{BELL}"]


async def test_what_somebody_else_plays_comes_back_too(make: MakeBench) -> None:
    bench = await make(lengths=BELL_LENGTH)
    bench.player.start(RADIO)
    await bench.clock.pass_by(30)
    bench.player.look()
    assert await bench.heard(bench.announce(), 6)
    assert bench.player.did == [f"announce {BASE}{BELL}", f"play {RADIO}", "seek 30"]


async def test_after_two_announcements_no_announcement_is_put_back(make: MakeBench) -> None:
    bench = await make(late=1.0, lengths=BELL_LENGTH)
    first, second = bench.announce(), bench.announce(url=BELL + "?2")
    await bench.heard(first, 8)
    await bench.heard(second, 8)
    await bench.clock.pass_by(10)
    assert [each for each in bench.player.did if each != "stop"] == [
        f"announce {BASE}{BELL}",
        f"announce {BASE}{BELL}?2",
    ]
    assert bench.player.url is None


async def test_who_takes_the_player_over_keeps_it(make: MakeBench) -> None:
    bench = await make(lengths=BELL_LENGTH)
    bench.player.start(RADIO)
    said = bench.announce()
    await bench.clock.pass_by(1)
    bench.player.start("http://radio.example/other")
    assert not await bench.heard(said, 1)
    assert bench.player.url == "http://radio.example/other"


async def test_one_that_never_says_that_it_is_done_has_its_time(make: MakeBench) -> None:
    bench = await make(late=60.0, lengths=BELL_LENGTH)
    await bench.play()
    await bench.clock.pass_by(20)
    assert await bench.heard(bench.announce(), 6)
    await bench.clock.settle()
    assert bench.player.did[2:] == ["stop", f"play {BASE}{SONG}", "seek 20"]


@pytest.mark.parametrize("features", [PLAIN, ANNOUNCES])
async def test_who_is_interrupted_is_silent(make: MakeBench, features: Feature) -> None:
    bench = await make(features=features)
    said = bench.announce()
    await bench.clock.pass_by(1)
    said.cancel()
    await bench.clock.pass_by(1)
    assert said.cancelled()
    assert bench.player.url is None


async def test_music_elsewhere_is_left_alone(make: MakeBench) -> None:
    other = FakePlayer(Kind(), "bath")
    bench = await make(other, lengths=BELL_LENGTH)
    other.start(RADIO)
    assert await bench.heard(bench.announce(), 6)
    assert other.did == []
    assert other.url == RADIO


async def test_what_is_over_before_it_shows_was_heard(make: MakeBench) -> None:
    bench = await make(fetches=False)
    path = async_media_shelf(bench.hass).async_offer(
        Remote(url="https://x.example/a.mp3", user_agent="x", server="https://x.example")
    )
    said = bench.announce(0.3, path)
    await bench.clock.settle()
    bench.player.fetch()
    bench.player.stop()
    assert await bench.heard(said, 3)


@pytest.mark.parametrize("polled", [False, True])
async def test_what_is_fetched_is_heard_though_the_player_shows_nothing(
    make: MakeBench, *, polled: bool
) -> None:
    bench = await make(polled=polled, stubborn=polled, lengths=BELL_LENGTH)
    said = bench.announce(4.0)
    assert await bench.heard(said, 9)
