"""One event and the response to it."""

import asyncio
from collections.abc import Callable

from .dialogue import Source
from .downchannel import Downchannel
from .errors import CicError
from .messages import Directive, Event
from .multipart import AttachmentData, AttachmentEnd, AttachmentStart
from .router import Router
from .turn import Turn


class Exchange:
    """Hands what answers an event to the router; the turn hears when it is over."""

    def __init__(
        self, event: Event, router: Router, turn: Turn | None, sent: Callable[[], None]
    ) -> None:
        """Wait for the response; `sent` is called when the request has left completely."""
        self.token = ""  # that the request was sent with
        self.downchannel: Downchannel | None = None  # beside which it was sent
        self.directives: list[Directive] = []
        self.done: asyncio.Future[CicError | None] = asyncio.get_running_loop().create_future()
        self._router = router
        self._turn = turn
        self._sent = sent
        self._answers_request = event.begins_dialogue
        self._last_dialogue: str | None = None  # when the request had left

    def request_sent(self) -> None:
        """Pass on."""
        self._sent()
        self._last_dialogue = self._router.dialogues.last

    def response_begun(self) -> None:
        """Nothing hangs on it: a directive is the sign that there is an answer."""

    def directive(self, directive: Directive) -> None:
        """Route it."""
        self.directives.append(directive)
        self._router.arrived(directive, self._source())

    def _source(self) -> Source:
        """Say what a directive that comes now answers."""
        if self._answers_request:
            return Source.DIALOGUE_RESPONSE
        overtaken = self._router.dialogues.last != self._last_dialogue
        return Source.OVERTAKEN_RESPONSE if overtaken else Source.PLAIN_RESPONSE

    def attachment(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        """Let it pass: a turn of text plays nothing. It still shows that the response is alive."""
        if self._turn is not None:
            self._turn.alive()

    def malformed(self, reason: str) -> None:
        """Count it."""
        self._router.malformed(reason)

    def finished(self, error: CicError | None) -> None:
        """Say that nothing more comes."""
        self.done.set_result(error)
        if self._turn is not None:
            self._turn.end(error)
