"""A spoken request that CLOVA had not begun to handle goes up a second time, from its first word."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from custom_components.clova_cic.cic import StaticToken, TurnInterruptedError
from custom_components.clova_cic.cic.errors import (
    GoAwayError,
    NoAnswerError,
    TokenRefusedError,
    UnauthorizedError,
)
from custom_components.clova_cic.cic.voice_turn import VoiceTurn
from emulator import Emulator, Fault, FaultKind, RecordedRequest

from .conftest import TIMING, Device, DeviceFactory
from .test_voice import SPOKEN, listen, microphone, silence, tone
from .words import words


class Fading:
    """A token that is good for the downchannel and refused from then on, until it is renewed."""

    def __init__(self, good: str) -> None:
        self.good = self.value = good
        self.renewing = asyncio.Event()  # somebody wants a new one
        self.may_renew = asyncio.Event()

    def fade(self) -> None:
        self.value = "faded"

    async def token(self) -> str:
        return self.value

    async def renew(self, rejected: str) -> str:
        self.renewing.set()
        await self.may_renew.wait()
        self.value = self.good
        return self.value


def requests(emulator: Emulator) -> list[RecordedRequest]:
    """The spoken requests, also those that were refused."""
    return [request for request in emulator.requests if request.path == "/v1/events"]


def same_message(emulator: Emulator) -> bool:
    """Whether the last two requests are one message, sent twice."""
    first, second = (request.event for request in requests(emulator)[-2:])
    assert first
    assert second
    return bool(first["event"] == second["event"])


async def said_in_two(pause: asyncio.Event) -> AsyncIterator[bytes]:
    """Somebody who waits for something in the middle of a sentence."""
    yield tone(0.4)
    await pause.wait()
    async for chunk in microphone(tone(0.4) + silence(0.8)):
        yield chunk


WHOLE = tone(0.4) + tone(0.4) + silence(0.8)


async def answered(turn: VoiceTurn, hearing: asyncio.Task[str | None]) -> bool:
    """Whether there is an answer, once all has been said."""
    await hearing
    turn.claim()
    return bool(words(await turn.reply()))


@pytest.mark.cic("CIC-T-027")
async def test_a_refused_token_costs_no_word(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    token, pause = Fading(emulator.token), asyncio.Event()
    async with make_device(token=token).running() as device:
        token.fade()
        turn = listen(device)
        hearing = asyncio.create_task(turn.hear(said_in_two(pause)))
        await token.renewing.wait()
        assert not hearing.done()
        token.may_renew.set()
        await emulator.wait_for(lambda: requests(emulator)[-1].audio_times)
        pause.set()
        assert await answered(turn, hearing)
        assert device.client.stats.resent == 1
    refused, taken = requests(emulator)
    assert refused.status == 401
    assert WHOLE.startswith(taken.audio)
    assert len(taken.audio) > len(tone(0.8))


@pytest.mark.cic("CIC-T-069")
@pytest.mark.parametrize("audio", [tone(0.5), tone(10.0) + b"\0"], ids=["short", "long"])
async def test_without_a_downchannel_everything_is_said_again_on_a_new_one(
    device: Device, emulator: Emulator, audio: bytes
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=412))
    turn = listen(device)
    hearing = asyncio.create_task(turn.hear(microphone(audio, ends=True, step=3200)))
    assert await answered(turn, hearing)
    paths = [request.path for request in emulator.requests]
    assert paths == ["/v1/directives", "/v1/events", "/v1/directives", "/v1/events"]
    assert same_message(emulator)
    assert requests(emulator)[-1].audio == audio[: len(audio) // 2 * 2]
    # The emulator knows no other microphone than one that captures in real time.
    told = emulator._core.recorder.violations
    assert all("before it could be captured" in each for each in told)
    told.clear()


async def test_a_server_that_goes_away_hears_nothing_and_the_next_connection_everything(
    device: Device, emulator: Emulator
) -> None:
    emulator.config = emulator._core.config = replace(emulator.config, shows_text=False)
    pause = asyncio.Event()
    turn = listen(device)
    hearing = asyncio.create_task(turn.hear(said_in_two(pause)))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times)
    emulator.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=1))
    await emulator.wait_for(
        lambda: len(requests(emulator)) == 2 and requests(emulator)[-1].audio_times
    )
    pause.set()
    assert await answered(turn, hearing)
    assert [request.connection for request in requests(emulator)] == [1, 2]
    assert WHOLE.startswith(requests(emulator)[-1].audio)


async def test_what_clova_has_begun_to_hear_is_not_said_twice(
    device: Device, emulator: Emulator
) -> None:
    turn = listen(device)
    hearing = asyncio.create_task(turn.hear(said_in_two(asyncio.Event())))
    await emulator.wait_for(lambda: emulator.requests[-1].audio_times)
    emulator.push("SpeechRecognizer", "KeepRecording", {}, dialogue_id=turn.dialogue_id)
    await device.host.until(lambda: "SpeechRecognizer.KeepRecording" in device.host.names)
    assert not turn.repeatable
    emulator.inject(Fault(FaultKind.GOAWAY, when="now", last_stream=1))
    with pytest.raises(GoAwayError):
        await hearing
    await device.host.until(lambda: device.host.log.count("connected") == 2)
    assert len(requests(emulator)) == 1


async def test_an_answer_that_begins_makes_room(device: Device, emulator: Emulator) -> None:
    turn = listen(device)
    await turn.hear(microphone(SPOKEN))
    turn.claim()
    assert words(await turn.reply())
    assert not turn.repeatable
    assert turn.microphone.waiting == 0


async def test_twice_refused_is_told(emulator: Emulator, make_device: DeviceFactory) -> None:
    token = Fading(emulator.token)
    token.may_renew.set()
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401, times=2))
    async with make_device(token=token).running() as device:
        turn = listen(device)
        with pytest.raises(UnauthorizedError):
            await turn.hear(microphone(tone(0.3), ends=True))
        assert len(requests(emulator)) == 2
        with pytest.raises(UnauthorizedError):
            await turn.reply()


async def test_without_another_token_the_user_hears_why(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    emulator.inject(Fault(FaultKind.EVENT_STATUS, status=401))
    async with make_device(token=StaticToken(emulator.token)).running() as device:
        turn = listen(device)
        with pytest.raises(TokenRefusedError):
            await turn.hear(microphone(tone(0.3), ends=True))


async def test_who_speaks_anew_meanwhile_ends_the_old_request(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    token = Fading(emulator.token)
    async with make_device(token=token).running() as device:
        token.fade()
        turn = listen(device)
        hearing = asyncio.create_task(turn.hear(said_in_two(asyncio.Event())))
        await token.renewing.wait()
        again = listen(device)
        with pytest.raises(TurnInterruptedError):
            await hearing
        token.may_renew.set()
        await again.hear(microphone(SPOKEN))
        again.claim()
        assert words(await again.reply())
    assert [request.status for request in requests(emulator)] == [401, 200]


async def test_a_remedy_that_takes_too_long_is_not_waited_for(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    token = Fading(emulator.token)
    timing = replace(TIMING, understand=0.1)
    async with make_device(token=token, timing=timing).running() as device:
        token.fade()
        turn = listen(device)
        with pytest.raises(UnauthorizedError):
            await turn.hear(microphone(tone(0.3), ends=True))
        assert turn.interrupted.done()


async def test_a_server_that_never_says_anything_is_not_waited_for(
    emulator: Emulator, make_device: DeviceFactory
) -> None:
    emulator.inject(Fault(FaultKind.SILENCE))
    async with make_device(timing=replace(TIMING, understand=0.1)).running() as device:
        turn = listen(device)
        with pytest.raises(NoAnswerError):
            await turn.hear(microphone(tone(0.3), ends=True))
