"""Music on players of all kinds: what is reported of it, and what the player is told."""

import asyncio

from homeassistant.components.media_player.const import MediaPlayerEntityFeature as Feature
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.clova_cic.cic.playback import (
    Failed,
    Finished,
    Loss,
    Lost,
    Paused,
    Resumed,
    Stalled,
    Started,
)
from custom_components.clova_cic.media.shelf import Remote, key_of
from custom_components.clova_cic.media.view import async_media_shelf

from .bench import BASE, OTHER_SONG, SONG
from .conftest import MakeBench
from .player import PLAIN


async def test_a_plain_player_plays_to_the_end(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    assert bench.player.did == [f"play {BASE}{SONG}"]
    assert bench.told == [Started(1)]
    await bench.clock.pass_by(201)
    assert bench.told == [Started(1), Finished(1)]


async def test_it_tells_where_the_music_is(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.clock.pass_by(5)
    assert bench.positions[-1].sound == 1
    assert bench.positions[-1].length == 200_000
    assert bench.positions[-1].position == pytest.approx(bench.player.position * 1000, abs=5000)
    bench.player.look()
    assert bench.positions[-1].position == pytest.approx(5000, abs=1000)


async def test_what_the_player_is_told_is_not_reported_back(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_pause()
    await bench.clock.pass_by(30)
    await bench.speaker.async_resume()
    await bench.clock.pass_by(5)
    await bench.speaker.async_seek(90_000)
    await bench.clock.pass_by(1)
    await bench.speaker.async_stop()
    await bench.clock.pass_by(30)
    assert bench.player.did[1:] == ["pause", "resume", "seek 90", "stop"]
    assert bench.told == [Started(1)]


async def test_what_somebody_does_at_the_player_is_reported(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    bench.player.pause()
    await bench.clock.pass_by(3)
    bench.player.go_on()
    await bench.clock.pass_by(3)
    bench.player.stall()
    await bench.clock.pass_by(3)
    bench.player.go_on()
    await bench.clock.settle()
    assert bench.told == [Started(1), Paused(1), Resumed(1), Stalled(1), Resumed(1)]


async def test_somebody_resumes_what_was_paused_here(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_pause()
    await bench.automation("media_play")
    assert bench.told == [Started(1), Resumed(1)]


async def test_a_player_that_shows_late_that_it_is_paused(make: MakeBench) -> None:
    bench = await make(polled=True, stubborn=True)
    await bench.play()
    bench.player.look()
    await bench.clock.pass_by(3)
    await bench.speaker.async_pause()
    await bench.automation("volume_set", volume_level=0.4)
    bench.player.async_write_ha_state()  # it still says that it plays
    await bench.clock.pass_by(5)
    bench.player.look()
    await bench.clock.pass_by(20)
    assert bench.told == [Started(1)]


async def test_a_player_that_plays_on(make: MakeBench) -> None:
    bench = await make(deaf=True)
    await bench.play()
    await bench.clock.pass_by(3)
    await bench.speaker.async_pause()
    bench.player.look()
    await bench.clock.pass_by(13)
    assert bench.told == [Started(1), Resumed(1)]


async def test_without_music_nothing_is_told_to_the_player(make: MakeBench) -> None:
    bench = await make()
    await bench.speaker.async_pause()
    await bench.speaker.async_resume()
    await bench.speaker.async_seek(1000)
    await bench.speaker.async_stop()
    assert bench.player.did == []


async def test_a_player_that_cannot_seek_stays_where_it_is(make: MakeBench) -> None:
    bench = await make(features=PLAIN & ~Feature.SEEK)
    await bench.play()
    await bench.speaker.async_seek(60_000)
    assert bench.player.did[1:] == []


async def test_what_rests_goes_on_where_it_was_sought(make: MakeBench) -> None:
    bench = await make(features=PLAIN & ~Feature.PAUSE)
    await bench.play()
    await bench.speaker.async_pause()
    await bench.speaker.async_seek(60_000)
    await bench.speaker.async_resume()
    await bench.clock.settle()
    assert bench.player.did[-1] == "seek 60"


async def test_it_begins_where_it_should(make: MakeBench) -> None:
    bench = await make()
    await bench.play(offset_ms=60_000)
    assert bench.player.did == [f"play {BASE}{SONG}", "seek 60"]
    assert bench.told == [Started(1)]
    bench.player.look()
    assert bench.positions[-1].position == pytest.approx(60_000, abs=1000)


async def test_a_player_that_cannot_seek_begins_at_the_beginning(make: MakeBench) -> None:
    bench = await make(features=PLAIN & ~Feature.SEEK)
    await bench.play(offset_ms=60_000)
    assert bench.told == [Started(1, 0.0)]


async def test_a_player_that_cannot_pause_is_stopped_and_begins_again_there(
    make: MakeBench,
) -> None:
    bench = await make(features=PLAIN & ~Feature.PAUSE)
    await bench.play()
    await bench.clock.pass_by(20)
    await bench.speaker.async_pause()
    await bench.clock.pass_by(30)
    await bench.speaker.async_resume()
    await bench.clock.settle()
    played = f"play {BASE}{SONG}"
    assert bench.player.did == [played, "stop", played, "seek 20"]
    assert bench.player.position == pytest.approx(20, abs=1)
    assert [type(each) for each in bench.told] == [Started, Started]


async def test_a_player_that_forgot_what_was_paused_plays_it_again_from_there(
    make: MakeBench,
) -> None:
    bench = await make()
    await bench.play()
    await bench.clock.pass_by(20)
    await bench.speaker.async_pause()
    await bench.clock.pass_by(20)
    bench.player.stop()  # as many do after some minutes
    await bench.clock.pass_by(20)
    assert bench.told == [Started(1)]
    await bench.speaker.async_resume()
    await bench.clock.settle()
    assert bench.player.did[-2:] == [f"play {BASE}{SONG}", "seek 20"]


async def test_the_next_sound_takes_the_place_of_the_one_before(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.clock.pass_by(20)
    await bench.play(2, OTHER_SONG)
    await bench.clock.pass_by(20)
    assert bench.told == [Started(1), Started(2)]


# Players that are odd


async def test_a_player_that_says_late_that_it_is_idle(make: MakeBench) -> None:
    bench = await make(late=15.0)
    await bench.play()
    await bench.clock.pass_by(201)
    await bench.play(2, OTHER_SONG)  # the length is known, so the next one need not wait
    await bench.clock.pass_by(20)
    assert bench.told == [Started(1), Started(2)]


async def test_a_player_that_says_idle_of_the_last_song_while_the_next_begins(
    make: MakeBench,
) -> None:
    bench = await make(plays_after=3.0, polled=True, stubborn=True)
    await bench.play()
    bench.player.look()
    await bench.clock.pass_by(4)
    bench.player.look()
    await bench.clock.pass_by(20)
    bench.player.stop()
    bench.player.start(BASE + OTHER_SONG)
    await bench.play(2, OTHER_SONG)
    bench.player.look()
    await bench.clock.pass_by(4)
    bench.player.look()
    await bench.clock.settle()
    assert bench.told == [Started(1), Started(2)]


async def test_a_player_with_names_of_its_own(make: MakeBench) -> None:
    bench = await make(renames=True)
    await bench.play()
    await bench.clock.pass_by(30)
    assert bench.told == [Started(1)]
    bench.player.start("http://radio.example/stream")
    await bench.clock.settle()
    assert bench.told == [Started(1), Lost(1, Loss.TAKEN_OVER)]


async def test_a_player_without_position_and_length(make: MakeBench) -> None:
    bench = await make(tells_position=False, tells_length=False)
    await bench.play()
    await bench.clock.pass_by(201)
    assert bench.news == [Started(1), Finished(1)]


async def test_a_player_that_is_asked_every_ten_seconds_is_asked_more_often(
    make: MakeBench,
) -> None:
    bench = await make(polled=True, lengths={"song": 33.4})
    await bench.play()
    await bench.clock.pass_by(1)
    assert bench.told == [Started(1)]
    await bench.clock.pass_by(34)
    assert bench.told == [Started(1), Finished(1)]


async def test_a_player_that_shows_itself_every_ten_seconds_only(make: MakeBench) -> None:
    bench = await make(polled=True, stubborn=True, lengths={"song": 33.4})
    await bench.play()
    for _ in range(4):
        await bench.clock.pass_by(10)
        bench.player.look()
    await bench.clock.settle()
    assert bench.told == [Started(1), Finished(1)]


async def test_a_player_that_never_shows_that_it_plays(make: MakeBench) -> None:
    bench = await make(polled=True, stubborn=True)
    await bench.play()
    await bench.clock.pass_by(13)
    assert bench.told == [Failed(1, "the speaker did not begin to play it")]


async def test_a_player_that_only_says_that_it_is_on(make: MakeBench) -> None:
    bench = await make(shows_state=False, tells_position=False, tells_length=False)
    await bench.play()
    await bench.clock.pass_by(13)
    (started,) = bench.told
    assert isinstance(started, Started)
    assert started.position == pytest.approx(12_000, abs=500)


async def test_a_player_that_names_neither_is_taken_over_by_another_input(
    make: MakeBench,
) -> None:
    bench = await make(names=False)
    bench.player.source_now = "net"
    await bench.play()
    await bench.clock.pass_by(20)
    bench.player.source_now = "phono"
    bench.player.show()
    await bench.clock.settle()
    assert bench.told == [Started(1), Lost(1, Loss.TAKEN_OVER)]


async def test_a_player_that_finds_the_name_later(make: MakeBench) -> None:
    bench = await make(renames=True)
    await bench.play()
    bench.player.alias = "x-own:final"
    bench.player.show()
    await bench.clock.pass_by(30)
    assert bench.told == [Started(1)]
    bench.player.alias = "x-own:other"
    bench.player.show()
    await bench.clock.settle()
    assert bench.told == [Started(1), Lost(1, Loss.TAKEN_OVER)]


# What goes wrong


async def test_somebody_else_plays_something_there(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.automation(
        "play_media", media_content_id="http://radio.example/x", media_content_type="music"
    )
    assert bench.told == [Started(1), Lost(1, Loss.TAKEN_OVER)]
    await bench.speaker.async_stop()
    assert bench.player.url == "http://radio.example/x"


async def test_somebody_plays_something_else_while_it_is_paused(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_pause()
    bench.player.start("http://radio.example/x")
    await bench.clock.settle()
    assert bench.told == [Started(1), Lost(1, Loss.TAKEN_OVER)]


async def test_it_is_switched_off(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.clock.pass_by(20)
    await bench.automation("media_stop")
    assert bench.told == [Started(1), Lost(1, Loss.STOPPED)]


async def test_it_is_switched_off_by_its_own_button(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.clock.pass_by(20)
    bench.player.look()
    bench.player.stop()
    await bench.clock.settle()
    assert bench.told == [Started(1), Lost(1, Loss.STOPPED)]


async def test_it_vanishes(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    bench.player.vanish()
    await bench.clock.pass_by(4)
    assert bench.told == [Started(1)]
    await bench.clock.pass_by(2)
    assert bench.told == [Started(1), Lost(1, Loss.VANISHED)]
    assert not bench.speaker.available


async def test_a_gap_in_the_network_changes_nothing(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    bench.player.vanish()
    await bench.clock.pass_by(3)
    bench.player.vanish(available=True)
    await bench.clock.pass_by(30)
    assert bench.told == [Started(1)]


async def test_it_is_not_there(make: MakeBench) -> None:
    bench = await make()
    bench.player.vanish()
    await bench.play()
    assert bench.told == [Lost(1, Loss.VANISHED)]
    assert bench.player.did == []


@pytest.mark.parametrize(
    "error", [HomeAssistantError(f"no {SONG}"), ConnectionError(f"no {SONG}")], ids=repr
)
async def test_it_refuses(make: MakeBench, error: Exception) -> None:
    bench = await make()
    bench.player.broken = error
    await bench.play()
    (news,) = bench.told
    assert isinstance(news, Failed)
    assert SONG not in news.reason


async def test_it_never_comes_back_from_what_it_is_told(make: MakeBench) -> None:
    bench = await make(hangs=True)
    bench.clock.patient = False
    played = asyncio.ensure_future(bench.play())
    await bench.clock.pass_by(16)
    assert played.done()
    assert bench.told == [Failed(1, "play_media took too long")]


async def test_it_vanishes_while_it_is_told(make: MakeBench) -> None:
    bench = await make(hangs=True)
    bench.clock.patient = False
    played = asyncio.ensure_future(bench.play())
    await bench.clock.pass_by(1)
    bench.player.vanish()
    await bench.clock.pass_by(15)
    assert played.done()
    assert bench.told == [Lost(1, Loss.VANISHED)]


async def test_it_vanishes_before_the_first_sound(make: MakeBench) -> None:
    bench = await make(plays_after=8.0)
    await bench.play()
    bench.player.vanish()
    await bench.clock.pass_by(6)
    assert bench.told == [Lost(1, Loss.VANISHED)]


async def test_somebody_else_is_faster(make: MakeBench) -> None:
    bench = await make(plays_after=3.0)
    await bench.play()
    await bench.automation("media_stop")
    assert bench.told == [Lost(1, Loss.STOPPED)]


async def test_something_that_is_loaded_for_ever(make: MakeBench) -> None:
    bench = await make(plays_after=100.0)
    await bench.play()
    await bench.clock.pass_by(29)
    assert bench.told == []
    await bench.clock.pass_by(2)
    assert bench.told == [Failed(1, "the speaker did not begin to play it")]


async def test_a_volume_that_changes_is_no_news(make: MakeBench) -> None:
    bench = await make(plays_after=3.0, lengths={"song": 20.0})
    await bench.play()
    await bench.automation("volume_set", volume_level=0.3)
    await bench.clock.pass_by(4)
    assert bench.told == [Started(1)]
    await bench.clock.pass_by(17)
    await bench.automation("volume_set", volume_level=0.4)
    await bench.clock.pass_by(3)
    assert bench.told == [Started(1), Finished(1)]


async def test_media_that_cannot_be_fetched(make: MakeBench) -> None:
    bench = await make(plays_after=5.0)
    shelf = async_media_shelf(bench.hass)
    path = shelf.async_offer(
        Remote(url="https://x.example/a.mp3", user_agent="x", server="https://x.example")
    )
    await bench.play(url=path)
    bench.player.stop()
    offer = shelf.find(key_of(path))
    assert offer is not None
    offer.fetched, offer.failed = False, True
    await bench.clock.pass_by(0.5)
    assert bench.told == [Failed(1, "it could not be fetched")]
    await bench.play(2, path)
    await bench.clock.pass_by(6)
    assert bench.told[1:] == [Started(2)]


async def test_media_that_breaks_off_in_the_middle(make: MakeBench) -> None:
    bench = await make()
    shelf = async_media_shelf(bench.hass)
    path = shelf.async_offer(
        Remote(url="https://x.example/a.mp3", user_agent="x", server="https://x.example")
    )
    await bench.play(url=path)
    await bench.clock.pass_by(20)
    bench.player.look()
    offer = shelf.find(key_of(path))
    assert offer is not None
    offer.failed = True
    bench.player.stop()
    await bench.clock.settle()
    assert bench.told == [Started(1), Failed(1, "it broke off")]


async def test_media_that_ends_at_once_is_bad(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    bench.player.stop()
    await bench.clock.settle()
    assert bench.told == [Started(1), Failed(1, "it broke off")]
