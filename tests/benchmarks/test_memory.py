"""The memory of a process that an answer passes through."""

import pytest

from benchmarks import memory
from benchmarks.sound import mp3
from emulator.speech.mp3 import bytes_per_second


def test_an_answer_plays_as_long_as_it_says() -> None:
    sound = mp3(60.0)

    assert bytes_per_second(sound) == 4000
    assert len(sound) == 60 * 4000


async def test_both_sides_read_the_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "RUNS", 1)
    monkeypatch.setattr(memory, "SECONDS", 300.0)
    monkeypatch.setattr(memory, "SPEED", 4_000_000.0)

    (result,) = await memory.run()

    assert result.runs == 1
    assert not result.missed
