"""Keeping the token valid when the server, the disk or the clock fails, or the client stops."""

import asyncio
import gc
import logging
from random import Random
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic import (
    AuthRejectedError,
    AuthUnavailableError,
    TokenRefusedError,
)

from .auth_script import Answering, Rotation, body, tokens
from .leaping import later, leaping, now
from .token_desk import DAY, Desk

DOWN = AuthUnavailableError("the server is out of reach")


@pytest.mark.parametrize("failure", [DOWN, (503, b""), (200, b"<html>"), (429, b"")])
def test_a_server_that_is_down_is_asked_in_growing_steps(failure: Answering) -> None:
    @leaping
    async def ask() -> None:
        desk = Desk(*[failure] * 9, Rotation(), lifetime=7200)
        with patch.object(Random, "uniform", lambda _self, _low, high: high):
            async with desk.kept():
                await asyncio.sleep(7199)
                assert await desk.keeper.token() in {"access-1", "access-2"}
                steps = [
                    round(b - a) for a, b in zip(desk.refreshes, desk.refreshes[1:], strict=False)
                ]
                assert steps == [0, 1, 2, 4, 8, 16, 32, 60, 60]
                assert await desk.keeper.token() == "access-2"
        assert len(desk.saved) == 1

    ask()


@leaping
async def test_steps_begin_anew_after_a_success() -> None:
    desk = Desk(DOWN, DOWN, DOWN, Rotation(100), DOWN, DOWN, tokens(3), lifetime=100)
    with patch.object(Random, "uniform", lambda _self, _low, high: high):
        async with desk.kept():
            await asyncio.sleep(200)
    gaps = [b - a for a, b in zip(desk.refreshes, desk.refreshes[1:], strict=False)]
    assert gaps == [0, 1, 2, pytest.approx(90), 0, 1]


@leaping
async def test_a_success_after_a_401_ends_the_patience() -> None:
    desk = Desk(*[DOWN] * 9, Rotation(20), lifetime=100)
    with patch.object(Random, "uniform", lambda _self, _low, high: high):
        async with desk.kept():
            await asyncio.sleep(90 + 0 + 1 + 2 + 4 + 8 + 16 + 32 + 60 + 1)
            assert len(desk.refreshes) == 9  # the next one would come in a minute
            await desk.keeper.renew("access-1")
            await asyncio.sleep(19)
            assert len(desk.refreshes) == 11


@leaping
async def test_a_token_that_is_over_is_better_than_none() -> None:
    desk = Desk(DOWN, lifetime=-5)
    with patch.object(Random, "uniform", lambda _self, _low, high: high):
        assert [await desk.keeper.token() for _ in range(9)] == ["access-1"] * 9
        # The first failure is followed at once; then there is a second of peace.
        assert desk.refreshes == [0, 0]
        await asyncio.sleep(1)
        assert await desk.keeper.token() == "access-1"
        assert desk.refreshes == [0, 0, 1]


@leaping
async def test_a_renewal_that_cannot_be_done_now_is_no_refusal() -> None:
    desk = Desk(DOWN, Rotation())
    with pytest.raises(AuthUnavailableError):
        await desk.keeper.renew("access-1")
    assert await desk.keeper.renew("access-1") == "access-2"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 423])
def test_a_server_that_says_no_asks_for_a_new_sign_in(status: int) -> None:
    @leaping
    async def ask() -> None:
        desk = Desk((status, b"<html>"), lifetime=100)
        with pytest.raises(TokenRefusedError) as caught:
            await desk.keeper.renew("access-1")
        assert isinstance(caught.value.__cause__, AuthRejectedError)
        assert caught.value.__cause__.status == status
        async with desk.kept() as keeping:
            await asyncio.wait((keeping,))
            assert now() == 90
            assert isinstance(keeping.exception(), TokenRefusedError)
        await asyncio.sleep(10)
        with pytest.raises(TokenRefusedError):
            await desk.keeper.token()
        assert desk.saved == []

    ask()


