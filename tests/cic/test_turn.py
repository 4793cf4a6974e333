"""One step of a dialogue, and who may ask when. Time leaps from one timer to the next."""

import asyncio
from collections.abc import Callable, Coroutine
import functools
import selectors
from typing import Any, override

import pytest

from custom_components.clova_cic.cic.errors import (
    CicError,
    NoAnswerError,
    StreamFailedError,
    TurnInterruptedError,
    UsageError,
)
from custom_components.clova_cic.cic.interfaces.speech_recognizer import ExpectSpeech
from custom_components.clova_cic.cic.messages import Directive
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.turn import Turn, TurnLine

TIMING = Timing(first_directive=10, idle=4, turn=30)
LIMIT = 10.0


class LeapingSelector(selectors.SelectSelector):
    """Has no patience: where a loop would wait, its clock is put forward."""

    now = 0.0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits, and nothing will ever happen"
            self.now += timeout
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock stands still while callbacks run."""

    def __init__(self) -> None:
        self._leaping = LeapingSelector()
        super().__init__(self._leaping)

    @override
    def time(self) -> float:
        return self._leaping.now


def leaping(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test on a loop that starts at 0 and never waits."""

    @functools.wraps(test)
    def run(*args: object, **kwargs: object) -> None:
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run


def now() -> float:
    """The loop's clock, rounded to what a test can name."""
    return round(asyncio.get_running_loop().time(), 6)


def later(seconds: float, call: Callable[..., object], *args: object) -> None:
    """Call something then."""
    asyncio.get_running_loop().call_later(seconds, call, *args)


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
    assert turn.reply().text == "a\nb"


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
    assert turn.reply().text == "a\nb"


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
    assert turn.reply().text == "a"


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
    assert not turn.reply().continues
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q1", explicit=True))
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q2", explicit=False))
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId=5))
    turn.add(directive("SpeechRecognizer.KeepRecording", expectSpeechId="q3", explicit=True))
    assert turn.question() == ExpectSpeech(expect_speech_id="q2", explicit=False)
    reply = turn.reply()
    assert (reply.continues, reply.text, len(reply.directives)) == (True, "How long?", 5)


@leaping
async def test_a_question_that_cannot_be_answered_is_none() -> None:
    turn = begun()
    turn.add(directive("SpeechRecognizer.ExpectSpeech", expectSpeechId="q1"))
    assert turn.question() is None
    assert not turn.reply().continues


# Who may ask


class Room:
    """Asks, and writes down when it may and what stopped it."""

    def __init__(self, line: TurnLine, name: str, log: list[str]) -> None:
        self.turn = Turn(name.rstrip("123"), TIMING)
        self._line, self._name, self._log = line, name, log

    def note(self, what: str) -> None:
        self._log.append(f"{now():g} {self._name} {what}")

    async def ask(self, lasts: float) -> None:
        """Enter, stay for some seconds or until interrupted, leave."""
        try:
            await self._line.enter(self.turn, LIMIT)
        except CicError as error:
            self.note(type(error).__name__)
            return
        self.note("in")
        await asyncio.wait((self.turn.interrupted,), timeout=lasts)
        self.note("interrupted" if self.turn.interrupted.done() else "out")
        self._line.leave(self.turn)


async def day(*requests: tuple[float, str, float]) -> list[str]:
    """Let rooms ask: when, who, for how long. Return what happened."""
    line, log = TurnLine(), list[str]()

    async def ask(at: float, name: str, lasts: float) -> None:
        await asyncio.sleep(at)
        await Room(line, name, log).ask(lasts)

    async with asyncio.TaskGroup() as tasks:
        for request in requests:
            tasks.create_task(ask(*request))
    return log


@leaping
async def test_a_free_line_lets_a_turn_in_at_once() -> None:
    assert await day((0, "hall", 1), (2, "hall", 1), (4, "bath", 1)) == [
        "0 hall in",
        "1 hall out",
        "2 hall in",
        "3 hall out",
        "4 bath in",
        "5 bath out",
    ]


@leaping
@pytest.mark.cic("CIC-T-044")
async def test_rooms_take_their_turns_in_the_order_they_came() -> None:
    assert await day((0, "hall", 3), (1, "bath", 3), (2, "attic", 1), (2.5, "cellar", 1)) == [
        "0 hall in",
        "3 hall out",
        "3 bath in",
        "6 bath out",
        "6 attic in",
        "7 attic out",
        "7 cellar in",
        "8 cellar out",
    ]


@leaping
async def test_a_room_interrupts_itself() -> None:
    assert await day((0, "hall", 9), (2, "hall2", 3)) == [
        "0 hall in",
        "2 hall interrupted",
        "2 hall2 in",
        "5 hall2 out",
    ]


@leaping
async def test_a_room_waits_its_limit_and_then_interrupts() -> None:
    assert await day((0, "hall", 60), (1, "bath", 3)) == [
        "0 hall in",
        "11 hall interrupted",
        "11 bath in",
        "14 bath out",
    ]


