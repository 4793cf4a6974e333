"""Speech on its way up: any chunks in, 200 ms out."""

import asyncio

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.microphone import BYTES_PER_SECOND, STEP, Microphone


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
