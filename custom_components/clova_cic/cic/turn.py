"""One step of a dialogue: a request of the user and everything that answers it."""

import asyncio

from .answer import Reply, is_part_of_answer
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
        self.interrupted: asyncio.Future[None] = self._loop.create_future()
        self._deadline: asyncio.Timeout | None = None
        self._last_moment = 0.0

    def begin(self, dialogue_id: str | None) -> None:
        """Its request is about to be sent, for the first or the second time.

        Raises TurnInterruptedError if nobody waits for the answer any more.
        """
        self.check()
        self.dialogue_id = dialogue_id
        self._ended = self._loop.create_future()

    def check(self) -> None:
        """Raise TurnInterruptedError if it has been interrupted."""
        if self.interrupted.done():
            raise TurnInterruptedError(_INTERRUPTED)

    def alive(self) -> None:
        """Note a sign of life after the first directive: the wait for the next begins anew."""
        deadline = self._deadline
        if self.directives and deadline is not None and not deadline.expired():
            soon = self._loop.time() + self._timing.idle
            deadline.reschedule(min(soon, self._last_moment))

    def add(self, directive: Directive) -> bool:
        """Take a directive of this dialogue, from the response or from the downchannel.

        Returns whether the answer that the user gets is made of it.
        """
        self.directives.append(directive)
        self.alive()
        return is_part_of_answer(directive)

    def end(self, error: CicError | None) -> None:
        """Finish, with the reason if it is not the regular end; the first call counts."""
        if not self._ended.done():
            self._ended.set_result(error)

    def interrupt(self) -> None:
        """End it for a newer request, or because nobody waits for it any more."""
        if not self.interrupted.done():
            self.interrupted.set_result(None)
        self.end(TurnInterruptedError(_INTERRUPTED))

    async def wait(self) -> None:
        """Wait for the end, for `first_directive` seconds at first, then `idle` after each sign.

        Raises what ended the turn early, NoAnswerError when nothing came. A response that stops
        after it began counts as ended: what came is the answer.
        """
        now = self._loop.time()
        self._last_moment = now + self._timing.turn
        try:
            async with asyncio.timeout_at(now + self._timing.first_directive) as deadline:
                self._deadline = deadline
                try:
                    error = await asyncio.shield(self._ended)
                finally:
                    self._deadline = None
        except TimeoutError:
            error = None if self.directives else NoAnswerError("no answer in time")
        if error is not None:
            raise error
        if not self.directives:
            raise NoAnswerError("the answer was empty")

    def reply(self) -> Reply:
        """Return what has come."""
        return Reply(
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
