"""Speech that somebody really listens to: in time, or not, and what becomes of the request."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from emulator import Emulator
from emulator.speech import recognition as recognition_module
from emulator.speech.recognition import Recognition, RecognitionError

from .asking import pushed, pushes
from .client import Client, Response
from .conftest import ClientFactory, EmulatorFactory
from .speaking import BYTES_PER_SECOND, UTTERANCE, Speaker, pour, send, silence, speech, tone


class Listener:
    """A recogniser that understands what the test says, when the test says so."""

    languages = frozenset({"en"})

    def __init__(self, *words: str | Exception) -> None:
        self.words_to_come = list(words)
        self.heard: list[bytes] = []
        self.begun = asyncio.Event()
        self.over = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.cancelled = asyncio.Event()

    async def words(self, speech: Awaitable[bytes]) -> str:
        self.begun.set()
        try:
            self.heard.append(await speech)
            self.over.set()
            await self.may_answer.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        words = self.words_to_come.pop(0)
        if isinstance(words, Exception):
            raise words
        return words


async def happened(event: asyncio.Event) -> None:
    """Return once it has; in less than recognition may take."""
    async with asyncio.timeout(3):
        await event.wait()


TIME = "It is 3:05 p.m."
GREETING = "Hello. What can I do for you?"


async def connected(
    make: EmulatorFactory, connect: ClientFactory, listener: Listener, **settings: Any
) -> tuple[Emulator, Client, Response]:
    """An emulator with this recogniser, a client of it, and its downchannel."""
    cloud = await make(recogniser=listener, **settings)
    client = await connect(cloud)
    return cloud, client, await client.open_channel()


def answer(response: Response) -> str:
    text = response.directives["RenderText"]["text"]
    assert isinstance(text, str)
    return text


async def test_what_was_said_is_answered(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener("what time is it")
    cloud, client, channel = await connected(make_emulator, connect, listener)
    audio = silence(1) + tone(0.8) + silence(0.7)
    assert answer(await send(client, speech(), audio)) == TIME
    assert cloud.events[-1].transcript == "what time is it"
    assert [len(heard) for heard in listener.heard] == [1.2 * BYTES_PER_SECOND]
    (stop,) = await pushed(channel, 1)
    assert stop["payload"] == {}


async def test_it_is_ready_before_the_speech_is_over(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener("what time is it")
    _, client, channel = await connected(make_emulator, connect, listener)
    speaker = Speaker(client, speech())
    await speaker.say(tone(0.2))
    await happened(listener.begun)
    assert listener.heard == []
    assert pushes(channel) == 0
    await speaker.say(UTTERANCE)
    assert answer(await speaker.end()) == TIME


async def test_one_may_stop_speaking_before_the_words_are_known(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener("what time is it")
    listener.may_answer.clear()
    cloud, client, channel = await connected(make_emulator, connect, listener)
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE)
    await pushed(channel, 1)
    assert cloud.requests[-1].transcript is None
    listener.may_answer.set()
    assert answer(await speaker.end()) == TIME


async def test_words_that_are_told_come_with_the_end(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener("what time is it", "")
    listener.may_answer.clear()
    _, client, channel = await connected(
        make_emulator, connect, listener, tells_text=True, shows_text=True
    )
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE)
    await happened(listener.over)
    assert pushes(channel) == 0
    listener.may_answer.set()
    names = [each["header"]["name"] for each in await pushed(channel, 3)]
    assert names == ["KeepRecording", "ShowRecognizedText", "StopCapture"]
    assert (await pushed(channel, 3))[-1]["payload"] == {"recognizedText": "what time is it"}
    await speaker.end()
    await send(client, speech())  # nothing is understood
    assert (await pushed(channel, 4))[-1]["payload"] == {}


async def test_a_transcript_comes_first(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener()
    cloud, client, _ = await connected(make_emulator, connect, listener)
    cloud.hear_next("what time is it")
    assert answer(await send(client, speech())) == TIME
    assert not listener.begun.is_set()


@pytest.mark.parametrize("lang", ["ko", "ja"])
async def test_other_languages_are_a_greeting(
    make_emulator: EmulatorFactory, connect: ClientFactory, lang: str
) -> None:
    listener = Listener()
    cloud, client, _ = await connected(make_emulator, connect, listener)
    assert (await send(client, speech(lang))).status == 200
    assert cloud.events[-1].transcript in {"안녕하세요", "こんにちは"}
    assert not listener.begun.is_set()


async def test_a_language_that_is_none(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    listener = Listener()
    cloud, client, _ = await connected(make_emulator, connect, listener, strict=False)
    message = speech()
    message["event"]["payload"]["lang"] = 1
    assert answer(await send(client, message)) == GREETING
    assert cloud.events[-1].transcript == "Hello"


async def test_what_nobody_knows_is_not_understood(
    make_emulator: EmulatorFactory, connect: ClientFactory
) -> None:
    cloud, client, _ = await connected(make_emulator, connect, Listener(""))
    response = await send(client, speech())
    assert answer(response) == "I did not understand that. Ask me what I can do."
    assert cloud.events[-1].transcript == ""


async def test_quiet_is_no_speech(make_emulator: EmulatorFactory, connect: ClientFactory) -> None:
    listener = Listener("")
    _, client, _ = await connected(make_emulator, connect, listener)
    assert (await send(client, speech(), silence(0.5))).status == 200
    assert listener.heard == [b""]


async def test_a_failure_is_a_greeting(
    make_emulator: EmulatorFactory, connect: ClientFactory, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(RecognitionError("the ear is full"), "what time is it")
    _, client, _ = await connected(make_emulator, connect, listener)
    assert answer(await send(client, speech())) == GREETING
    assert "the ear is full" in caplog.text
    assert answer(await send(client, speech())) == TIME


async def test_it_may_not_take_long(
    make_emulator: EmulatorFactory,
    connect: ClientFactory,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recognition_module, "TIME_LIMIT", 0.05)
    listener = Listener()
    listener.may_answer.clear()
    _, client, _ = await connected(make_emulator, connect, listener)
    assert answer(await send(client, speech())) == GREETING
    assert listener.cancelled.is_set()
    assert "not recognised within" in caplog.text


@pytest.mark.parametrize("over", [False, True])
async def test_a_request_that_is_given_up_is_not_recognised(
    make_emulator: EmulatorFactory, connect: ClientFactory, over: bool
) -> None:
    listener = Listener()
    listener.may_answer.clear()
    cloud, client, channel = await connected(make_emulator, connect, listener)
    speaker = Speaker(client, speech())
    await speaker.say(UTTERANCE if over else tone(0.2))
    if over:
        await pour(speaker.response, b"\r\n--q7--\r\n", end=True)
    await happened(listener.over if over else listener.begun)
    client.h2.reset_stream(speaker.response.stream_id)
    client.flush()
    await happened(listener.cancelled)
    assert pushes(channel) == int(over)
    assert cloud.requests[-1].transcript is None
    assert cloud.requests[-1].status is None


async def test_two_at_once_and_no_more() -> None:
    listener = Listener("one", "two", "three")
    listener.may_answer.clear()
    recognition = Recognition(listener)
    words: list[str | None] = []
    done = asyncio.Event()

    def then(text: str | None) -> None:
        words.append(text)
        if len(words) == 3:
            done.set()

    for number in range(3):
        hearing = recognition.begin("en", then)
        assert hearing is not None
        hearing.over(bytes([number]))
        hearing.over(b"once is enough")
    await happened(listener.over)
    for _ in range(5):  # turns in which a third one would begin
        await asyncio.sleep(0)
    assert listener.heard == [b"\0", b"\1"]
    listener.may_answer.set()
    await happened(done)
    assert words == ["one", "two", "three"]
    assert listener.heard[2] == b"\2"


async def test_an_end_gives_everything_up() -> None:
    listener = Listener()
    recognition = Recognition(listener)
    assert recognition.begin("en", lambda words: pytest.fail(str(words))) is not None
    await happened(listener.begun)
    await recognition.stop()
    assert listener.cancelled.is_set()
