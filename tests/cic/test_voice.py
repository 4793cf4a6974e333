"""Spoken requests against the emulator, over real TLS on loopback."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
import math
import struct
from typing import Any
from uuid import uuid4

import pytest

from custom_components.clova_cic.cic import TurnInterruptedError
from custom_components.clova_cic.cic.errors import (
    ConnectionLostError,
    NoAnswerError,
    NotReadyError,
    StreamFailedError,
)
from custom_components.clova_cic.cic.interfaces.speech_recognizer import woken
from custom_components.clova_cic.cic.microphone import STEP
from custom_components.clova_cic.cic.voice_turn import VoiceTurn
from emulator import Answer, Attachment, Emulator, Fault, FaultKind, Place, directive
from emulator.answers import Part

from .conftest import TIMING, Device, DeviceFactory
from .words import NOW, words

RATE = 16_000
STEP_SECONDS = 0.2


def tone(seconds: float) -> bytes:
    """Something that is loud enough to be speech."""
    count = int(seconds * RATE)
    return struct.pack(f"<{count}h", *(int(8000 * math.sin(n * 0.2)) for n in range(count)))


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * RATE) * 2)


async def microphone(audio: bytes, *, step: int = 640, ends: bool = False) -> AsyncIterator[bytes]:
    """A microphone: chunks as the loop turns; it never stops by itself unless `ends`."""
    for start in range(0, len(audio), step):
        yield audio[start : start + step]
        await asyncio.sleep(0)
    if not ends:
        await asyncio.Event().wait()


SPOKEN = tone(0.6) + silence(0.8)


def speak(content_id: str, token: str = "t-1", **more: Any) -> dict[str, Any]:
    payload = {"format": "AUDIO_MPEG", "token": token, "url": f"cid:{content_id}", **more}
    return directive("SpeechSynthesizer", "Speak", payload)


def shown(text: str) -> dict[str, Any]:
    return directive("Clova", "RenderText", {"text": text})


def listen(device: Device, conversation: str = "kitchen") -> VoiceTurn:
    return device.client.listen(lang="ko", conversation=conversation)


async def heard(turn: VoiceTurn) -> list[bytes]:
    """Everything there is to hear, item by item."""
    return [
        b"".join([chunk async for chunk in item.chunks()]) async for item in turn.speech.listen()
    ]


@pytest.mark.cic("CIC-SR-001", "CIC-T-036", "CIC-SR-030")
async def test_one_request_understands_answers_and_speaks(
    device: Device, emulator: Emulator
) -> None:
    emulator.hear_next("지금 몇 시야?")
    turn = listen(device)
    assert await turn.hear(microphone(SPOKEN)) is None
    turn.claim()
    text = await turn.words("ko", NOW)
    assert text
    (voice,) = await heard(turn)
    reply = await turn.reply()
    assert words(reply) == text
    (request,) = [r for r in emulator.requests if r.path == "/v1/events"]
    assert request.name == "SpeechRecognizer.Recognize"
    assert SPOKEN.startswith(request.audio)
    assert len(request.audio) > len(tone(0.6))
    assert len(voice) > 1000


@pytest.mark.cic("CIC-SR-004", "CIC-T-037")
async def test_speech_goes_up_in_steps_as_it_is_said(device: Device, emulator: Emulator) -> None:
    turn = listen(device)
    hearing = asyncio.create_task(turn.hear(microphone(tone(0.5))))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times)
    assert not hearing.done()
    sizes = [size for _, size in emulator.requests[-1].audio_times]
    held_back = -sum(sizes) % STEP  # what may be the beginning of a delimiter
    assert held_back < 64
    turn.discard()
    with pytest.raises(TurnInterruptedError):
        await hearing


@pytest.mark.cic("CIC-SR-007", "CIC-SR-006", "CIC-T-039")
async def test_who_stops_speaking_ends_the_request(device: Device, emulator: Emulator) -> None:
    turn = listen(device)
    await turn.hear(microphone(tone(0.5), ends=True))
    turn.claim()
    assert words(await turn.reply())
    assert emulator.events[-1].audio == tone(0.5)


@pytest.mark.cic("CIC-SR-034", "CIC-SR-040")
async def test_the_cloud_may_tell_what_it_understood(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    emulator.config = emulator._core.config = replace(emulator.config, tells_text=True)
    emulator.hear_next("안녕")
    partial: list[str] = []
    async with make_device().running() as device:
        turn = listen(device)
        turn.partial = partial.append
        assert await turn.hear(microphone(SPOKEN)) == "안녕"
        turn.discard()


@pytest.mark.cic("CIC-SR-035")
async def test_a_microphone_that_never_stops_is_stopped(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    timing = replace(TIMING, listen=0.4, understand=0.3)
    async with make_device(timing=timing).running() as device:
        turn = listen(device)
        with pytest.raises(NoAnswerError):
            await turn.hear(microphone(tone(1.0)))
        (request,) = [r for r in emulator.requests if r.path == "/v1/events"]
        await emulator.wait_for(lambda: request.reset is not None)


async def test_a_held_turn_takes_no_effect_until_it_is_claimed(
    device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([shown("네"), directive("Clova", "Help", {})]))
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    await turn.reply()
    assert [d.name for d in device.host.handled if d.name != "StopCapture"] == []
    turn.claim()
    await device.host.until(lambda: len(device.host.handled) >= 2)
    assert [d.name for d in device.host.handled if d.name != "StopCapture"] == [
        "RenderText",
        "Help",
    ]


async def test_what_nobody_claims_is_dropped(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer([shown("네"), directive("Clova", "Help", {})]))
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    await turn.reply()
    turn.discard()
    assert device.host.dropped == ["unclaimed", "unclaimed"]
    turn.claim()
    assert [d.name for d in device.host.handled if d.name != "StopCapture"] == []


@pytest.mark.cic("CIC-SS-001", "CIC-SS-003", "CIC-SS-004")
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 3, 0, 1), (0, 2, 1, 3), (3, 1, 0, 2)])
async def test_items_are_heard_in_order_wherever_their_parts_stand(
    device: Device, emulator: Emulator, order: tuple[int, ...]
) -> None:
    parts: list[Part] = [
        speak("a", "t-a"),
        Attachment("a", b"first" * 1000),
        speak("b", "t-b"),
        Attachment("b", b"second" * 1000),
    ]
    emulator.answer_next(Answer([parts[place] for place in order]))
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    said = [b"first" * 1000, b"second" * 1000]
    assert await heard(turn) == (said if order.index(0) < order.index(2) else said[::-1])


@pytest.mark.cic("CIC-SS-005", "CIC-SS-015", "CIC-T-054")
async def test_a_part_that_never_comes_is_skipped(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(
        Answer([speak("lost"), speak("b"), Attachment("b", b"second"), Attachment("c", b"stray")])
    )
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    assert await heard(turn) == [b"", b"second"]


@pytest.mark.cic("CIC-SR-009", "CIC-SR-015", "CIC-SR-063")
async def test_the_answer_to_a_question_belongs_to_its_dialogue(
    device: Device, emulator: Emulator
) -> None:
    question = {"expectSpeechId": "q-1", "explicit": True, "timeoutInMilliseconds": 7000}
    emulator.answer_next(
        Answer([shown("몇 분?"), directive("SpeechRecognizer", "ExpectSpeech", question)])
    )
    first = listen(device)
    await first.hear(microphone(SPOKEN))
    first.claim()
    assert (await first.reply()).continues
    second = listen(device)
    await second.hear(microphone(SPOKEN))
    second.discard()
    one, two = (r.event["event"] for r in emulator.events if r.event)
    assert one["header"]["dialogRequestId"] == two["header"]["dialogRequestId"]
    assert (two["payload"]["speechId"], two["payload"]["explicit"]) == ("q-1", True)
    assert "speechId" not in one["payload"]


@pytest.mark.cic("CIC-SR-008", "CIC-SR-021")
async def test_two_rooms_speak_one_after_the_other(device: Device, emulator: Emulator) -> None:
    kitchen, bedroom = listen(device), listen(device, "bedroom")

    async def turn(one: VoiceTurn) -> str | None:
        await one.hear(microphone(SPOKEN))
        one.claim()
        return words(await one.reply())

    assert all(await asyncio.gather(turn(kitchen), turn(bedroom)))
    first, second = emulator.events
    assert first.event
    assert second.event
    ids = [e["event"]["header"]["dialogRequestId"] for e in (first.event, second.event)]
    assert ids[0] != ids[1]


async def test_the_same_room_interrupts_itself(device: Device, emulator: Emulator) -> None:
    first = listen(device)
    hearing = asyncio.create_task(first.hear(microphone(tone(0.4))))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times)
    second = listen(device)
    with pytest.raises(TurnInterruptedError):
        await hearing
    await second.hear(microphone(SPOKEN))
    second.claim()
    assert words(await second.reply())


@pytest.mark.cic("CIC-SR-010", "CIC-T-075")
async def test_a_request_that_is_given_up_leaves_the_last_dialogue(
    device: Device, emulator: Emulator
) -> None:
    await device.client.ask("hello", conversation="kitchen")
    last = device.client._router.dialogues.last
    turn = listen(device)
    hearing = asyncio.create_task(turn.hear(microphone(tone(0.4))))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times)
    assert device.client.cancel("kitchen")
    with pytest.raises(TurnInterruptedError):
        await hearing
    assert device.client._router.dialogues.last == last
    assert not device.client.cancel("kitchen")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(FaultKind.DROP, on=Place.EVENT), ConnectionLostError),
        (Fault(FaultKind.RESET, on=Place.EVENT), StreamFailedError),
    ],
)
async def test_what_breaks_is_told(
    device: Device, emulator: Emulator, fault: Fault, error: type[Exception]
) -> None:
    async def speak_and_wait() -> None:
        await turn.hear(microphone(SPOKEN))
        await turn.reply()

    emulator.inject(fault)
    turn = listen(device)
    with pytest.raises(error):
        await speak_and_wait()
    turn.discard()


async def test_without_a_connection_nobody_listens(make_device: DeviceFactory) -> None:
    device = make_device()
    turn = listen(device)
    with pytest.raises(NotReadyError):
        await turn.hear(microphone(SPOKEN))


async def test_a_long_answer_waits_for_who_hears_it(device: Device, emulator: Emulator) -> None:
    long = bytes(range(256)) * 8192  # 2 MiB
    emulator.answer_next(Answer([shown("long"), speak("a"), Attachment("a", long)]))
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    assert await turn.words("ko", NOW) == "long"
    items = turn.speech.listen()
    item = await anext(items)
    chunks = item.chunks()
    first = await anext(chunks)
    for _ in range(200):
        await asyncio.sleep(0.002)
    assert turn.speech._held() < 600 * 1024
    assert not turn.ended
    rest = b"".join([first, *[chunk async for chunk in chunks]])
    assert rest == long
    assert (await turn.reply()).spoken


async def test_what_nobody_hears_does_not_hold_the_answer_up(
    device: Device, emulator: Emulator
) -> None:
    emulator.answer_next(Answer([speak("a"), Attachment("a", bytes(2_000_000)), shown("late")]))
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    turn.speech.let_go()
    assert words(await turn.reply()) == "late"


@pytest.mark.cic("CIC-SS-050", "CIC-SS-053")
async def test_any_text_can_be_spoken(device: Device, emulator: Emulator) -> None:
    await device.client.ask("hello", conversation="kitchen")
    last = device.client._router.dialogues.last
    turn = device.client.synthesize("문이 열려 있어요.", "ko")
    (voice,) = [
        b"".join([chunk async for chunk in item.chunks()]) async for item in turn.speech.listen()
    ]
    await turn.reply()
    assert len(voice) > 1000
    assert device.client._router.dialogues.last == last
    assert emulator.events[-1].name == "SpeechSynthesizer.Request"
    event = emulator.events[-1].event
    assert event is not None
    assert event["event"]["payload"] == {"text": "문이 열려 있어요.", "lang": "ko"}


async def test_a_typed_request_may_be_heard_too(device: Device, emulator: Emulator) -> None:
    emulator.answer_next(Answer([shown("네"), speak("a"), Attachment("a", b"sound")]))
    turn = device.client.begin("안녕", conversation="kitchen")
    assert await turn.words("ko", NOW) == "네"
    sounds = [
        b"".join([chunk async for chunk in item.chunks()]) async for item in turn.speech.listen()
    ]
    assert sounds == [b"sound"]
    await device.host.until(lambda: device.host.handled)


async def test_a_server_that_takes_no_speech_is_not_waited_for(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    emulator.inject(Fault(FaultKind.ZERO_WINDOW))
    async with make_device().running() as device:
        turn = listen(device)
        with pytest.raises(StreamFailedError, match="does not take the speech"):
            await turn.hear(microphone(tone(10), step=STEP * 2))


@pytest.mark.cic("CIC-SR-018", "CIC-T-042")
async def test_a_wake_word_goes_up_with_what_was_said_before_it(
    device: Device, emulator: Emulator
) -> None:
    initiator = woken(str(uuid4()), name="hey_clova", samples=RATE // 2)
    turn = device.client.listen(lang="en", conversation="kitchen", initiator=initiator)
    audio = silence(0.3) + tone(0.8)
    await turn.hear(microphone(audio + silence(0.8)))
    turn.discard()
    request = emulator.events[-1]
    assert request.event is not None
    indices = request.event["event"]["payload"]["initiator"]["payload"]["wakeWord"]["indices"]
    assert indices == {"startIndexInSamples": 4800, "endIndexInSamples": 4800 + RATE // 2}
    start = indices["startIndexInSamples"] * 2
    assert request.audio[:start] == silence(0.3)
    assert request.audio.startswith(audio[: start + 100])
