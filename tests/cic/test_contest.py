"""Two clients with one token: noticed, given way to, and over when one of them is gone."""

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    CicError,
    ConnectionLostError,
    DownchannelEndedError,
    News,
    Stage,
    StaticToken,
    StreamFailedError,
    TooManyDownchannelsError,
)
from custom_components.clova_cic.cic.retry import (
    EVICTION_WINDOW,
    EVICTIONS,
    LONGEST_DELAY,
    LONGEST_TRUCE,
    Backoff,
    Contest,
)
from emulator import Emulator, EmulatorConfig, Fault, FaultKind

from .conftest import TIMING, Device, DeviceFactory

ENDED = DownchannelEndedError("the server ended it")
RUSHED = TooManyDownchannelsError(429, stage=Stage.DOWNCHANNEL)


def contested() -> Contest:
    """Return one that is on."""
    contest = Contest()
    for second in range(EVICTIONS):
        assert not contest.on
        assert contest.ended(ENDED, float(second))
    assert contest.on
    return contest


def test_three_evictions_within_minutes_are_a_contest() -> None:
    contested()


def test_evictions_that_are_far_apart_are_none() -> None:
    contest = Contest()
    for number in range(20):
        contest.ended(ENDED, number * (EVICTION_WINDOW / (EVICTIONS - 1) + 1))
    assert not contest.on
    assert contest.delay(ENDED) is None


@pytest.mark.parametrize(
    ("error", "counts"),
    [
        (ENDED, True),
        (StreamFailedError("the server reset the stream (code 8)"), True),
        (ConnectionLostError("the connection broke"), False),
        (CicError("a part that is too long"), False),
    ],
)
def test_only_what_the_server_ends_is_an_eviction(error: CicError, *, counts: bool) -> None:
    contest = Contest()
    assert [contest.ended(error, 0.0) for _ in range(EVICTIONS)] == [counts] * EVICTIONS
    assert contest.on is counts


def test_the_truce_grows_up_to_its_bound_and_is_short_again_after_the_end() -> None:
    contest = contested()
    delays = [contest.delay(ENDED) for _ in range(6)]
    assert delays == [LONGEST_DELAY, 120.0, 240.0, 480.0, LONGEST_TRUCE, LONGEST_TRUCE]
    contest.settle()
    assert not contest.on
    assert contest.delay(ENDED) is None
    contest.ended(ENDED, 1000.0)
    assert not contest.on


def test_other_failures_do_not_wait_for_the_truce() -> None:
    contest = contested()
    assert contest.delay(ConnectionLostError("the connection broke")) is None
    assert contest.delay(RUSHED) == LONGEST_DELAY


async def evict(device: Device, emulator: Emulator, *, times: int) -> None:
    """End the downchannel this often, each time once it is up again."""
    for _ in range(times):
        done = device.client.stats.evictions + 1
        emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
        await device.host.until(lambda: device.client.stats.evictions == done)  # noqa: B023 (awaited here)
        await device.host.until(lambda: device.client.ready)


async def test_a_client_that_is_evicted_all_the_time_gives_way(
    device: Device, emulator: Emulator
) -> None:
    stats = device.client.stats
    with patch.object(Backoff, "delay", return_value=0.0) as delay:
        await evict(device, emulator, times=EVICTIONS - 1)
        assert not stats.contested
        emulator.inject(Fault(FaultKind.DOWNCHANNEL_END))
        await device.host.until(lambda: stats.contested)
        await device.host.until(lambda: len(device.host.errors) == EVICTIONS)
    # Now it waits for a minute, with the connection open.
    assert delay.call_count == EVICTIONS - 1
    assert not device.client.ready
    assert isinstance(stats.trouble, DownchannelEndedError)
    assert sum(request.path == "/v1/directives" for request in emulator.requests) == EVICTIONS


async def test_a_downchannel_that_lasts_ends_the_contest(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    changes: list[bool] = []
    with (
        patch.object(Backoff, "delay", return_value=0.0),
        patch.object(Contest, "delay", return_value=0.0),
    ):
        device = make_device(timing=replace(TIMING, calm=0.1))
        stats = device.client.stats
        stats.listen(News.LINK, lambda: changes.append(stats.contested))
        async with device.running():
            await evict(device, emulator, times=EVICTIONS)
            assert stats.contested
            # Once more, before it has lasted.
            await evict(device, emulator, times=1)
            assert stats.contested
            stats.listen(News.LINK, device.host._changed.set)
            await device.host.until(lambda: not stats.contested)
            assert device.client.ready
            assert changes[-1] is False


async def test_two_clients_with_one_token_come_to_rest(
    emulator_state: Path, socket_enabled: None
) -> None:
    config = EmulatorConfig(state_dir=emulator_state, quick_succession=0.0, channel_burst=100)
    with patch.object(Backoff, "delay", return_value=0.02):
        async with Emulator(config) as emulator:
            tls = emulator.client_context()
            devices = [
                Device(emulator.base_url, tls, StaticToken(emulator.token), TIMING) for _ in "ab"
            ]
            first, second = (device.client.stats for device in devices)
            async with devices[0].running(), devices[1].running(ready=False):
                for stats in (first, second):
                    stats.listen(News.LINK, devices[0].host._changed.set)
                await devices[0].host.until(lambda: first.contested or second.contested)
            # One gave way, so that the other has its peace.
            assert first.evictions + second.evictions <= 2 * EVICTIONS
            assert {text.partition(":")[0] for text in emulator.violations} == {"CIC-T-014"}
