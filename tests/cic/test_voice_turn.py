"""A turn that begins with speech, without a network."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from custom_components.clova_cic.cic.errors import (
    ConnectionLostError,
    NoAnswerError,
    Stage,
    TokenRefusedError,
    TurnInterruptedError,
    UnauthorizedError,
)
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.microphone import BYTES_PER_SECOND
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.voice_turn import VoiceTurn

from .leaping import later, leaping, now

TIMING = Timing(listen=15, understand=5)


def stop(**payload: object) -> Directive:
    return Directive(namespace="SpeechRecognizer", name="StopCapture", payload=payload)


def so_far(text: object) -> Directive:
    payload = {"text": text}
    return Directive(namespace="SpeechRecognizer", name="ShowRecognizedText", payload=payload)


KEEP = Directive(namespace="SpeechRecognizer", name="KeepRecording")
SHOWN = Directive(namespace="Clova", name="RenderText", payload={"text": "네"})


def begun(timing: Timing = TIMING) -> VoiceTurn:
    turn = VoiceTurn("kitchen", timing, lang="ko", initiator=None)
    turn.begin("d-1")
    return turn


async def talking() -> AsyncIterator[bytes]:
    """Somebody who never stops."""
    while True:
        yield bytes(640)
        await asyncio.sleep(0)


async def quiet() -> AsyncIterator[bytes]:
    """A microphone that hears nothing at all."""
    await asyncio.Event().wait()
    yield b""


async def said(seconds: float) -> AsyncIterator[bytes]:
    yield bytes(int(seconds * BYTES_PER_SECOND))


async def listening(turn: VoiceTurn, audio: AsyncIterator[bytes]) -> asyncio.Task[str | None]:
    task = asyncio.create_task(turn.hear(audio))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


@pytest.mark.cic("CIC-SR-030", "CIC-T-040")
async def test_stop_capture_ends_the_capture_at_once() -> None:
    turn = begun()
    task = await listening(turn, talking())
    assert not turn.microphone.ended
    assert turn.add(stop(recognizedText="안녕"))
    assert turn.microphone.ended
    assert await task == "안녕"
    assert turn.held


@pytest.mark.cic("CIC-SR-033")
async def test_a_further_stop_capture_changes_nothing() -> None:
    turn = begun()
    task = await listening(turn, talking())
    turn.add(stop(recognizedText="first"))
    assert not turn.add(stop(recognizedText="second"))
    assert await task == "first"


@pytest.mark.cic("CIC-SR-034", "CIC-SR-040", "CIC-SR-041")
async def test_the_last_words_count_unless_the_final_ones_come() -> None:
    for final, expected in (({}, "오늘 날씨"), ({"recognizedText": "오늘 날씨?"}, "오늘 날씨?")):
        turn = begun()
        seen: list[str] = []
        turn.partial = seen.append
        task = await listening(turn, talking())
        for text in ("오늘", "오늘 날씨"):
            turn.add(so_far(text))
        turn.add(so_far(5))
        turn.add(stop(**final))
        assert await task == expected
        assert seen == ["오늘", "오늘 날씨"]


async def test_nobody_needs_to_read_along() -> None:
    turn = begun()
    task = await listening(turn, talking())
    turn.add(so_far("오늘"))
    turn.add(stop())
    assert await task == "오늘"


@pytest.mark.cic("CIC-SR-050")
async def test_keep_recording_means_that() -> None:
    turn = begun()
    task = await listening(turn, talking())
    assert turn.add(KEEP)
    assert not turn.microphone.ended
    turn.add(stop(recognizedText=5))
    assert await task is None


@pytest.mark.cic("CIC-SR-006")
async def test_who_stops_by_himself_waits_for_a_sign() -> None:
    turn = begun()
    task = await listening(turn, said(0.1))
    for _ in range(5):
        await asyncio.sleep(0)
    assert turn.microphone.ended
    assert not task.done()
    turn.add(SHOWN)
    assert await task is None


@pytest.mark.cic("CIC-SR-035")
async def test_not_more_is_taken_than_the_limit() -> None:
    turn = begun(replace(TIMING, listen=0.5, understand=0.01))
    with pytest.raises(NoAnswerError):
        await turn.hear(said(60))
    assert turn.microphone.taken == 0.5 * BYTES_PER_SECOND
    turn = begun(replace(TIMING, listen=0.05, understand=0.01))
    with pytest.raises(NoAnswerError):
        await turn.hear(quiet())
    assert not turn.held
    with pytest.raises(TurnInterruptedError):
        turn.check()


async def test_an_early_end_is_told() -> None:
    turn = begun()
    task = await listening(turn, talking())
    turn.end(ConnectionLostError("gone"))
    turn.close(ConnectionLostError("gone"))
    with pytest.raises(ConnectionLostError):
        await task


async def test_a_failure_that_may_be_remedied_does_not_close_the_microphone() -> None:
    turn = begun()
    task = await listening(turn, talking())
    said_before = turn.microphone.taken
    turn.end(ConnectionLostError("gone"))
    assert turn.failure is not None
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    assert turn.microphone.taken > said_before
    turn.begin("d-1")
    assert turn.failure is None
    assert turn.microphone.waiting == turn.microphone.taken
    turn.add(stop())
    assert await task is None


async def test_the_reason_is_the_last_one() -> None:
    turn = begun()
    task = await listening(turn, talking())
    turn.end(UnauthorizedError(401, stage=Stage.EVENT))
    turn.close(TokenRefusedError("there is no other"))
    with pytest.raises(TokenRefusedError):
        await task


async def test_an_answer_without_anything_ends_the_capture() -> None:
    turn = begun()
    task = await listening(turn, talking())
    turn.end(None)
    assert await task is None


async def test_a_microphone_that_breaks_is_told() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"ab"
        raise OSError("unplugged")

    turn = begun()
    with pytest.raises(OSError, match="unplugged"):
        await turn.hear(broken())
    assert not turn.held


async def test_who_leaves_takes_the_turn_along() -> None:
    turn = begun()
    task = await listening(turn, talking())
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not turn.held
    assert turn.interrupted.done()


class Chunks:
    """A microphone that cannot be closed."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        await asyncio.sleep(0)
        return bytes(640)


