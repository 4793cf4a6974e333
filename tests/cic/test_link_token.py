"""The link and its token: renewed once for all, kept while nobody can say no, given up when told."""

import asyncio
from collections.abc import AsyncIterator
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    AuthUnavailableError,
    NotReadyError,
    Stage,
    StaticToken,
    TokenRefusedError,
    UnauthorizedError,
)
from custom_components.clova_cic.cic.retry import LONGEST_DELAY, Backoff
from emulator import Emulator, Fault, FaultKind
from emulator.auth.faults import AuthFault, AuthFaultKind

from .conftest import DeviceFactory
from .signing_in import Account, signing_in
from .words import words


@pytest.fixture
async def account(emulator: Emulator) -> AsyncIterator[Account]:
    """Sign in at the emulator."""
    async with signing_in(emulator) as account:
        yield account


def refuse_refreshes(emulator: Emulator, status: int, times: int | None = None) -> None:
    """Let the authorization API answer with a status."""
    emulator.auth.inject(AuthFault(kind=AuthFaultKind.STATUS, status=status, times=times))


@pytest.mark.cic("CIC-A-027", "CIC-A-028")
async def test_a_401_on_the_channel_is_one_refresh(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    keeper = account.keeper()
    emulator.auth.expire()
    async with make_device(token=keeper).running() as device:
        assert device.host.log == ["disconnected", "connected"]
        assert isinstance(device.host.errors[0], UnauthorizedError)
        assert words(await device.client.ask("hello", conversation="kitchen"))
    assert emulator.auth.counters.refreshes == 1
    assert len(account.saved) == 1


@pytest.mark.cic("CIC-T-027")
async def test_a_token_that_worked_may_end_like_the_one_before(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    with patch.object(Backoff, "delay", return_value=0.0):
        async with make_device(token=account.keeper()).running() as device:
            for connections in (2, 3, 4):  # without any event in between
                emulator.auth.expire()
                emulator.inject(Fault(FaultKind.DROP))
                await device.host.until(
                    lambda: device.host.log.count("connected") == connections  # noqa: B023 (awaited here)
                )
    assert emulator.auth.counters.refreshes == 3


@pytest.mark.cic("CIC-A-027")
async def test_ten_requests_that_wait_while_the_token_ends_are_one_refresh(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    slow = AuthFault(kind=AuthFaultKind.LATENCY, seconds=0.1, times=None)
    emulator.auth.inject(slow)
    async with make_device(token=account.keeper()).running() as device:
        emulator.auth.expire()
        answers = await asyncio.gather(
            *(device.client.ask("hello", conversation=f"room {room}") for room in range(10))
        )
        assert all(words(reply) for reply in answers)
        assert device.host.log == ["connected"]  # the channel that is open does not mind
    assert emulator.auth.counters.refreshes == 1
    assert len(account.saved) == 1


async def test_events_that_are_refused_together_are_one_refresh(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    keeper = account.keeper()
    async with make_device(token=keeper).running() as device:
        link = device.client._link
        used = await link.token()
        await asyncio.gather(*(link.renew_token(used) for _ in range(10)))
        assert await link.token() != used
    assert emulator.auth.counters.refreshes == 1


@pytest.mark.cic("CIC-A-035")
async def test_a_token_that_is_over_is_renewed_before_anybody_dials(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    emulator.auth.inject(AuthFault(kind=AuthFaultKind.HANG))
    device = make_device(token=account.keeper(left=-5))
    async with device.running(ready=False):
        with pytest.raises(NotReadyError) as caught:
            await device.client.wait_ready(0.3)
        assert caught.value.stage is Stage.TOKEN
        assert (emulator.connections_made, emulator.auth.counters.refreshes) == (0, 0)
        emulator.auth.lift_faults()
        await device.client.wait_ready(5)
        assert device.host.log == ["connected"]
    assert emulator.auth.counters.refreshes == 1


@pytest.mark.cic("CIC-A-027")
async def test_a_token_is_renewed_ahead_of_its_end_while_there_is_a_link(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    emulator.auth.inject(AuthFault(kind=AuthFaultKind.CHANGE, fields={"expires_in": 1}, times=None))
    async with make_device(token=account.keeper(left=0.2)).running() as device:
        await emulator.wait_for(lambda: emulator.auth.counters.refreshes == 2, 5)
        assert words(await device.client.ask("hello", conversation="kitchen"))
        assert device.host.log == ["connected"]
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("clova")]


@pytest.mark.parametrize("status", [500, 503, 302])
async def test_a_server_that_is_down_makes_the_link_wait_and_not_give_up(
    status: int, make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    keeper = account.keeper()
    emulator.auth.expire()
    refuse_refreshes(emulator, status, times=6)
    failures: list[int] = []

    def delay(backoff: Backoff) -> float:
        failures.append(backoff._failures)
        backoff._failures += 1
        return 0.0

    with patch.object(Backoff, "delay", delay):
        async with make_device(token=keeper).running() as device:
            assert device.host.log == ["disconnected", "connected"]
            assert not any(isinstance(error, TokenRefusedError) for error in device.host.errors)
    # Two rows of steps, the link's and the keeper's; neither begins anew while the server is down.
    assert sorted(failures) == sorted([*range(6), *range(6)])
    assert emulator.auth.counters.refreshes == 1


async def test_why_there_is_no_connection_is_the_authorization_server(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    keeper = account.keeper()
    emulator.auth.expire()
    refuse_refreshes(emulator, 503)
    with patch.object(Backoff, "delay", return_value=LONGEST_DELAY):
        device = make_device(token=keeper)
        async with device.running(ready=False):
            await device.host.until(lambda: device.host.errors)
            # Nobody may take the 401 for a reason to sign in again.
            assert isinstance(device.host.errors[0], UnauthorizedError)
            with pytest.raises(NotReadyError) as caught:
                await device.client.wait_ready(0.3)
            assert isinstance(caught.value.__cause__, AuthUnavailableError)
    assert device.host.log == ["disconnected"]


async def test_while_the_token_is_being_renewed_its_401_explains_nothing(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    keeper = account.keeper()
    emulator.auth.expire()
    emulator.auth.inject(AuthFault(kind=AuthFaultKind.HANG))
    device = make_device(token=keeper)
    async with device.running(ready=False):
        await device.host.until(lambda: device.host.errors)
        with pytest.raises(NotReadyError) as caught:
            await device.client.wait_ready(0.1)
        assert (caught.value.__cause__, caught.value.stage) == (None, Stage.TOKEN)
        emulator.auth.lift_faults()
        await device.client.wait_ready(5)


async def test_a_request_that_no_token_can_be_had_for_says_so_and_costs_no_more(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    async with make_device(token=account.keeper()).running() as device:
        emulator.auth.expire()
        refuse_refreshes(emulator, 503, times=1)
        with pytest.raises(AuthUnavailableError):
            await device.client.ask("hello", conversation="kitchen")
        assert words(await device.client.ask("hello", conversation="kitchen"))
        assert device.host.log == ["connected"]


async def test_a_refusal_after_a_401_ends_the_link(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    async with make_device(token=account.keeper()).running() as device:
        emulator.auth.revoke()
        with pytest.raises(TokenRefusedError):
            await device.client.ask("hello", conversation="kitchen")
        await device.host.until(lambda: "sign in" in device.host.log)
    assert device.host.log == ["connected", "disconnected", "sign in"]


async def test_a_refusal_ahead_of_the_tokens_end_ends_the_link(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    refuse_refreshes(emulator, 400)
    emulator.inject(Fault(FaultKind.SILENCE))
    device = make_device(token=account.keeper(left=0.5))
    async with asyncio.timeout(5):
        running = asyncio.create_task(device.client.run())
        asking = asyncio.create_task(device.client.ask("hello", conversation="kitchen"))
        await running
        assert device.host.log == ["connected", "disconnected", "sign in"]
        assert isinstance(device.host.errors[-1], TokenRefusedError)
        with pytest.raises(TokenRefusedError):
            await asking
    with pytest.raises(NotReadyError) as caught:
        await device.client.wait_ready(3600)
    assert isinstance(caught.value.__cause__, TokenRefusedError)


async def test_a_refusal_while_there_is_no_connection_ends_the_link_as_well(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    refuse_refreshes(emulator, 400)
    emulator.inject(Fault(FaultKind.DOWNCHANNEL_STATUS, status=500, times=9))
    device = make_device(token=account.keeper(left=0.5))
    with patch.object(Backoff, "delay", return_value=LONGEST_DELAY):
        async with asyncio.timeout(5):
            await device.client.run()
    assert device.host.log == ["disconnected", "sign in"]


async def test_a_fault_in_keeping_fresh_does_not_end_the_link(
    make_device: DeviceFactory, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(StaticToken):
        async def keep_fresh(self) -> None:
            raise ZeroDivisionError("a bug")

    async with make_device(token=Broken(emulator.token)).running() as device:
        assert words(await device.client.ask("hello", conversation="kitchen"))
        assert device.host.log == ["connected"]
    assert "cannot be kept fresh" in caplog.text


async def test_a_token_that_cannot_be_had_on_a_new_connection_costs_that_one(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    class Flaky(StaticToken):
        asked = 0

        async def token(self) -> str:
            self.asked += 1
            if self.asked == 2:  # once there is a connection
                raise AuthUnavailableError("the server is out of reach")
            return await super().token()

    async with make_device(token=Flaky(emulator.token)).running() as device:
        assert device.host.log == ["disconnected", "connected"]
    assert emulator.connections_made == 2


async def test_a_stop_while_the_token_is_renewed_loses_no_token(
    make_device: DeviceFactory, emulator: Emulator, account: Account
) -> None:
    emulator.auth.inject(AuthFault(kind=AuthFaultKind.LATENCY, seconds=0.2))
    device = make_device(token=account.keeper(left=-5))
    async with device.running(ready=False):
        await asyncio.sleep(0)
        await emulator.wait_for(lambda: not emulator.auth.faults.pending, 5)
    (pair,) = account.saved
    assert emulator.auth.tokens.holder(pair.access_token) is not None
