"""Who may ask when. Time leaps from one timer to the next."""

import asyncio

import pytest

from custom_components.clova_cic.cic.errors import CicError, TurnInterruptedError, UsageError
from custom_components.clova_cic.cic.settings import Timing
from custom_components.clova_cic.cic.turn import Turn
from custom_components.clova_cic.cic.turn_line import TurnLine

from .leaping import later, leaping, now

TIMING = Timing(first_directive=10, idle=4, turn=30)
LIMIT = 10.0


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
    line.interrupt()
    first, second = Turn("hall", TIMING), Turn("bath", TIMING)
    await line.enter(first, LIMIT)
    waiting = asyncio.create_task(line.enter(second, LIMIT))
    await asyncio.sleep(0)
    line.interrupt()
    with pytest.raises(TurnInterruptedError):
        await waiting
    with pytest.raises(TurnInterruptedError):
        first.check()
    assert now() == 0


# Who does not know yet whether he will ask


async def test_who_waits_beside_the_line_holds_nobody_up() -> None:
    line = TurnLine()
    hall, bath = Turn("hall", TIMING), Turn("bath", TIMING)
    with line.beside(hall):
        await line.enter(bath, LIMIT)
        line.leave(bath)
    assert not hall.interrupted.done()
    await line.enter(hall, LIMIT)
    assert not hall.interrupted.done()


async def test_who_waits_beside_the_line_takes_the_place_of_his_own_room() -> None:
    line = TurnLine()
    running, bath, beside = Turn("hall", TIMING), Turn("bath", TIMING), Turn("hall", TIMING)
    await line.enter(running, LIMIT)
    with line.beside(bath), line.beside(beside):
        assert running.interrupted.done()
        assert not bath.interrupted.done()
        newer = Turn("hall", TIMING)
        with line.beside(newer):
            assert beside.interrupted.done()
        assert not newer.interrupted.done()
        assert line.interrupt("bath")
        assert bath.interrupted.done()
    assert not line.interrupt("bath")
