"""One step of a dialogue. Time leaps from one timer to the next."""

import asyncio

import pytest

from custom_components.clova_cic.cic.errors import (
    NoAnswerError,
    StreamFailedError,
    TurnInterruptedError,
)
from custom_components.clova_cic.cic.interfaces.speech_recognizer import ExpectSpeech
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.turn import Turn

from .leaping import later, leaping, now
from .words import words

TIMING = Timing(first_directive=10, idle=4, turn=30)


def directive(name: str = "Clova.RenderText", **payload: object) -> Directive:
    """A directive of this qualified name."""
    namespace, name = name.split(".")
    return Directive(namespace=namespace, name=name, payload=payload)


def begun(conversation: str = "kitchen") -> Turn:
    """A turn whose request has gone out."""
    turn = Turn(conversation, TIMING)
    turn.begin("dialogue")
    return turn


# What ends a turn


@leaping
async def test_a_turn_ends_with_its_response() -> None:
    turn = begun()
    assert turn.dialogue_id == "dialogue"
    later(1, turn.add, directive(text="a"))
    later(2, turn.add, directive(text="b"))
    later(3, turn.end, None)
    await turn.wait()
    assert now() == 3
    assert words(turn.collected()) == "a\nb"


@leaping
async def test_a_response_that_has_already_ended_is_not_waited_for() -> None:
    turn = begun()
    turn.add(directive(text="a"))
    turn.end(None)
    await turn.wait()
    assert now() == 0


@leaping
async def test_without_a_directive_there_is_no_answer() -> None:
    turn = begun()
    with pytest.raises(NoAnswerError, match="in time"):
        await turn.wait()
    assert now() == TIMING.first_directive


@leaping
async def test_signs_of_life_do_not_stand_in_for_the_first_directive() -> None:
    turn = begun()
    later(9, turn.alive)
    with pytest.raises(NoAnswerError):
        await turn.wait()
    assert now() == TIMING.first_directive


@leaping
async def test_a_response_without_directives_is_no_answer() -> None:
    turn = begun()
    later(1, turn.end, None)
    with pytest.raises(NoAnswerError, match="empty"):
        await turn.wait()
    assert now() == 1


@leaping
async def test_after_a_directive_the_next_sign_of_life_is_waited_for() -> None:
    turn = begun()
    later(9, turn.add, directive(text="a"))
    later(12, turn.alive)
    later(15, turn.add, directive(text="b"))
    await turn.wait()
    assert now() == 15 + TIMING.idle
    assert words(turn.collected()) == "a\nb"


@leaping
async def test_a_directive_may_make_the_wait_shorter() -> None:
    turn = begun()
    later(1, turn.add, directive(text="a"))
    await turn.wait()
    assert now() == 1 + TIMING.idle


@leaping
async def test_a_response_that_never_ends_is_cut_off() -> None:
    turn = begun()
    for second in range(1, 40):
        later(second, turn.add, directive(text="a"))
    await turn.wait()
    assert now() == TIMING.turn
    assert len(turn.directives) in {29, 30}


@leaping
async def test_what_breaks_a_turn_is_raised() -> None:
    turn, error = begun(), StreamFailedError("reset")
    turn.add(directive(text="a"))
    later(1, turn.end, error)
    later(1, turn.end, None)
    with pytest.raises(StreamFailedError) as raised:
        await turn.wait()
    assert raised.value is error


@leaping
async def test_the_first_end_counts() -> None:
    turn = begun()
    turn.add(directive(text="a"))
    turn.end(None)
    turn.end(StreamFailedError("reset"))
    await turn.wait()


@leaping
async def test_a_second_attempt_has_an_end_and_a_patience_of_its_own() -> None:
    turn = begun()
    later(9, turn.end, StreamFailedError("reset"))
    with pytest.raises(StreamFailedError):
        await turn.wait()
    turn.begin("dialogue")
    later(9, turn.add, directive(text="a"))
    later(10, turn.end, None)
    await turn.wait()
    assert now() == 19


@leaping
async def test_a_directive_after_the_wait_is_taken_quietly() -> None:
    turn = begun()
    turn.add(directive(text="a"))
    turn.end(None)
    await turn.wait()
    turn.add(directive(text="b"))
    turn.alive()
    assert len(turn.directives) == 2


@leaping
async def test_a_directive_in_the_moment_of_the_deadline_is_taken() -> None:
    turn, errors = begun(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))
    waiting = asyncio.create_task(turn.wait())
    await asyncio.sleep(0)
    # The same moment, right after the deadline's own timer.
    later(TIMING.first_directive, turn.add, directive(text="a"))
    await waiting
    assert errors == []
    assert words(turn.collected()) == "a"


@leaping
async def test_who_stops_waiting_is_cancelled_and_nothing_else() -> None:
    turn = begun()
    waiting = asyncio.create_task(turn.wait())
    later(1, waiting.cancel)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    turn.add(directive(text="a"))
    turn.end(None)
    await turn.wait()


@leaping
async def test_an_interrupted_turn_says_so() -> None:
    turn = begun()
    turn.add(directive(text="a"))
    later(1, turn.interrupt)
    later(1, turn.interrupt)
    with pytest.raises(TurnInterruptedError):
        await turn.wait()
    assert now() == 1


@leaping
async def test_an_interrupted_turn_sends_nothing() -> None:
    turn = Turn("kitchen", TIMING)
    turn.check()
    turn.interrupt()
    with pytest.raises(TurnInterruptedError):
        turn.check()
    with pytest.raises(TurnInterruptedError):
        turn.begin("dialogue")
    assert turn.dialogue_id is None


# The answer


@leaping
async def test_a_question_makes_the_dialogue_go_on() -> None:
    turn = begun()
    turn.add(directive(text="How long?"))
    assert not turn.collected().continues
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q1", explicit=True))
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q2", explicit=False))
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId=5))
    turn.add(directive("SpeechRecognizer.KeepRecording", expectSpeechId="q3", explicit=True))
    assert turn.question() == ExpectSpeech(expect_speech_id="q2", explicit=False)
    reply = turn.collected()
    assert (reply.continues, words(reply), len(reply.directives)) == (True, "How long?", 5)


@leaping
async def test_a_question_that_cannot_be_answered_is_none() -> None:
    turn = begun()
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q1"))
    assert turn.question() is None
    assert not turn.collected().continues
