"""Speech on its way up: any chunks in, 200 ms out."""

import asyncio

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.microphone import BYTES_PER_SECOND, MAX_KEPT, STEP, Microphone


async def steps(microphone: Microphone) -> list[bytes]:
    return [step async for step in microphone.steps()]


@pytest.mark.cic("CIC-SR-002", "CIC-T-038")
def test_a_step_is_a_fifth_of_a_second_of_16_bit_mono_at_16_khz() -> None:
    assert BYTES_PER_SECOND == 16_000 * 2
    assert STEP == 3200 * 2 == 6400


@pytest.mark.cic("CIC-SR-004", "CIC-T-037")
async def test_steps_leave_as_soon_as_they_are_said() -> None:
    microphone = Microphone()
    taken: list[bytes] = []

    async def take() -> None:
        async for step in microphone.steps():
            taken.insert(len(taken), step)

    task = asyncio.create_task(take())
    for number in range(10):
        microphone.feed(bytes([number]) * 1600)  # 50 ms
        await asyncio.sleep(0)
        assert len(taken) == (number + 1) // 4
    microphone.end()
    await task
    assert [len(step) for step in taken] == [6400, 6400, 3200]


@given(st.lists(st.binary(max_size=9000), max_size=12))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_nothing_is_lost_however_it_is_cut(chunks: list[bytes]) -> None:
    async def run() -> list[bytes]:
        microphone = Microphone()
        for chunk in chunks:
            microphone.feed(chunk)
        microphone.end()
        return await steps(microphone)

    whole = b"".join(chunks)
    sent = asyncio.run(run())
    assert b"".join(sent) == whole[: len(whole) // 2 * 2]
    assert all(len(step) == STEP for step in sent[:-1])


async def test_after_the_end_nothing_is_taken() -> None:
    microphone = Microphone()
    microphone.feed(b"ab")
    microphone.end()
    microphone.feed(b"cd")
    assert (microphone.ended, microphone.taken) == (True, 2)
    assert await steps(microphone) == [b"ab"]


@pytest.mark.cic("CIC-SR-030")
async def test_what_was_not_sent_can_be_dropped() -> None:
    microphone = Microphone()
    microphone.feed(bytes(STEP * 3))
    microphone.end(drop=True)
    assert await steps(microphone) == []
    assert not microphone.repeatable


async def test_what_was_said_can_be_said_again_and_goes_on() -> None:
    microphone = Microphone()
    taken: list[bytes] = []

    async def take() -> None:
        async for step in microphone.steps():
            taken.insert(len(taken), step)

    first = asyncio.create_task(take())
    microphone.feed(bytes([1]) * STEP)
    await asyncio.sleep(0)
    assert microphone.waiting == 0
    microphone.halt()
    await first
    microphone.feed(bytes([2]) * STEP)
    assert len(taken) == 1
    assert microphone.repeatable
    microphone.rewind()
    assert microphone.waiting == 2 * STEP
    second = asyncio.create_task(take())
    await asyncio.sleep(0)
    microphone.feed(bytes([3]) * STEP)
    microphone.end()
    await second
    assert [step[0] for step in taken] == [1, 1, 2, 3]


async def test_what_nobody_asks_for_again_is_forgotten() -> None:
    microphone = Microphone()
    microphone.feed(bytes([1]) * STEP + bytes([2]) * STEP)
    steps_taken = microphone.steps()
    assert (await anext(steps_taken))[0] == 1
    assert len(microphone._said) == 2 * STEP
    microphone.release()
    assert not microphone.repeatable
    assert len(microphone._said) == STEP
    assert (await anext(steps_taken))[0] == 2
    assert len(microphone._said) == 0


async def test_not_more_is_kept_than_a_request_is_long() -> None:
    assert MAX_KEPT == 480_000
    microphone = Microphone()
    steps_taken = microphone.steps()
    for _ in range(MAX_KEPT // STEP):
        microphone.feed(bytes(STEP))
        await anext(steps_taken)
    assert microphone.repeatable
    assert len(microphone._said) == MAX_KEPT
    microphone.feed(bytes(2))
    assert not microphone.repeatable
    assert len(microphone._said) == 2
