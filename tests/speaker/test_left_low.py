"""A player that was lowered when Home Assistant crashed: it is as loud as before after the start."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from custom_components.clova_cic.speaker.speaker import Speaker

from .bench import Bench
from .conftest import MakeBench

Restart = Callable[[Bench], Awaitable[Speaker]]


@pytest.fixture
async def restart() -> AsyncIterator[Restart]:
    """Return what crashes Home Assistant, as far as the speaker knows, and starts it again."""
    started: list[Speaker] = []

    async def crash(bench: Bench) -> Speaker:
        bench.speaker.close()
        speaker = Speaker(bench.hass, bench.entry)
        started.append(speaker)
        await speaker.async_load()
        await bench.clock.settle()
        return speaker

    yield crash
    for each in started:
        each.close()


async def lowered(make: MakeBench) -> Bench:
    """Return a bench on which music is lowered."""
    bench = await make()
    await bench.play()
    await bench.speaker.async_duck()
    assert bench.player.volume_level == pytest.approx(0.15)
    return bench


async def test_the_volume_is_put_back_once(make: MakeBench, restart: Restart) -> None:
    bench = await lowered(make)
    await restart(bench)
    assert bench.player.volume_level == 0.5
    bench.player.did.clear()
    await bench.automation("volume_set", volume_level=0.15)
    await restart(bench)
    assert bench.player.volume_level == 0.15


async def test_a_player_that_comes_later_is_waited_for(make: MakeBench, restart: Restart) -> None:
    bench = await lowered(make)
    bench.player.vanish()
    await restart(bench)
    assert bench.player.volume_level == pytest.approx(0.15)
    bench.player.vanish(available=True)
    await bench.clock.settle()
    assert bench.player.volume_level == 0.5


async def test_nobody_waits_any_more_after_the_end(make: MakeBench, restart: Restart) -> None:
    bench = await lowered(make)
    bench.player.vanish()
    (await restart(bench)).close()
    bench.player.vanish(available=True)
    await bench.clock.settle()
    assert bench.player.volume_level == pytest.approx(0.15)


async def test_what_somebody_has_chosen_since_stays(make: MakeBench, restart: Restart) -> None:
    bench = await lowered(make)
    await bench.automation("volume_set", volume_level=0.3)
    await restart(bench)
    assert bench.player.volume_level == 0.3


async def test_a_volume_that_was_chosen_while_it_was_lowered_is_the_one(
    make: MakeBench, restart: Restart
) -> None:
    bench = await lowered(make)
    await bench.speaker.async_set_volume(0.8)
    assert bench.player.volume_level == pytest.approx(0.24)
    await restart(bench)
    assert bench.player.volume_level == 0.8


async def test_after_an_orderly_end_nothing_is_put_back(make: MakeBench, restart: Restart) -> None:
    bench = await lowered(make)
    await bench.speaker.async_unduck()
    await bench.automation("volume_set", volume_level=0.15)
    await restart(bench)
    assert bench.player.volume_level == 0.15


async def test_a_player_that_refused_to_be_lowered_is_left_alone(
    make: MakeBench, restart: Restart
) -> None:
    bench = await make()
    await bench.play()
    bench.player.broken = RuntimeError("out of order")
    await bench.speaker.async_duck()
    bench.player.broken = None
    await bench.automation("volume_set", volume_level=0.15)
    await restart(bench)
    assert bench.player.volume_level == 0.15


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"player": 1, "level": 0.5},
        {"player": "media_player.kitchen", "level": "loud"},
        {"level": 9},
    ],
)
async def test_a_file_that_says_nothing_of_use_changes_nothing(
    make: MakeBench, restart: Restart, hass_storage: dict[str, Any], data: dict[str, Any]
) -> None:
    bench = await lowered(make)
    (key,) = [key for key in hass_storage if key.startswith("clova_cic.volume.")]
    hass_storage[key]["data"] = data
    await restart(bench)
    assert bench.player.volume_level == pytest.approx(0.15)
