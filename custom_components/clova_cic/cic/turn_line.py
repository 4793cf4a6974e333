"""Who may ask now: one device has one dialogue at a time (CIC-T-044)."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import UsageError
from .turn import Turn


class TurnLine:
    """The turn that runs, those that wait for it to end, and those that may never ask."""

    def __init__(self) -> None:
        """Nobody asks."""
        self._running: Turn | None = None
        self._since = 0.0  # when it began to run, on the loop's clock
        self._waiting: deque[tuple[Turn, asyncio.Future[None]]] = deque()
        self._beside: list[Turn] = []  # that do not know yet whether they will ask

    async def enter(self, turn: Turn, limit: float) -> None:
        """Return when the turn may run; call `leave` afterwards.

        A turn of the same conversation that runs or waits is interrupted. Another conversation's
        may end first, but one that runs for `limit` seconds while this one waits is interrupted
        too. Raises TurnInterruptedError when this one is interrupted before it may run.
        """
        self.interrupt(turn.conversation)
        if self._running is None:
            self._run(turn)
            return
        loop = asyncio.get_running_loop()
        arrived = loop.time()
        admitted: asyncio.Future[None] = loop.create_future()
        place = (turn, admitted)
        self._waiting.append(place)
        try:
            while not admitted.done():
                patience = max(arrived, self._since) + limit - loop.time()
                if patience <= 0:
                    self._running.interrupt()
                    patience = limit  # that it needs to leave, at the most
                await asyncio.wait(
                    (admitted, turn.interrupted),
                    timeout=patience,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                turn.check()
        except BaseException:
            if admitted.done():
                self.leave(turn)
            else:
                self._waiting.remove(place)
            raise

    def leave(self, turn: Turn) -> None:
        """Let the one that has waited longest in."""
        if self._running is not turn:
            raise UsageError("only the turn that runs can leave")
        self._running = None
        if self._waiting:
            following, admitted = self._waiting.popleft()
            self._run(following)
            admitted.set_result(None)

    @contextmanager
    def beside(self, turn: Turn) -> Iterator[None]:
        """Let a turn wait for its words: it holds nobody up, but is interrupted like any other.

        A turn of the same conversation that runs or waits is interrupted.
        """
        self.interrupt(turn.conversation)
        self._beside.append(turn)
        try:
            yield
        finally:
            self._beside.remove(turn)

    def _run(self, turn: Turn) -> None:
        """Make it the running one."""
        self._running = turn
        self._since = asyncio.get_running_loop().time()

    def interrupt(self, conversation: str | None = None) -> bool:
        """End the turns of a conversation, or all, running or waiting; False if there are none."""
        turns = [turn for turn in self._all() if conversation in (None, turn.conversation)]
        for turn in turns:
            turn.interrupt()
        return bool(turns)

    def _all(self) -> list[Turn]:
        """The running turn and those that wait, in order, then those beside the line."""
        running = [self._running] if self._running else []
        return running + [turn for turn, _ in self._waiting] + self._beside
