"""A clock that leaps to the next timer: deadlines are exact, and nothing really waits."""

import asyncio
from collections.abc import Callable, Coroutine
import functools
import selectors
from typing import Any, override


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
