"""GET /ping in place of PING frames, for a device that cannot send them."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.clova_cic.cic import (
    AuthUnavailableError,
    GoAwayError,
    PingTimeoutError,
    StaticToken,
    UnauthorizedError,
)
from emulator import Emulator, Fault, FaultKind, Place
from emulator.recorder import RecordedRequest

from .conftest import TIMING, USER_AGENT, DeviceFactory
from .signing_in import signing_in

LIMIT = 5.0
OFTEN = replace(TIMING, ping_interval=0.01)
IMPATIENT = replace(OFTEN, ping_ack=0.05)


class LockedToken(StaticToken):
    """Is handed out for the downchannel; then the safe is locked, or its lock is stuck."""

    def __init__(self, token: str, *, stuck: bool = False) -> None:
        super().__init__(token)
        self._stuck = stuck
        self.left = 2  # before dialling, and for the downchannel
        self.asked = asyncio.Event()

    async def token(self) -> str:
        if self.left:
            self.left -= 1
            return await super().token()
        self.asked.set()
        if self._stuck:
            await asyncio.Event().wait()
        self.left = 2
        raise AuthUnavailableError("the safe is locked")


def pings(emulator: Emulator) -> list[RecordedRequest]:
    """The requests for a ping."""
    return [each for each in emulator.requests if each.path == "/ping"]


@pytest.mark.cic("CIC-T-023")
async def test_requests_take_the_place_of_frames(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    device = make_device(timing=OFTEN, ping_frames=False, device_tags=("Tag1",))
    async with device.running():
        await emulator.wait_for(lambda: len(pings(emulator)) >= 4, LIMIT)
        assert device.client.stats.round_trip is not None
        assert device.host.log == ["connected"]
    assert emulator.pings == 0
    for ping in pings(emulator)[:3]:
        assert (ping.method, ping.status, ping.body) == ("GET", 204, b"")
        assert ping.header("authorization") == f"Bearer {emulator.token}"
        assert ping.header("user-agent") == USER_AGENT
        assert ping.header("x-clova-device-tags") is None
    assert {each.connection for each in emulator.requests} == {1}


async def test_none_is_sent_by_a_device_that_sends_frames(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(timing=OFTEN).running():
        await emulator.wait_for(lambda: emulator.pings >= 3, LIMIT)
    assert pings(emulator) == []


async def test_none_is_sent_before_its_minute_is_over(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    assert TIMING.ping_interval == 60
    async with make_device(ping_frames=False).running():
        pass
    assert pings(emulator) == []


@pytest.mark.cic("CIC-T-025")
async def test_no_answer_means_a_new_connection(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with make_device(timing=IMPATIENT, ping_frames=False).running() as device:
        emulator.inject(Fault(FaultKind.SILENCE, on=Place.PING))
        await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert isinstance(device.host.errors[0], PingTimeoutError)
        await emulator.wait_for(lambda: pings(emulator)[-1].status == 204, LIMIT)
        assert emulator.connections_made == 2


async def test_what_cannot_be_sent_gets_no_answer(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    token = LockedToken(emulator.token)
    device = make_device(timing=IMPATIENT, ping_frames=False, token=token)
    async with device.running():
        await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert isinstance(device.host.errors[0], PingTimeoutError)
    assert pings(emulator) == []


async def test_a_ping_that_waits_for_its_token_ends_with_the_device(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    token = LockedToken(emulator.token, stuck=True)
    async with make_device(timing=OFTEN, ping_frames=False, token=token).running():
        await token.asked.wait()
    assert [each for each in asyncio.all_tasks() if each.get_name() == "clova ping"] == []


@pytest.mark.cic("CIC-T-027")
async def test_a_ping_that_is_refused_renews_the_token(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    async with signing_in(emulator) as account:
        device = make_device(timing=OFTEN, ping_frames=False, token=account.keeper())
        async with device.running():
            emulator.auth.expire()
            await device.host.until(lambda: device.host.log.count("connected") == 2)
            assert isinstance(device.host.errors[0], UnauthorizedError)
            await emulator.wait_for(lambda: pings(emulator)[-1].status == 204, LIMIT)
        assert emulator.auth.counters.refreshes == 1


async def test_an_answer_on_a_connection_that_was_left_says_nothing(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    emulator.inject(Fault(FaultKind.LATENCY, on=Place.PING, seconds=0.2))
    async with make_device(timing=OFTEN, ping_frames=False).running() as device:
        await emulator.wait_for(lambda: pings(emulator), LIMIT)
        (late,) = pings(emulator)
        emulator.inject(Fault(FaultKind.GOAWAY, when="now"))
        await device.host.until(lambda: device.host.log.count("connected") == 2)
        assert isinstance(device.host.errors[0], GoAwayError)
        await emulator.wait_for(lambda: late.status == 204, LIMIT)
        await emulator.wait_for(lambda: pings(emulator)[-1].connection == 2, LIMIT)
        assert device.host.log == ["connected", "disconnected", "connected"]
