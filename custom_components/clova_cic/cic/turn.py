"""One step of a dialogue: a request of the user and everything that answers it."""

import asyncio

from .answer import Reply, text_of
from .errors import CicError, MessageError, NoAnswerError, TurnInterruptedError
from .interfaces.payload import read
from .interfaces.speech_recognizer import EXPECT_SPEECH, ExpectSpeech
from .messages import Directive
from .settings import Timing

_INTERRUPTED = "a newer request took its place"


class Turn:
    """Collects the directives of one dialogue step and says when they are complete.

    Knows nothing of connections: `begin` is called when its request goes out, `add` for each
    directive that belongs to it, `alive` for other signs of life, `end` when the response is over.
    """

    def __init__(self, conversation: str, timing: Timing) -> None:
        """Make a turn of this conversation, which is whoever asks: a room, a dialog, a satellite."""
        self.conversation = conversation
        self.dialogue_id: str | None = None
        self.directives: list[Directive] = []
        self._timing = timing
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[CicError | None] = self._loop.create_future()
        self._interrupted = False
        self._deadline: asyncio.Timeout | None = None
        self._last_moment = 0.0

    def begin(self, dialogue_id: str | None) -> None:
        """Its request is about to be sent, for the first or the second time.

        Raises TurnInterruptedError if nobody waits for the answer any more.
        """
        if self._interrupted:
            raise TurnInterruptedError(_INTERRUPTED)
        self.dialogue_id = dialogue_id
        self._ended = self._loop.create_future()

    def alive(self) -> None:
        """Note a sign of life after the first directive: the wait for the next begins anew."""
        if self.directives and self._deadline is not None and not self._deadline.expired():
            soon = self._loop.time() + self._timing.idle
            self._deadline.reschedule(min(soon, self._last_moment))

    def add(self, directive: Directive) -> None:
        """Take a directive of this dialogue, from the response or from the downchannel."""
        self.directives.append(directive)
        self.alive()

    def end(self, error: CicError | None) -> None:
        """Finish, with the reason if it is not the regular end; the first call counts."""
        if not self._ended.done():
            self._ended.set_result(error)

    def interrupt(self) -> None:
        """End it for a newer request, or because nobody waits for it any more."""
        self._interrupted = True
        self.end(TurnInterruptedError(_INTERRUPTED))

    async def wait(self) -> None:
        """Wait for the end, for `first_directive` seconds at first, then `idle` after each sign.

        Raises what ended the turn early, NoAnswerError when nothing came. A response that stops
        after it began counts as ended: what came is the answer.
        """
        now = self._loop.time()
        self._last_moment = now + self._timing.turn
        try:
            async with asyncio.timeout_at(now + self._timing.first_directive) as self._deadline:
                error = await asyncio.shield(self._ended)
        except TimeoutError:
            error = None if self.directives else NoAnswerError("no answer in time")
        if error is not None:
            raise error
        if not self.directives:
            raise NoAnswerError("the answer was empty")

    def reply(self) -> Reply:
        """Return what has come."""
        return Reply(
            text=text_of(self.directives),
            continues=self.question() is not None,
            directives=tuple(self.directives),
        )

    def question(self) -> ExpectSpeech | None:
        """Return the question that CLOVA asked back, the last if there are several."""
        for directive in reversed(self.directives):
            if directive.qualified_name == EXPECT_SPEECH:
                try:
                    return read(ExpectSpeech, directive.payload)
                except MessageError:
                    continue
        return None


class TurnLine:
    """Who may ask now: one device has one dialogue at a time (CIC-T-044)."""

    def __init__(self) -> None:
        """Nobody asks."""
        self._lock = asyncio.Lock()
        self._turns: list[Turn] = []  # the running one and those that wait

    async def enter(self, turn: Turn, limit: float) -> None:
        """Return when the turn may run.

        A turn of the same conversation that runs or waits is interrupted; another conversation's
        may end first, but after `limit` seconds it is interrupted too. Call `leave` afterwards.
        """
        for other in self._turns:
            if other.conversation == turn.conversation:
                other.interrupt()
        self._turns.append(turn)
        try:
            try:
                async with asyncio.timeout(limit):
                    await self._lock.acquire()
            except TimeoutError:
                self._turns[0].interrupt()
                await self._lock.acquire()
        except asyncio.CancelledError:
            self._turns.remove(turn)
            raise
        # The running one stands first.
        self._turns.remove(turn)
        self._turns.insert(0, turn)

    def leave(self, turn: Turn) -> None:
        """Let the next one in."""
        self._turns.remove(turn)
        self._lock.release()

    def interrupt_all(self) -> None:
        """End every turn, running or waiting."""
        for turn in self._turns:
            turn.interrupt()
