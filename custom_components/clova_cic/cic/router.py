"""From arrival to handler: which directives count, in what order they are handled, and by whom."""

import asyncio
import logging
from typing import Protocol

from .dialogue import MAX_QUEUED, Dialogues, DirectiveQueue, Source, Verdict
from .messages import Directive
from .stats import Stats
from .turn import Turn

_LOGGER = logging.getLogger(__name__)

MAX_AT_ONCE = 64  # directives without a dialogue that are handled side by side


class Handler(Protocol):
    """Who acts on directives."""

    def directive_received(self, directive: Directive) -> None:
        """A directive that counts has arrived."""

    def directive_dropped(self, reason: str) -> None:
        """One has been left out: "stale", "malformed" or "overflow"."""

    async def handle(self, directive: Directive) -> bool:
        """Act on a directive; False if nothing here is made for it."""


class Router:
    """Judges each directive as it arrives, then has it handled at once or in its turn."""

    def __init__(self, handler: Handler, stats: Stats) -> None:
        """Know no dialogue yet."""
        self.dialogues = Dialogues()
        self.turn: Turn | None = None  # the one whose answer is awaited
        self._handler = handler
        self._stats = stats
        self._queue = DirectiveQueue()
        self._held: list[tuple[Directive, Source]] = []
        self._wake = asyncio.Event()
        self._tasks: asyncio.TaskGroup | None = None
        self._at_once = 0

    def arrived(self, directive: Directive, source: Source) -> None:
        """Take a directive from the wire."""
        match self.dialogues.judge(directive, source):
            case Verdict.NOW:
                self._accept(directive, source)
                self._handle_now(directive)
            case Verdict.QUEUE:
                self._accept(directive, source)
                self._enqueue(directive)
            case Verdict.HOLD if len(self._held) < MAX_QUEUED:
                self._held.append((directive, source))
            case Verdict.HOLD:
                self.drop("overflow")
            case Verdict.DROP:
                self.drop("stale")

    def sent(self, dialogue_id: str) -> None:
        """A Recognize event has been sent completely: its dialogue is the last one (CIC-TX-004)."""
        if dialogue_id != self.dialogues.last:
            for _ in range(self._queue.keep_only(dialogue_id)):
                self.drop("stale")
        self.dialogues.sent(dialogue_id)
        self._release()

    def abandon(self, dialogue_id: str) -> None:
        """Sending has ended, completely or not; what was held for it is judged again."""
        self.dialogues.abandon(dialogue_id)
        self._release()

    def drop(self, reason: str) -> None:
        """Count a directive that is left out."""
        self._stats.dropped[reason] += 1
        self._handler.directive_dropped(reason)

    async def run(self) -> None:
        """Handle queued directives one at a time until cancelled (CIC-T-086)."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            while True:
                await self._wake.wait()
                self._wake.clear()
                while directive := self._queue.take():
                    await self._handle(directive)

    def _accept(self, directive: Directive, source: Source) -> None:
        """Tell who waits for it, and who listens to everything."""
        self._stats.directives += 1
        if self.turn is not None and (
            directive.dialogue_id == self.turn.dialogue_id
            or (directive.dialogue_id is None and source is Source.DIALOGUE_RESPONSE)
        ):
            self.turn.add(directive)
        self._handler.directive_received(directive)

    def _release(self) -> None:
        """Judge again what was held."""
        held, self._held = self._held, []
        for directive, source in held:
            self.arrived(directive, source)

    def _enqueue(self, directive: Directive) -> None:
        """Append to the queue and wake its worker."""
        if not self._queue.put(directive):
            self.drop("overflow")
            return
        self._wake.set()

    def _handle_now(self, directive: Directive) -> None:
        """Handle outside the queue (CIC-T-082); too many at once go through the queue after all."""
        if self._tasks is None or self._at_once >= MAX_AT_ONCE:
            self._enqueue(directive)
            return
        self._at_once += 1
        task = self._tasks.create_task(self._handle(directive), name=directive.qualified_name)
        task.add_done_callback(self._handled_now)

    def _handled_now(self, _task: asyncio.Task[None]) -> None:
        """Make room for another one."""
        self._at_once -= 1

    async def _handle(self, directive: Directive) -> None:
        """Let the handler act; its failure ends nothing but this directive."""
        try:
            handled = await self._handler.handle(directive)
        except Exception:
            self._stats.handler_failures += 1
            _LOGGER.exception("Handling %s failed", directive.qualified_name)
            return
        if not handled:
            self._stats.unhandled += 1
