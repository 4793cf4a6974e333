"""What a turn says as soon as it can, and turns that run in the background."""

import asyncio

import pytest

from custom_components.clova_cic.cic.errors import (
    CicError,
    ConnectionLostError,
    TurnInterruptedError,
)
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.turn import Turn

from .conftest import Device
from .leaping import later, leaping, now
from .words import NOW

TIMING = Timing(first_directive=10, idle=4, turn=30)


def shown(text: str) -> Directive:
    return Directive(namespace="Clova", name="RenderText", payload={"text": text})


def template(text: str) -> Directive:
    value = {"type": "string", "value": text}
    return Directive(
        namespace="Clova", name="RenderTemplate", payload={"type": "Memo", "content": value}
    )


SPEAK = Directive(namespace="SpeechSynthesizer", name="Speak", payload={"url": "cid:a"})


def begun() -> Turn:
    turn = Turn("kitchen", TIMING)
    turn.begin("d-1")
    return turn


@leaping
@pytest.mark.cic("CIC-CL-022")
async def test_the_text_does_not_wait_for_the_rest() -> None:
    turn = begun()
    later(1, turn.add, SPEAK)
    later(1.1, turn.add, shown("네"))
    assert await turn.words("ko", NOW) == "네"
    assert now() == 1.1
    assert await turn.words("ko", NOW) == "네"


@leaping
async def test_speech_without_words_is_not_waited_for_long() -> None:
    turn = begun()
    later(1, turn.add, SPEAK)
    later(1.1, turn.add, template("우유"))
    later(9, turn.add, shown("late"))
    assert await turn.words("ko", NOW) == "우유"
    assert now() == 1.3
    turn = begun()
    later(1, turn.add, SPEAK)
    assert await turn.words("ko", NOW, patience=0.5) is None


@leaping
async def test_without_speech_the_end_is_waited_for() -> None:
    turn = begun()
    later(1, turn.add, template("우유"))
    later(3, turn.close, None)
    assert await turn.words("ko", NOW) == "우유"
    assert now() == 3


@leaping
async def test_a_failure_before_anything_came_is_told() -> None:
    turn = begun()
    later(1, turn.close, ConnectionLostError("gone"))
    with pytest.raises(ConnectionLostError):
        await turn.words("ko", NOW)
    with pytest.raises(ConnectionLostError):
        await turn.reply()
    assert turn.ended


@leaping
async def test_a_failure_after_something_came_leaves_what_came() -> None:
    turn = begun()
    turn.add(template("우유"))
    turn.close(ConnectionLostError("gone"))
    turn.close(None)
    assert await turn.words("ko", NOW) == "우유"
    with pytest.raises(ConnectionLostError):
        await turn.reply()


@leaping
async def test_a_speak_that_does_not_fit_is_no_speech() -> None:
    turn = begun()
    assert not turn.add(Directive(namespace="SpeechSynthesizer", name="Speak", payload={}))
    assert turn.add(SPEAK)
    turn.speech.let_go()
    assert not turn.add(SPEAK)


@leaping
@pytest.mark.cic("CIC-SS-010")
async def test_an_answer_that_waits_for_its_listener_does_not_run_out_of_time() -> None:
    turn = begun()
    waiting = asyncio.create_task(turn.wait())
    await asyncio.sleep(0)
    turn.speech.wanted = True
    turn.add(shown("long"))
    turn.waits_for_listener(waits=True)
    later(100, lambda: turn.waits_for_listener(waits=False))
    later(103, turn.end, None)
    await waiting
    assert now() == 103


@leaping
async def test_an_answer_that_is_heard_may_take_as_long_as_it_likes() -> None:
    turn = begun()
    turn.speech.wanted = True
    waiting = asyncio.create_task(turn.wait())
    await asyncio.sleep(0)
    turn.add(SPEAK)
    for second in range(3, 90, 3):
        later(second, turn.alive)
    later(90, turn.end, None)
    await waiting
    assert now() == 90


@leaping
async def test_listeners_may_change_their_mind_at_any_time() -> None:
    turn = begun()
    turn.waits_for_listener(waits=True)
    turn.claim()
    turn.discard()
    turn.discard()
    with pytest.raises(TurnInterruptedError):
        turn.check()


async def test_what_was_not_foreseen_ends_its_turn_alone(
    device: Device, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("odd")

    with monkeypatch.context() as patch:
        patch.setattr(device.client._questions, "typed", fail)
        turn = device.client.begin("hello", conversation="kitchen")
        with pytest.raises(CicError, match="unforeseen ValueError"):
            await turn.reply()
    assert "not foreseen" in caplog.text
    assert await device.client.ask("hello", conversation="kitchen")