@leaping
async def test_a_waiting_turn_that_is_replaced_ends_at_once() -> None:
    assert await day((0, "hall", 9), (1, "bath", 3), (2, "bath2", 3)) == [
        "0 hall in",
        "2 bath TurnInterruptedError",
        "9 hall out",
        "9 bath2 in",
        "12 bath2 out",
    ]


@leaping
async def test_a_waiting_turn_that_is_replaced_interrupts_nobody() -> None:
    assert await day((0, "hall", 60), (1, "bath", 3), (5, "bath2", 3)) == [
        "0 hall in",
        "5 bath TurnInterruptedError",
        "15 hall interrupted",
        "15 bath2 in",
        "18 bath2 out",
    ]


@leaping
async def test_the_third_room_gets_its_turn_too() -> None:
    assert await day((0, "hall", 60), (1, "bath", 60), (1, "attic", 1)) == [
        "0 hall in",
        "11 hall interrupted",
        "11 bath in",
        "21 bath interrupted",
        "21 attic in",
        "22 attic out",
    ]


@leaping
async def test_a_turn_that_has_just_begun_has_its_time() -> None:
    assert await day((0, "hall", 60), (1, "bath", 5), (3, "attic", 1)) == [
        "0 hall in",
        "11 hall interrupted",
        "11 bath in",
        "16 bath out",
        "16 attic in",
        "17 attic out",
    ]


@leaping
async def test_the_time_of_a_turn_runs_from_its_beginning() -> None:
    assert await day((0, "hall", 1.5), (1, "bath", 60), (1, "attic", 1)) == [
        "0 hall in",
        "1.5 hall out",
        "1.5 bath in",
        "11.5 bath interrupted",
        "11.5 attic in",
        "12.5 attic out",
    ]


@leaping
async def test_a_turn_may_take_its_time_to_leave() -> None:
    line = TurnLine()
    first, second = Turn("hall", TIMING), Turn("bath", TIMING)
    await line.enter(first, LIMIT)
    waiting = asyncio.create_task(line.enter(second, LIMIT))
    await first.interrupted
    assert now() == LIMIT
    later(LIMIT + 1, line.leave, first)
    await waiting
    assert now() == 2 * LIMIT + 1


@leaping
async def test_who_gives_up_waiting_leaves_no_gap() -> None:
    line, log = TurnLine(), list[str]()
    first, second, third = (Room(line, name, log) for name in ("hall", "bath", "attic"))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(first.ask(5))
        waiting = tasks.create_task(second.ask(5))
        tasks.create_task(third.ask(1))
        later(1, waiting.cancel)
    assert log == ["0 hall in", "5 hall out", "5 attic in", "6 attic out"]


@leaping
@pytest.mark.parametrize("how", ["cancel", "interrupt"])
async def test_who_is_let_in_and_stopped_in_one_moment_leaves_no_gap(how: str) -> None:
    line = TurnLine()
    first, second, third = (Turn(name, TIMING) for name in ("hall", "bath", "attic"))
    await line.enter(first, LIMIT)
    waiting = asyncio.create_task(line.enter(second, LIMIT))
    last = asyncio.create_task(line.enter(third, LIMIT))
    await asyncio.sleep(0)
    line.leave(first)
    if how == "cancel":
        waiting.cancel()
    else:
        second.interrupt()
    with pytest.raises((asyncio.CancelledError, TurnInterruptedError)):
        await waiting
    await last
    line.leave(third)
    await line.enter(first, LIMIT)


@leaping
async def test_a_line_that_frees_up_at_the_limit_lets_the_turn_in() -> None:
    line = TurnLine()
    first, second = Turn("hall", TIMING), Turn("bath", TIMING)
    await line.enter(first, LIMIT)
    waiting = asyncio.create_task(line.enter(second, LIMIT))
    await asyncio.sleep(0)
    later(LIMIT, line.leave, first)
    await waiting
    assert now() == LIMIT
    second.check()


@leaping
async def test_who_does_not_run_cannot_leave() -> None:
    line = TurnLine()
    first, second = Turn("hall", TIMING), Turn("bath", TIMING)
    with pytest.raises(UsageError):
        line.leave(first)
    await line.enter(first, LIMIT)
    with pytest.raises(UsageError):
        line.leave(second)
    line.leave(first)


@leaping
async def test_the_end_of_the_client_ends_all_turns() -> None:
    line = TurnLine()
    line.interrupt_all()
    first, second = Turn("hall", TIMING), Turn("bath", TIMING)
    await line.enter(first, LIMIT)
    waiting = asyncio.create_task(line.enter(second, LIMIT))
    await asyncio.sleep(0)
    line.interrupt_all()
    with pytest.raises(TurnInterruptedError):
        await waiting
    with pytest.raises(TurnInterruptedError):
        first.check()
    assert now() == 0
