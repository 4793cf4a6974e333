"""The client: what outer rings construct, feed with requests and listen to."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
import logging
from typing import Any, Literal, Protocol

from .answer import Reply
from .delivery import Delivery
from .dialogue import Source
from .errors import CicError, NotReadyError, TokenRefusedError, TurnInterruptedError
from .interfaces.message import event_of
from .interfaces.speech_recognizer import Initiator
from .interfaces.speech_synthesizer import Request
from .interfaces.text_recognizer import words_of
from .link import Link, TlsFactory
from .messages import ContextObject, Directive, Event
from .questions import Question, Questions
from .router import Handler, Router
from .settings import ClientConfig, Timing, TokenProvider
from .speech import SpeechItem
from .stats import Stats
from .turn import Turn
from .turn_line import TurnLine
from .voice_turn import Language, VoiceTurn

_LOGGER = logging.getLogger(__name__)

type Voice = Literal["en", "ja", "ko", "zh"]


class Host(Handler, Protocol):
    """What a client needs from its surroundings. All calls come from the client's event loop."""

    def connected(self) -> None:
        """Events can be sent from now on."""

    def disconnected(self, error: CicError) -> None:
        """They cannot any more; called once per loss, and once if the first attempt fails."""

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """The user has to sign in again; `run` ends after this."""

    def context(self) -> Sequence[ContextObject]:
        """Return the state of the device at this moment (CIC-T-049)."""


