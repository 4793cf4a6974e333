"""The answer to a question: the microphone waits for somebody to speak, and not for ever."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from custom_components.clova_cic.cic.errors import TurnInterruptedError
from custom_components.clova_cic.cic.interfaces.speech_recognizer import ExpectSpeech
from custom_components.clova_cic.cic.onset import PRE_ROLL
from custom_components.clova_cic.cic.questions import Question
from custom_components.clova_cic.cic.voice_turn import VoiceTurn
from emulator import Answer, Emulator, RecordedRequest, directive

from .conftest import TIMING, Device, DeviceFactory
from .leaping import leaping, now
from .test_voice import SPOKEN, listen, microphone, shown, silence, tone
from .words import words

QUESTION = {"expectSpeechId": "q-1", "explicit": True, "timeoutInMilliseconds": 7000}


def requests(emulator: Emulator) -> list[RecordedRequest]:
    """The spoken requests, also those that have only begun."""
    return [request for request in emulator.requests if request.path == "/v1/events"]


async def ask_back(device: Device, emulator: Emulator, **more: object) -> None:
    """Let CLOVA ask the kitchen something."""
    question = directive("SpeechRecognizer", "ExpectSpeech", QUESTION | more)
    emulator.answer_next(Answer([shown("How long?"), question]))
    reply = await device.client.ask("set a timer", conversation="kitchen")
    assert reply.continues


class Room:
    """A microphone that stays open, and writes down when it was closed."""

    def __init__(self, audio: bytes = b"") -> None:
        self.closed = False
        self.more = asyncio.Event()
        self._audio = audio

    async def listen(self) -> AsyncIterator[bytes]:
        try:
            yield silence(0.5)
            await self.more.wait()
            async for chunk in microphone(self._audio):
                yield chunk
        finally:
            self.closed = True


# Without a network: how long it waits


def waiting(patience: float, listen: float = 15) -> VoiceTurn:
    """A turn that waits for somebody to speak."""
    timing = replace(TIMING, listen=listen)
    return VoiceTurn("kitchen", timing, lang="ko", initiator=None, patience=patience)


@leaping
@pytest.mark.cic("CIC-SR-060", "CIC-SR-065", "CIC-SR-066")
async def test_who_says_nothing_is_waited_for_from_the_moment_the_microphone_opens() -> None:
    turn, room = waiting(7), Room()
    await asyncio.sleep(100)  # while the question sounds
    assert await turn.hear(room.listen()) is None
    assert now() == 107
    assert turn.silent
    assert not await turn.spoken()
    assert room.closed
    assert turn.microphone.taken == 0


@leaping
async def test_a_microphone_that_ends_has_heard_nothing() -> None:
    turn = waiting(7)
    assert await turn.hear(microphone(silence(2), ends=True)) is None
    assert turn.silent
    assert now() == 0


@leaping
async def test_a_microphone_that_breaks_before_a_word_is_told() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield silence(0.1)
        raise OSError("unplugged")

    turn = waiting(7)
    with pytest.raises(OSError, match="unplugged"):
        await turn.hear(broken())
    assert not turn.silent
    with pytest.raises(TurnInterruptedError):
        await turn.spoken()


@leaping
async def test_who_leaves_before_a_word_takes_the_turn_along() -> None:
    turn, room = waiting(7), Room()
    hearing = asyncio.create_task(turn.hear(room.listen()))
    await asyncio.sleep(1)
    hearing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hearing
    assert room.closed
    assert turn.interrupted.done()


@pytest.mark.parametrize(
    ("told", "seconds"), [(7000, 7), (500.5, 0.5005), (0, 0), (-1, 0), (60_000, 15), (None, 15)]
)
@pytest.mark.cic("CIC-SR-060")
def test_the_question_says_how_long_up_to_a_limit(told: float | None, seconds: float) -> None:
    expect = ExpectSpeech(expect_speech_id="q", explicit=True, timeout_in_milliseconds=told)
    assert Question("kitchen", "d", expect, 0).patience(15) == seconds


# With a cloud


@pytest.mark.cic("CIC-SR-066")
async def test_silence_sends_no_event_and_ends_the_dialogue(
    device: Device, emulator: Emulator
) -> None:
    await ask_back(device, emulator, timeoutInMilliseconds=60)
    turn = listen(device)
    assert await turn.hear(microphone(silence(1))) is None
    assert turn.silent
    assert (await turn.reply()).directives == ()
    assert len(requests(emulator)) == 1
    again = listen(device)
    await again.hear(microphone(SPOKEN))
    again.discard()
    asked, unrelated = requests(emulator)
    assert asked.event
    assert unrelated.event
    ids = [one["event"]["header"]["dialogRequestId"] for one in (asked.event, unrelated.event)]
    assert ids[0] != ids[1]
    assert "speechId" not in unrelated.event["event"]["payload"]


@pytest.mark.cic("CIC-SR-060", "CIC-SR-063")
async def test_nothing_is_sent_until_somebody_speaks_and_then_all_of_it(
    device: Device, emulator: Emulator
) -> None:
    await ask_back(device, emulator)
    said = tone(0.2) + silence(0.84)  # so much that a whole step ends in the pause
    turn, room = listen(device), Room(silence(3) + said)
    hearing = asyncio.create_task(turn.hear(room.listen()))
    for _ in range(50):
        await asyncio.sleep(0)
    assert not hearing.done()
    assert len(requests(emulator)) == 1
    room.more.set()
    await hearing
    turn.claim()
    assert words(await turn.reply())
    _, answer = requests(emulator)
    assert answer.event
    assert answer.event["event"]["payload"]["speechId"] == "q-1"
    before = answer.audio.index(tone(0.2))
    assert 0 < before <= PRE_ROLL
    assert answer.audio[before:] == said[: len(answer.audio) - before]


async def test_a_first_request_is_sent_whatever_it_sounds_like(
    device: Device, emulator: Emulator
) -> None:
    turn = listen(device)
    assert await turn.hear(microphone(silence(0.4), ends=True)) is None
    assert not turn.silent
    assert requests(emulator)[0].audio == silence(0.4)
    turn.discard()


@pytest.mark.cic("CIC-TX-007")
async def test_a_typed_answer_closes_the_microphone(device: Device, emulator: Emulator) -> None:
    await ask_back(device, emulator)
    turn, room = listen(device), Room()
    hearing = asyncio.create_task(turn.hear(room.listen()))
    await asyncio.sleep(0)
    assert words(await device.client.ask("ten minutes", conversation="kitchen"))
    with pytest.raises(TurnInterruptedError):
        await hearing
    assert room.closed
    asked, answered = (request.event for request in requests(emulator))
    assert asked
    assert answered
    assert answered["event"]["payload"]["speechId"] == "q-1"
    ids = [one["event"]["header"]["dialogRequestId"] for one in (asked, answered)]
    assert ids[0] == ids[1]


@pytest.mark.cic("CIC-SR-068")
async def test_an_open_microphone_holds_nobody_up_and_answers_nothing_that_is_over(
    device: Device, emulator: Emulator
) -> None:
    await ask_back(device, emulator)
    turn, room = listen(device), Room(SPOKEN)
    hearing = asyncio.create_task(turn.hear(room.listen()))
    await asyncio.sleep(0)
    assert words(await device.client.ask("hello", conversation="bedroom"))
    assert not hearing.done()
    room.more.set()
    await hearing
    turn.discard()
    kitchen, _, answer = (request.event for request in requests(emulator))
    assert kitchen
    assert answer
    assert "speechId" not in answer["event"]["payload"]
    ids = [one["event"]["header"]["dialogRequestId"] for one in (kitchen, answer)]
    assert ids[0] != ids[1]


async def test_silence_does_not_take_a_newer_question_away(
    device: Device, emulator: Emulator
) -> None:
    await ask_back(device, emulator, timeoutInMilliseconds=200)
    turn, room = listen(device), Room()
    hearing = asyncio.create_task(turn.hear(room.listen()))
    await asyncio.sleep(0)
    question = directive("SpeechRecognizer", "ExpectSpeech", QUESTION | {"expectSpeechId": "q-2"})
    emulator.answer_next(Answer([shown("Which one?"), question]))
    await device.client.ask("turn on the light", conversation="bedroom")
    assert await hearing is None
    await turn.reply()
    await device.client.ask("the left one", conversation="bedroom")
    event = requests(emulator)[-1].event
    assert event
    assert event["event"]["payload"]["speechId"] == "q-2"


async def test_a_cancelled_answer_leaves_the_question_open(
    device: Device, emulator: Emulator
) -> None:
    await ask_back(device, emulator)
    turn, room = listen(device), Room()
    hearing = asyncio.create_task(turn.hear(room.listen()))
    await asyncio.sleep(0)
    assert device.client.cancel("kitchen")
    with pytest.raises(TurnInterruptedError):
        await hearing
    again = listen(device)
    await again.hear(microphone(SPOKEN))
    again.discard()
    event = requests(emulator)[-1].event
    assert event
    assert event["event"]["payload"]["speechId"] == "q-1"


async def test_the_end_of_the_client_closes_the_microphone(
    make_device: DeviceFactory, emulator: Emulator
) -> None:
    room = Room()
    async with make_device().running() as device:
        await ask_back(device, emulator)
        hearing = asyncio.create_task(listen(device).hear(room.listen()))
        await asyncio.sleep(0)
    with pytest.raises(TurnInterruptedError):
        await hearing
    assert room.closed
