"""Keeping the token valid: when it is renewed, how often, and who gets it when."""

import asyncio

import pytest

from custom_components.clova_cic.cic import TokenRefusedError

from .auth_script import LEFT_OUT, Rotation, tokens
from .leaping import leaping
from .token_desk import DAY, EPOCH, Desk


@leaping
async def test_a_token_that_lives_is_handed_out_without_a_question() -> None:
    desk = Desk()
    assert await desk.keeper.token() == "access-1"
    assert desk.refreshes == []


@pytest.mark.parametrize(
    ("lifetime", "ahead"), [(3, 0.3), (600, 60), (7200, 720), (43200, 3600), (150 * DAY, 3600)]
)
@pytest.mark.cic("CIC-A-027", "CIC-T-026")
def test_a_token_is_renewed_a_little_ahead_of_its_end(lifetime: float, ahead: float) -> None:
    @leaping
    async def at_its_time() -> None:
        desk = Desk(Rotation(1000 * DAY), lifetime=lifetime)
        async with desk.kept():
            await asyncio.sleep(lifetime + 2)
            assert desk.refreshes == [pytest.approx(lifetime - ahead)]
            assert await desk.keeper.token() == "access-2"

    at_its_time()


@leaping
async def test_twenty_lifetimes_are_twenty_refreshes() -> None:
    desk = Desk(Rotation(30), lifetime=30)
    async with desk.kept():
        # Each lives from when it was told, however long the disk takes.
        await asyncio.sleep(20 * 27 + 1)
    assert desk.refreshes == [pytest.approx(27 * turn) for turn in range(1, 21)]
    assert desk.saved[-1].access_token == "access-21"


@pytest.mark.cic("CIC-A-028")
@leaping
async def test_the_new_pair_is_stored_and_then_used() -> None:
    desk = Desk()
    renewal = asyncio.create_task(desk.keeper.renew("access-1"))
    await asyncio.sleep(0.5)
    assert len(desk.refreshes) == 1
    assert desk.saved == []
    assert await desk.keeper.token() == "access-1"  # the disk is still at it
    assert await renewal == "access-2"
    (pair,) = desk.saved
    assert (pair.access_token, pair.refresh_token) == ("access-2", "refresh-2")
    assert pair.expires_at == EPOCH + 7200
    # The server takes the newest refresh token only.
    assert await desk.keeper.renew("access-2") == "access-3"
    assert await desk.keeper.token() == "access-3"


@leaping
async def test_an_answer_without_a_refresh_token_keeps_the_old_one() -> None:
    desk = Desk(tokens(2, refresh_token=LEFT_OUT), tokens(3))
    assert await desk.keeper.renew("access-1") == "access-2"
    assert desk.saved[0].refresh_token == "refresh-1"
    assert await desk.keeper.renew("access-2") == "access-3"
    assert [asked.query["refresh_token"] for asked in desk.script.asked] == ["refresh-1"] * 2


@leaping
async def test_ten_who_were_refused_are_one_refresh() -> None:
    desk = Desk()
    assert (
        await asyncio.gather(*(desk.keeper.renew("access-1") for _ in range(10)))
        == ["access-2"] * 10
    )
    assert await desk.keeper.renew("access-1") == "access-2"
    assert len(desk.refreshes) == 1
    assert len(desk.saved) == 1


@pytest.mark.cic("CIC-A-027")
@leaping
async def test_a_refusal_while_the_token_rotates_is_no_second_refresh() -> None:
    desk = Desk()
    async with desk.kept():
        await asyncio.sleep(7200 * 0.9 + 0.5)
        assert len(desk.refreshes) == 1
        assert await desk.keeper.token() == "access-1"  # not over yet: nobody waits
        assert await desk.keeper.renew("access-1") == "access-2"
    assert len(desk.refreshes) == 1


@pytest.mark.cic("CIC-A-027", "CIC-T-026")
@leaping
async def test_a_token_that_is_over_is_renewed_before_it_is_handed_out() -> None:
    desk = Desk(lifetime=-5)
    assert await asyncio.gather(*(desk.keeper.token() for _ in range(10))) == ["access-2"] * 10
    assert len(desk.refreshes) == 1


@leaping
async def test_a_renewal_after_a_401_sets_the_next_date() -> None:
    desk = Desk(Rotation(100), lifetime=None)
    async with desk.kept():
        await asyncio.sleep(10 * DAY)
        assert desk.refreshes == []  # its end is not known
        assert await desk.keeper.renew("access-1") == "access-2"
        await asyncio.sleep(95)
    assert desk.refreshes == [10 * DAY, 10 * DAY + 90]


@pytest.mark.parametrize("lifetime", [None, -5, 100])
def test_a_pair_that_cannot_be_renewed_is_as_good_as_it_is(lifetime: float | None) -> None:
    @leaping
    async def keep() -> None:
        desk = Desk(lifetime=lifetime, refresh_token=None)
        async with desk.kept() as keeping:
            await asyncio.sleep(DAY)
            assert await desk.keeper.token() == "access-1"
            assert not keeping.done()
        with pytest.raises(TokenRefusedError):
            await desk.keeper.renew("access-1")
        assert desk.refreshes == []

    keep()
