"""The volume: lowered for a while, and what it was afterwards."""

from homeassistant.components.media_player.const import MediaPlayerEntityFeature as Feature
from homeassistant.exceptions import HomeAssistantError
import pytest

from .conftest import MakeBench
from .player import PLAIN


@pytest.mark.cic("CIC-PB-076")
async def test_music_is_lowered_and_put_back(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_duck()
    await bench.speaker.async_duck()
    assert bench.player.volume_level == pytest.approx(0.15)
    await bench.speaker.async_unduck()
    await bench.speaker.async_unduck()
    assert bench.player.did[1:] == ["volume 0.15", "volume 0.50"]


@pytest.mark.cic("CIC-PB-079")
async def test_lowering_does_not_count_as_the_volume(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_duck()
    assert bench.speaker.volume == 0.5


@pytest.mark.cic("CIC-PB-079")
async def test_a_player_that_is_late_to_show_its_volume_does_not_count_either(
    make: MakeBench,
) -> None:
    bench = await make(polled=True, stubborn=True)
    await bench.play()
    await bench.speaker.async_duck()
    bench.player.look()
    await bench.speaker.async_unduck()
    state = bench.hass.states.get("media_player.kitchen")
    assert state is not None
    assert state.attributes["volume_level"] == pytest.approx(0.15)
    assert bench.speaker.volume == 0.5


async def test_silence_is_not_lowered(make: MakeBench) -> None:
    bench = await make()
    await bench.speaker.async_duck()
    assert bench.player.did == []


async def test_what_is_muted_or_cannot_be_lowered_is_left_alone(make: MakeBench) -> None:
    bench = await make(features=PLAIN & ~Feature.VOLUME_SET)
    await bench.play()
    await bench.speaker.async_duck()
    assert not bench.speaker.can_duck
    assert bench.player.did[1:] == []


async def test_what_is_muted_stays_as_it_is(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_mute(True)
    await bench.speaker.async_duck()
    assert bench.speaker.muted
    assert bench.player.did[1:] == ["mute True"]


async def test_somebody_turns_it_up_meanwhile(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_duck()
    await bench.automation("volume_set", volume_level=0.8)
    await bench.speaker.async_unduck()
    assert bench.player.volume_level == 0.8
    assert bench.speaker.volume == 0.8


async def test_a_volume_that_is_set_here_is_that_of_afterwards(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    await bench.speaker.async_duck()
    await bench.speaker.async_set_volume(0.6)
    assert bench.speaker.volume == 0.6
    assert bench.player.volume_level == pytest.approx(0.18)
    await bench.speaker.async_unduck()
    assert bench.player.volume_level == 0.6


async def test_a_player_that_refuses_to_be_lowered_is_not_put_back(make: MakeBench) -> None:
    bench = await make()
    await bench.play()
    bench.player.broken = HomeAssistantError("out of order")
    await bench.speaker.async_duck()
    bench.player.broken = None
    await bench.speaker.async_unduck()
    assert bench.player.did[1:] == []


async def test_an_announcement_is_heard_at_full_volume(make: MakeBench) -> None:
    bench = await make(features=PLAIN | Feature.MEDIA_ANNOUNCE)
    await bench.play()
    await bench.speaker.async_duck()
    said = bench.announce()
    await bench.clock.pass_by(1)
    assert bench.player.volume_level == 0.5
    assert await bench.heard(said, 6)
    assert bench.player.volume_level == pytest.approx(0.15)
    await bench.speaker.async_unduck()
    assert bench.player.volume_level == 0.5
