"""The client: what outer rings construct, feed with requests and listen to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .answer import Reply
from .dialogue import Source
from .errors import CicError, NoAnswerError, NoDownchannelError, Stage, TokenRefusedError
from .event_body import encode_event
from .exchange import Exchange
from .interfaces.speech_recognizer import ExpectSpeech
from .interfaces.text_recognizer import answer, recognize, words_of
from .link import Link, TlsFactory
from .messages import ContextObject, Directive, Event
from .response import ResponseReader
from .retry import Resend, resend
from .router import Handler, Router
from .settings import ClientConfig, Timing, TokenProvider
from .stats import Stats
from .turn import Turn
from .turn_line import TurnLine


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


@dataclass(frozen=True, slots=True)
class _Question:
    """What CLOVA asked back, and where; open until `until` on the loop's clock."""

    conversation: str
    dialogue_id: str
    expect: ExpectSpeech
    until: float


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
    ) -> None:
        """Prepare; `run` connects. `tls` makes a TLS context that offers h2, off the loop."""
        self.stats = Stats()
        self._host = host
        self._timing = timing or Timing()
        self._router = Router(host, self.stats)
        self._line = TurnLine()
        self._question: _Question | None = None
        self._link = Link(
            config,
            token=token,
            tls=tls,
            listener=self,
            timing=self._timing,
            stats=self.stats,
        )

    @property
    def ready(self) -> bool:
        """Whether events can be sent now."""
        return self._link.ready

    async def run(self) -> None:
        """Keep the device connected until cancelled; ends by itself when the user must sign in."""
        async with asyncio.TaskGroup() as tasks:
            worker = tasks.create_task(self._router.run(), name="clova directives")
            try:
                await self._link.run()
            finally:
                self._line.interrupt_all()
                worker.cancel()

    async def wait_ready(self, limit: float) -> None:
        """Return once events can be sent. Raises NotReadyError with the last failure as cause."""
        await self._link.connection(limit)

    async def ask(self, text: str, *, conversation: str) -> Reply:
        """Send a typed request and return its answer: one request, nothing else on the network.

        An open question of the same conversation is answered by it (CIC-T-076). Raises UsageError
        for an empty text, and whatever CicError kept the answer away.
        """
        words = words_of(text)
        return await self._converse(conversation, lambda: self._recognize(words, conversation))

    async def send(self, event: Event) -> tuple[Directive, ...]:
        """Send an event and return the directives that answer it, if any.

        A user's request waits for its turn like any other, as a conversation of its own.
        """
        if event.begins_dialogue:
            return (await self._converse(event.message_id, lambda: event)).directives
        exchange = await self._deliver(event)
        return tuple(exchange.directives)

    async def doubt_token(self) -> None:
        """Get another token: CIC said, outside any request, that this one is not valid (CIC-SY-022).

        Raises TokenRefusedError if there is none; the user has been asked to sign in then.
        """
        await self._link.renew_token(await self._link.token())

    async def _converse(self, conversation: str, request: Callable[[], Event]) -> Reply:
        """Run a turn; its request is made when the turn may begin."""
        turn = Turn(conversation, self._timing)
        await self._line.enter(turn, self._timing.turn_wait)
        began = asyncio.get_running_loop().time()
        try:
            self._router.turn = turn
            await self._deliver(request(), turn)
            self._remember(turn)
            self.stats.turns += 1
            self.stats.last_turn = asyncio.get_running_loop().time() - began
            return turn.reply()
        finally:
            self._router.turn = None
            self._line.leave(turn)

    def _recognize(self, words: str, conversation: str) -> Event:
        """Build the request, as an answer if this conversation was asked something."""
        question = self._question
        now = asyncio.get_running_loop().time()
        if question is None or question.conversation != conversation or now > question.until:
            return recognize(words)
        return answer(words, question.expect, question.dialogue_id)

    def _remember(self, turn: Turn) -> None:
        """Keep what CLOVA asked back; a new dialogue anywhere ends it (CIC-SR-068)."""
        expect = turn.question()
        if expect is not None and turn.dialogue_id is not None:
            until = asyncio.get_running_loop().time() + self._timing.follow_up
            self._question = _Question(turn.conversation, turn.dialogue_id, expect, until)

    async def _deliver(self, event: Event, turn: Turn | None = None) -> Exchange:
        """Send an event and wait for its response; once more where that is safe and may help."""
        exchange = Exchange(event, self._router, turn, lambda: self._sent(event))
        try:
            return await self._attempt(event, turn, exchange)
        except CicError as error:
            match resend(error):
                case Resend.NEVER:
                    raise
                case Resend.AFTER_REOPENING if isinstance(error, NoDownchannelError):
                    self._link.reopen(error, exchange.downchannel)
                case Resend.AFTER_RENEWING:
                    await self._link.renew_token(exchange.token)
                case _:
                    pass  # `_attempt` waits for the next connection
        self.stats.resent += 1
        exchange = Exchange(event, self._router, turn, lambda: self._sent(event))
        return await self._attempt(event, turn, exchange)

    async def _attempt(self, event: Event, turn: Turn | None, exchange: Exchange) -> Exchange:
        """Send an event once, on the downchannel's connection (CIC-T-030)."""
        connection = await self._link.connection(self._timing.ready_wait)
        exchange.token = await self._link.token()
        exchange.downchannel = self._link.downchannel
        headers = self._link.headers("POST", "/v1/events", exchange.token)
        encoded = encode_event(event.encode(self._host.context()))
        headers.append(("content-type", encoded.content_type))
        dialogue_id = event.dialogue_id if event.begins_dialogue else None
        if turn is not None:
            turn.begin(dialogue_id)
        if dialogue_id is not None:
            self._router.dialogues.begin(dialogue_id)
        self.stats.events += 1
        stream = None
        try:
            reader = ResponseReader(exchange, stage=Stage.EVENT)
            stream = connection.request(headers, reader, encoded.body)
            await (turn.wait() if turn else self._wait(exchange))
            self._link.token_worked()
        finally:
            if stream is not None:
                connection.cancel(stream)
            if dialogue_id is not None:
                self._router.abandon(dialogue_id)
        return exchange

    async def _wait(self, exchange: Exchange) -> None:
        """Wait for the end of a response that no turn watches."""
        try:
            async with asyncio.timeout(self._timing.turn):
                error = await asyncio.shield(exchange.done)
        except TimeoutError:
            raise NoAnswerError("no answer in time") from None
        if error is not None:
            raise error

    def _sent(self, event: Event) -> None:
        """A request has left completely; if it began a dialogue, an open question is void."""
        if event.begins_dialogue and event.dialogue_id is not None:
            self._question = None
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


async def probe(
    config: ClientConfig,
    *,
    token: TokenProvider,
    tls: TlsFactory,
    timing: Timing | None = None,
) -> None:
    """Dial, open a downchannel and wait for Hello once, then close.

    Raises the CicError that says at which stage it failed.
    """
    link = Link(
        config,
        token=token,
        tls=tls,
        listener=_Nobody(),
        timing=timing or Timing(),
        stats=Stats(),
    )
    await link.open_once()


class _Nobody:
    """Listens to a link that is only tried out."""

    def link_up(self) -> None:
        """Do nothing: `probe` returns."""

    def link_down(self, error: CicError) -> None:
        """Do nothing: `probe` raises."""

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """Do nothing: `probe` raises."""

    def pushed(self, directive: Directive) -> None:
        """Leave it: the server sends it again to whoever stays."""

    def unreadable(self, reason: str) -> None:
        """Do nothing."""
