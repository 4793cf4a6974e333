"""Sending: one event on the downchannel's connection, and what answers it."""

import asyncio
from collections.abc import Callable, Sequence

from .connection import CicConnection
from .errors import CicError, NoAnswerError, NoDownchannelError, Stage, StreamFailedError
from .event_body import encode_event, encode_speech
from .exchange import Exchange
from .history import Mark
from .link import Link
from .messages import ContextObject, Event, overridden
from .response import ResponseReader
from .retry import Resend, resend
from .router import Router
from .settings import Timing
from .stats import Stats
from .stream import Stream
from .turn import Turn
from .voice_turn import VoiceTurn

MAX_BACKLOG = 256 * 1024  # bytes of speech that the network has not taken: eight seconds


class Delivery:
    """Sends events; `context` is asked for the device's state when an event is built."""

    def __init__(
        self,
        link: Link,
        router: Router,
        *,
        context: Callable[[], Sequence[ContextObject]],
        sent: Callable[[Event], None],
        timing: Timing,
        stats: Stats,
    ) -> None:
        """Send over this link; `sent` is called when a request has left completely."""
        self._link = link
        self._router = router
        self._context = context
        self._sent = sent
        self._timing = timing
        self._stats = stats

    async def deliver(
        self, event: Event, turn: Turn | None = None, *, context: Sequence[ContextObject] = ()
    ) -> Exchange:
        """Send an event and wait for its response; once more where that is safe and may help.

        `context` replaces what the device tells of itself under the same names.

        A spoken request goes up while it is spoken. The second time, what was said by then goes
        first and at once, the rest as it is said.
        """
        exchange = self._exchange(event, turn, context)
        try:
            return await self._attempt(event, turn, exchange)
        except CicError as error:
            # The remedy helps the next request even where this one cannot be sent again.
            if not await self._remedy(error, exchange) or not (turn is None or turn.repeatable):
                raise
        self._stats.resent += 1
        exchange = self._exchange(event, turn, context)
        return await self._attempt(event, turn, exchange)

    def _exchange(
        self, event: Event, turn: Turn | None, context: Sequence[ContextObject]
    ) -> Exchange:
        return Exchange(event, self._router, turn, lambda: self._sent(event), context)

    async def _remedy(self, error: CicError, exchange: Exchange) -> bool:
        """Do what the failure asks for; return whether the event may be sent again."""
        match resend(error):
            case Resend.NEVER:
                return False
            case Resend.AFTER_REOPENING if isinstance(error, NoDownchannelError):
                self._link.reopen(error, exchange.downchannel)
            case Resend.AFTER_RENEWING:
                await self._link.renew_token(exchange.token)
            case _:
                pass  # `_attempt` waits for the next connection
        return True

    async def _attempt(self, event: Event, turn: Turn | None, exchange: Exchange) -> Exchange:
        """Send an event once, on the downchannel's connection (CIC-T-030)."""
        connection = await self._link.connection(self._timing.ready_wait)
        exchange.token = await self._link.token()
        exchange.downchannel = self._link.downchannel
        dialogue_id = event.dialogue_id if event.begins_dialogue else None
        if turn is not None:
            turn.begin(dialogue_id)
        if dialogue_id is not None:
            self._router.dialogues.begin(dialogue_id)
        self._stats.events += 1
        stream = None
        try:
            stream = self._request(connection, event, exchange, speech=isinstance(turn, VoiceTurn))
            if isinstance(turn, VoiceTurn):
                await self._upload(connection, stream, turn)
            await (turn.wait() if turn else self._wait(exchange))
            self._link.token_worked()
        finally:
            if stream is not None:
                connection.cancel(stream)
            if dialogue_id is not None:
                self._router.abandon(dialogue_id)
        return exchange

    def _request(
        self, connection: CicConnection, event: Event, exchange: Exchange, *, speech: bool
    ) -> Stream:
        """Open the stream; a spoken request's body goes on with the audio."""
        reader = ResponseReader(exchange, stage=Stage.EVENT)
        headers = self._link.headers("POST", "/v1/events", exchange.token)
        metadata = event.encode(overridden(self._context(), exchange.context))
        encoded = encode_speech(metadata) if speech else encode_event(metadata)
        headers.append(("content-type", encoded.content_type))
        stream = connection.request(headers, reader, encoded.head, tail=encoded.tail)
        exchange.flows_on(connection, stream)
        return stream

    async def _upload(self, connection: CicConnection, stream: Stream, turn: VoiceTurn) -> None:
        """Send what is said, in steps as it is said (CIC-SR-004), and end the request (CIC-SR-007).

        Returns early if the response has failed meanwhile.
        """
        most = MAX_BACKLOG + turn.microphone.waiting  # that was said before there was a stream
        async for step in turn.microphone.steps():
            if len(stream.unsent) > most:
                raise StreamFailedError("the server does not take the speech")
            connection.write(stream, step)
            turn.times.mark(Mark.LAST_AUDIO_SENT, again=True)
        turn.check()
        connection.finish(stream)

    async def _wait(self, exchange: Exchange) -> None:
        """Wait for the end of a response that no turn watches."""
        try:
            async with asyncio.timeout(self._timing.turn):
                error = await asyncio.shield(exchange.done)
        except TimeoutError:
            raise NoAnswerError("no answer in time") from None
        if error is not None:
            raise error