class CicClient:
    """One device at CIC: a link that is kept alive, and requests that go over it."""

    def __init__(
        self,
        config: ClientConfig,
        *,
        token: TokenProvider,
        tls: TlsFactory,
        host: Host,
        timing: Timing | None = None,
        stats: Stats | None = None,
    ) -> None:
        """Prepare; `run` connects. `tls` makes a TLS context that offers h2, off the loop.

        `stats` go on from an earlier client of the same device.
        """
        self.stats = stats or Stats()
        self._host = host
        self._timing = timing or Timing()
        self._router = Router(host, self.stats)
        self._line = TurnLine()
        self._questions = Questions(self._timing)
        self._tasks: asyncio.TaskGroup | None = None
        self._link = Link(
            config,
            token=token,
            tls=tls,
            listener=self,
            timing=self._timing,
            stats=self.stats,
            parts=self._router.parts,
        )
        self._delivery = Delivery(
            self._link,
            self._router,
            context=host.context,
            sent=self._sent,
            timing=self._timing,
            stats=self.stats,
        )

    @property
    def ready(self) -> bool:
        """Whether events can be sent now."""
        return self._link.ready

    def on_speech(self, listener: Callable[[SpeechItem], None]) -> None:
        """Have speech heard that answers no request (CIC-SS-013); it is dropped otherwise."""
        self._router.on_speech = listener

    async def run(self) -> None:
        """Keep the device connected until cancelled; ends by itself when the user must sign in."""
        async with asyncio.TaskGroup() as tasks:
            worker = tasks.create_task(self._router.run(), name="clova directives")
            self._tasks = tasks
            try:
                await self._link.run()
            finally:
                self._tasks = None
                self._line.interrupt()
                worker.cancel()

    async def wait_ready(self, limit: float) -> None:
        """Return once events can be sent. Raises NotReadyError with the last failure as cause."""
        await self._link.connection(limit)

    async def ask(self, text: str, *, conversation: str) -> Reply:
        """Send a typed request and return its answer: one request, nothing else on the network.

        An open question of the same conversation is answered by it (CIC-T-076). Nobody hears the
        answer. Raises UsageError for an empty text, and whatever CicError kept the answer away.
        """
        words = words_of(text)
        turn = Turn(conversation, self._timing)
        turn.speech.let_go()
        await self._converse(turn, lambda: self._questions.typed(words, conversation))
        return turn.collected()

    def begin(self, text: str, *, conversation: str) -> Turn:
        """Send a typed request in the background; its answer may be heard. UsageError if empty."""
        words = words_of(text)
        turn = Turn(conversation, self._timing)
        self._start(turn, self._converse(turn, lambda: self._questions.typed(words, conversation)))
        return turn

    def listen(
        self, *, lang: Language, conversation: str, initiator: Initiator | None = None
    ) -> VoiceTurn:
        """Begin a spoken request in the background; `hear` sends what is said.

        The turn is held: its answer takes effect only when it is claimed. Where this conversation
        was asked something, nothing is sent before somebody speaks, and nothing at all if nobody
        does within the question's time: the turn is `silent` then.
        """
        question = self._questions.of(conversation)
        turn = VoiceTurn(
            conversation,
            self._timing,
            lang=lang,
            initiator=initiator,
            patience=question.patience(self._timing.listen) if question else None,
        )
        self._start(turn, self._answer(turn, question) if question else self._speak(turn))
        return turn

    def synthesize(self, text: str, lang: Voice) -> Turn:
        """Order the speech for a text, in the background and outside any dialogue (CIC-SS-053)."""
        turn = Turn("", self._timing)
        event = event_of(Request(text=text, lang=lang))
        self._start(turn, self._deliver_apart(event, turn))
        return turn

    def cancel(self, conversation: str | None = None) -> bool:
        """End what this conversation, or anybody, asks or waits for; False if that is nothing."""
        return self._line.interrupt(conversation)

    async def send(
        self, event: Event, *, context: Sequence[ContextObject] = ()
    ) -> tuple[Directive, ...]:
        """Send an event and return the directives that answer it, if any.

        `context` stands for the host's objects of the same names: an event that waited tells the
        state of its own moment (CIC-PB-003). A user's request waits for its turn like any other, as
        a conversation of its own, and tells the state of when it is sent.
        """
        if event.begins_dialogue:
            turn = Turn(event.message_id, self._timing)
            turn.speech.let_go()
            await self._converse(turn, lambda: event)
            return tuple(turn.directives)
        exchange = await self._delivery.deliver(event, context=context)
        return tuple(exchange.directives)

    async def doubt_token(self) -> None:
        """Get another token: CIC said, outside any request, that this one is not valid (CIC-SY-022).

        Raises TokenRefusedError if there is none; the user has been asked to sign in then.
        """
        await self._link.renew_token(await self._link.token())

    def _start(self, turn: Turn, work: Coroutine[Any, Any, None]) -> None:
        """Run a turn in the background; the client's `run` owns the task."""
        if self._tasks is None:
            work.close()
            turn.close(NotReadyError("the client is not running"))
            return
        self._tasks.create_task(self._guard(turn, work), name="clova turn")

    async def _guard(self, turn: Turn, work: Coroutine[Any, Any, None]) -> None:
        """Let a turn end with its work, whatever that ends with."""
        error: CicError | None = TurnInterruptedError("the client stops")
        try:
            await work
            error = None
        except CicError as caught:
            error = caught
        except Exception as caught:
            _LOGGER.exception("A turn failed in a way that was not foreseen")
            error = CicError(f"an unforeseen {type(caught).__name__}")
        finally:
            turn.close(error)

    async def _deliver_apart(self, event: Event, turn: Turn) -> None:
        """Send an event outside the line of dialogues."""
        await self._delivery.deliver(event, turn)

    async def _answer(self, turn: VoiceTurn, question: Question) -> None:
        """Send what somebody says to a question; who says nothing ends it (CIC-SR-066)."""
        with self._line.beside(turn):
            if not await turn.spoken():
                self._questions.close(question)
                return
        await self._speak(turn)

    async def _speak(self, turn: VoiceTurn) -> None:
        """Send what is said."""
        await self._converse(turn, lambda: self._questions.spoken(turn))

    async def _converse(self, turn: Turn, request: Callable[[], Event]) -> None:
        """Run a turn; its request is made when the turn may begin."""
        await self._line.enter(turn, self._timing.turn_wait)
        try:
            with self.stats.turn(turn.times, spoken=isinstance(turn, VoiceTurn)):
                self._router.turn = turn
                event = request()
                if isinstance(turn, VoiceTurn):
                    self._router.hold(turn)
                await self._delivery.deliver(event, turn)
                self._questions.remember(turn)
        finally:
            self._router.turn = None
            self._line.leave(turn)

    def _sent(self, event: Event) -> None:
        """A request has left completely; if it began a dialogue, an open question is void."""
        if event.begins_dialogue and event.dialogue_id is not None:
            self._questions.void()
            self._router.sent(event.dialogue_id)

    # LinkListener

    def link_up(self) -> None:
        """Tell the host."""
        self._host.connected()

    def link_down(self, error: CicError) -> None:
        """Tell the host."""
        self._host.disconnected(error)

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """Tell the host."""
        self._host.sign_in_needed(error)

    def pushed(self, directive: Directive) -> None:
        """Route what came on the downchannel."""
        self._router.arrived(directive, Source.DOWNCHANNEL)

    def unreadable(self, reason: str) -> None:
        """Count it."""
        self._router.malformed(reason)