async def test_any_source_of_chunks_will_do() -> None:
    turn = begun()
    task = await listening(turn, Chunks())
    turn.add(stop())
    assert await task is None


async def test_an_answer_while_somebody_speaks_does_not_end_the_capture() -> None:
    turn = begun()
    task = await listening(turn, talking())
    assert turn.add(SHOWN)
    await asyncio.sleep(0)
    assert not turn.microphone.ended
    turn.add(stop())
    assert await task is None


# How long it waits for a sign, after the last word


@leaping
async def test_without_a_sign_the_wait_has_an_end() -> None:
    turn = begun()
    with pytest.raises(NoAnswerError):
        await turn.hear(said(0.1))
    assert now() == TIMING.understand


@leaping
@pytest.mark.cic("CIC-SR-051")
async def test_keep_recording_begins_the_wait_anew() -> None:
    turn = begun()
    for second in (4, 8):
        later(second, turn.add, KEEP)
    later(12, turn.add, stop(recognizedText="네"))
    assert await turn.hear(said(0.1)) == "네"
    assert now() == 12
    turn = begun()
    later(4, turn.add, KEEP)
    with pytest.raises(NoAnswerError):
        await turn.hear(said(0.1))
    assert now() == 12 + 4 + TIMING.understand


@leaping
@pytest.mark.cic("CIC-SR-051")
async def test_keep_recording_begins_the_wait_for_a_directive_anew() -> None:
    turn = begun()
    for second in (8, 16):
        later(second, turn.add, KEEP)
    with pytest.raises(NoAnswerError, match="in time"):
        await turn.wait()
    assert now() == 16 + TIMING.first_directive
    turn = begun()
    later(1, turn.add, SHOWN)
    later(2, turn.add, KEEP)
    await turn.wait()
    assert now() == 26 + 1 + TIMING.idle


@leaping
async def test_keep_recording_does_not_keep_anybody_for_ever() -> None:
    turn = begun()
    for second in range(1, 100):
        later(second, turn.add, KEEP)
    waiting = asyncio.create_task(turn.wait())
    with pytest.raises(NoAnswerError):
        await turn.hear(said(0.1))
    with pytest.raises(NoAnswerError):
        await waiting
    assert now() == TIMING.turn


@leaping
async def test_what_is_said_again_has_its_time_again() -> None:
    turn = begun()
    later(3, turn.end, UnauthorizedError(401, stage=Stage.EVENT))
    later(4, turn.begin, "d-1")
    later(8, turn.add, stop(recognizedText="네"))
    assert await turn.hear(said(0.1)) == "네"


@leaping
async def test_a_sign_in_the_last_moment_comes_too_late() -> None:
    turn = begun()
    loop = asyncio.get_running_loop()
    hearing = asyncio.create_task(turn.hear(said(0.1)))
    waiting = asyncio.create_task(turn.wait())
    # Both limits expire in the turn of the loop in which the sign comes.
    loop.call_at(TIMING.understand, turn.add, KEEP)
    with pytest.raises(NoAnswerError):
        await hearing
    with pytest.raises(TurnInterruptedError):
        await waiting
