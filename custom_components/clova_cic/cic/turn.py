"""One step of a dialogue: a request of the user and everything that answers it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from .answer import Reply, is_part_of_answer
from .errors import CicError, MessageError, NoAnswerError, TurnInterruptedError
from .history import Mark, TurnTimes
from .interfaces.payload import read
from .interfaces.speech_recognizer import EXPECT_SPEECH, ExpectSpeech
from .interfaces.speech_synthesizer import SPEAK, Speak
from .messages import Directive
from .settings import Timing
from .speech import Speech

_INTERRUPTED = "a newer request took its place"


class Turn:
    """Collects the directives of one dialogue step and says when they are complete.

    Knows nothing of connections: `begin` is called when its request goes out, `add` for each
    directive that belongs to it, `alive` for other signs of life, `end` when the response is over,
    `close` when nothing more will be tried.
    """

    def __init__(self, conversation: str, timing: Timing, *, held: bool = False) -> None:
        """Make a turn of this conversation, which is whoever asks: a room, a dialog, a satellite.

        A held one takes no effect until it is claimed.
        """
        self.conversation = conversation
        self.dialogue_id: str | None = None
        self.directives: list[Directive] = []
        self.speech = Speech()
        self.held = held
        self.on_claim: Callable[[], None] = _nothing
        self.on_discard: Callable[[], None] = _nothing
        self._timing = timing
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[CicError | None] = self._loop.create_future()
        self._closed: asyncio.Future[CicError | None] = self._loop.create_future()
        self.interrupted: asyncio.Future[None] = self._loop.create_future()
        self.times = TurnTimes(self._loop.time)
        self._deadline: asyncio.Timeout | None = None
        self._last_moment = 0.0
        self._news = asyncio.Event()

    # What happens to it

    def begin(self, dialogue_id: str | None) -> None:
        """Its request is about to be sent, for the first or the second time.

        Raises TurnInterruptedError if nobody waits for the answer any more.
        """
        self.check()
        self.times.again()
        self.dialogue_id = dialogue_id
        self._ended = self._loop.create_future()
        self.speech.reopen()

    def check(self) -> None:
        """Raise TurnInterruptedError if it has been interrupted."""
        if self.interrupted.done():
            raise TurnInterruptedError(_INTERRUPTED)

    def alive(self) -> None:
        """Note a sign of life after the first directive: the wait for the next begins anew."""
        deadline = self._deadline
        if self.directives and deadline is not None and not deadline.expired():
            soon = self._loop.time() + self._timing.idle
            # An answer that somebody hears may take as long as it likes.
            deadline.reschedule(soon if self.speech.wanted else min(soon, self._last_moment))

    def at_work(self) -> None:
        """Note that CLOVA is at it: the wait for the first directive begins anew (CIC-SR-051)."""
        deadline = self._deadline
        if not self.directives and deadline is not None and not deadline.expired():
            soon = self._loop.time() + self._timing.first_directive
            deadline.reschedule(min(soon, self._last_moment))

    def accepted(self) -> None:
        """CLOVA has taken the request; it will not be sent again."""

    def waits_for_listener(self, *, waits: bool) -> None:
        """The network stands still because nobody reads what came, or goes on."""
        if self._deadline is not None and not self._deadline.expired():
            if waits:
                self._deadline.reschedule(None)
            else:
                self.alive()

    def add(self, directive: Directive) -> bool:
        """Take a directive of this dialogue, from the response or from the downchannel.

        Returns whether the answer that the user gets is made of it.
        """
        self.times.mark(Mark.FIRST_DIRECTIVE)
        self.directives.append(directive)
        answers = is_part_of_answer(directive)
        if directive.qualified_name == SPEAK:
            answers = self._speaks(directive)
        self._news.set()
        self.alive()
        return answers

    def _speaks(self, directive: Directive) -> bool:
        """Let a Speak be heard, if somebody will."""
        try:
            self.speech.speak(read(Speak, directive.payload))
        except MessageError:
            return False
        return not self.speech.stopped

    def end(self, error: CicError | None) -> None:
        """Finish, with the reason if it is not the regular end; the first call counts."""
        if not self._ended.done():
            self._ended.set_result(error)
            self.speech.end()
            self._news.set()

    def close(self, error: CicError | None) -> None:
        """Nothing more will be tried: this is how it ended."""
        if not self._closed.done():
            self._closed.set_result(error)
            self.end(error)
            self._news.set()

    def interrupt(self) -> None:
        """End it for a newer request, or because nobody waits for it any more."""
        if not self.interrupted.done():
            self.interrupted.set_result(None)
        self.end(TurnInterruptedError(_INTERRUPTED))

    # What its owner does

    def claim(self) -> None:
        """Let a held turn take effect: what came, in order, and what still comes."""
        if self.held:
            self.held = False
            self.on_claim()

    def discard(self) -> None:
        """End it without a trace, also after its end: what was held is dropped."""
        self.speech.let_go()
        if self.held:
            self.held = False
            self.on_discard()
        self.interrupt()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._closed.done()

    @property
    def repeatable(self) -> bool:
        """Whether its request can be sent a second time."""
        return True

    @property
    def failure(self) -> CicError | None:
        """Why the response brought nothing, None if it did or still may."""
        last_word = self._closed if self._closed.done() else self._ended
        if last_word.done() and not self.directives:
            return last_word.result()
        return None

    async def reply(self) -> Reply:
        """Wait for the end of the response and return it. Raises what kept it away."""
        error = await asyncio.shield(self._closed)
        if error is not None:
            raise error
        return self.collected()

    async def words(self, language: str, now: datetime, patience: float = 0.3) -> str | None:
        """Return the text to show as soon as it is known.

        None if there is none at the end, or `patience` seconds after speech has begun: the user
        should not wait for what need not come. Raises what kept the whole answer away.
        """
        spoken_since: float | None = None
        while True:
            reply = self.collected()
            if text := reply.shown_text():
                return text
            if self._closed.done():
                if (error := self._closed.result()) is not None and not self.directives:
                    raise error
                return reply.text(language, now)
            if spoken_since is None and reply.spoken:
                spoken_since = self._loop.time()
            limit = None if spoken_since is None else spoken_since + patience
            self._news.clear()
            try:
                async with asyncio.timeout_at(limit):
                    await self._news.wait()
            except TimeoutError:
                return reply.text(language, now)

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

    def collected(self) -> Reply:
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


def _nothing() -> None:
    """Nobody needs to know."""
