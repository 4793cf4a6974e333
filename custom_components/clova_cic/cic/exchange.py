"""One event and the response to it."""

import asyncio
from collections.abc import Callable, Sequence

from .connection import CicConnection
from .dialogue import Source
from .downchannel import Downchannel
from .errors import CicError
from .history import Mark
from .interfaces.speech_synthesizer import SPEAK
from .messages import ContextObject, Directive, Event
from .multipart import AttachmentData, AttachmentEnd, AttachmentStart
from .router import Router
from .stray_speech import StrayFeed
from .stream import Stream
from .turn import Turn


class Exchange:
    """Hands what answers an event to the router; the turn hears when it is over."""

    def __init__(
        self,
        event: Event,
        router: Router,
        turn: Turn | None,
        sent: Callable[[], None],
        context: Sequence[ContextObject] = (),
    ) -> None:
        """Wait for the response; `sent` is called when the request has left completely."""
        self.context = context  # what the event tells in place of the device's own objects
        self.token = ""  # that the request was sent with
        self.downchannel: Downchannel | None = None  # beside which it was sent
        self.directives: list[Directive] = []
        self.done: asyncio.Future[CicError | None] = asyncio.get_running_loop().create_future()
        self._router = router
        self._turn = turn
        self._sent = sent
        self._feed = StrayFeed(router.parts)  # what sounds though nobody waits for it
        self._answers_request = event.begins_dialogue
        self._last_dialogue: str | None = None  # when the request had left

    def flows_on(self, connection: CicConnection, stream: Stream) -> None:
        """Let the network wait while nobody reads what there is to hear."""
        if (turn := self._turn) is None:
            return

        def pause() -> None:
            connection.pause(stream)
            turn.waits_for_listener(waits=True)

        def resume() -> None:
            connection.resume(stream)
            turn.waits_for_listener(waits=False)

        turn.speech.pause, turn.speech.resume = pause, resume

    def request_sent(self) -> None:
        """Pass on."""
        if self._turn is not None:
            self._turn.times.mark(Mark.SENT)
        self._sent()
        self._last_dialogue = self._router.dialogues.last

    def response_begun(self) -> None:
        """Let the turn know; that there is an answer, only a directive tells."""
        if self._turn is not None:
            self._turn.accepted()

    def directive(self, directive: Directive) -> None:
        """Route it; speech that was ordered is for who ordered it alone."""
        self.directives.append(directive)
        ordered = self._turn is not None and not self._answers_request
        if ordered and self._turn is not None and directive.qualified_name == SPEAK:
            self._turn.add(directive)
        else:
            self._router.arrived(directive, self._source())

    def _source(self) -> Source:
        """Say what a directive that comes now answers."""
        if self._answers_request:
            return Source.DIALOGUE_RESPONSE
        overtaken = self._router.dialogues.last != self._last_dialogue
        return Source.OVERTAKEN_RESPONSE if overtaken else Source.PLAIN_RESPONSE

    def attachment(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        """Hand sound to the turn; without one CLOVA speaks of its own accord."""
        if self._turn is None:
            self._feed.take(item)
            return
        match item:
            case AttachmentStart(content_id):
                self._turn.speech.attachment_started(content_id)
            case AttachmentData(data):
                self._turn.times.mark(Mark.FIRST_AUDIO)
                self._turn.speech.attachment_data(data)
            case _:
                self._turn.speech.attachment_ended()
        self._turn.alive()

    def malformed(self, reason: str) -> None:
        """Count it."""
        self._router.malformed(reason)

    def finished(self, error: CicError | None) -> None:
        """Say that nothing more comes."""
        self.done.set_result(error)
        self._feed.close()
        if self._turn is not None:
            self._turn.end(error)