@leaping
async def test_a_clock_that_is_set_is_noticed_within_a_minute() -> None:
    desk = Desk()
    async with desk.kept():
        await asyncio.sleep(30)
        desk.clock_error = 3600 * 2.0
        await asyncio.sleep(61)
        assert len(desk.refreshes) == 1
        # The new end is reckoned by the new clock.
        await asyncio.sleep(7200 * 0.8)
        assert len(desk.refreshes) == 1
        assert await desk.keeper.token() == "access-2"


@leaping
async def test_who_gives_up_waiting_takes_nothing_along() -> None:
    desk = Desk()
    first = asyncio.create_task(desk.keeper.renew("access-1"))
    second = asyncio.create_task(desk.keeper.renew("access-1"))
    await asyncio.sleep(0.5)
    first.cancel()
    assert await second == "access-2"
    assert len(desk.refreshes) == 1


@leaping
async def test_a_failure_for_which_nobody_waits_any_more_is_no_complaint() -> None:
    desk = Desk((400, b""))
    desk.script.gate.clear()
    waiting = asyncio.create_task(desk.keeper.renew("access-1"))
    await asyncio.sleep(1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, told: complaints.append(told))
    desk.script.gate.set()
    await asyncio.sleep(1)
    del desk, waiting
    gc.collect()
    await asyncio.sleep(1)
    assert complaints == []


@leaping
async def test_a_stop_lets_a_refresh_come_to_its_end() -> None:
    desk = Desk(lifetime=-5)
    async with desk.kept() as keeping:
        await asyncio.sleep(0.5)
        assert len(desk.refreshes) == 1
        keeping.cancel()
        await asyncio.wait((keeping,))
        assert keeping.cancelled()
    assert [pair.access_token for pair in desk.saved] == ["access-2"]
    assert now() == 1


@leaping
async def test_a_stop_does_not_wait_for_a_server_that_hangs() -> None:
    desk = Desk(lifetime=-5)
    desk.script.gate.clear()
    waiting = asyncio.create_task(desk.keeper.renew("access-1"))
    async with desk.kept():
        await asyncio.sleep(1)
    assert now() == 6
    with pytest.raises(AuthUnavailableError):
        await waiting
    assert asyncio.all_tasks() == {asyncio.current_task()}


@leaping
async def test_a_stop_after_a_refresh_waits_for_nothing() -> None:
    desk = Desk()
    await desk.keeper.renew("access-1")
    async with desk.kept():
        await asyncio.sleep(1)
    assert now() == 2


def test_a_pair_that_cannot_be_stored_is_used_and_stored_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @leaping
    async def fail() -> None:
        desk = Desk(Rotation(10 * DAY), lifetime=100)
        desk.disk = [OSError("access-2 does not fit")] * 3
        async with desk.kept():
            await asyncio.sleep(DAY)
            assert await desk.keeper.token() == "access-2"
        assert [pair.access_token for pair in desk.saved] == ["access-2"]
        assert len(desk.refreshes) == 1

    fail()
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1
    assert "OSError" in caplog.text
    assert "access-2" not in caplog.text


@leaping
async def test_an_older_pair_is_never_stored_after_a_newer_one() -> None:
    desk = Desk(Rotation(10 * DAY), lifetime=100)
    desk.disk = [OSError("full"), OSError("full")]
    desk.save_takes = [1, 1, 5, 1]
    with patch.object(Random, "uniform", lambda _self, _low, high: high):
        async with desk.kept():
            # Stored in vain at 91 and 92, and from 93 on slowly, while the server rotates.
            later(
                93.5, lambda: renewals.append(asyncio.ensure_future(desk.keeper.renew("access-2")))
            )
            renewals: list[asyncio.Future[str]] = []
            await asyncio.sleep(200)
            assert await renewals[0] == "access-3"
    assert [pair.access_token for pair in desk.saved] == ["access-2", "access-3"]
    assert await desk.keeper.token() == "access-3"


def test_neither_a_pair_nor_a_keeper_tells_its_tokens() -> None:
    @leaping
    async def look() -> None:
        desk = Desk(body(400), lifetime=100)
        for thing in (desk.keeper, desk.keeper._pair, desk.keeper._api):
            assert "access-1" not in repr(thing)
            assert "refresh-1" not in repr(thing)

    look()
