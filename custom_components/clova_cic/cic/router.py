"""From arrival to handler: which directives count, in what order they are handled, and by whom."""

import asyncio
from collections.abc import Callable
import logging
from typing import Protocol

from .dialogue import Dialogues, Source, Verdict, concerns_playback, steers_capture
from .directive_queue import MAX_QUEUED, Accepted, DirectiveQueue
from .interfaces.speech_synthesizer import SPEAK
from .interfaces.system import EXCEPTION
from .messages import Directive
from .speech import SpeechItem
from .stats import Stats
from .stray_speech import StrayParts
from .turn import Turn

_LOGGER = logging.getLogger(__name__)

MAX_AT_ONCE = 64  # directives without a dialogue that are handled side by side


class Handler(Protocol):
    """Who acts on directives."""

    def directive_received(self, directive: Directive) -> None:
        """A directive that counts has arrived."""

    def directive_dropped(self, reason: str) -> None:
        """One has been left out: "stale", "malformed" or "overflow"."""

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        """Act on a directive; False if nothing here is made for it.

        `answers`: it is part of the answer that somebody waits for, and has been taken for that.
        """


class _Kept:
    """What a turn keeps back that nobody has claimed yet."""

    def __init__(self, turn: Turn) -> None:
        """Keep nothing yet."""
        self.turn = turn
        self.accepted: list[Accepted] = []

    def takes(
        self, directive: Directive, source: Source, verdict: Verdict, *, running: Turn | None
    ) -> bool:
        """Tell whether a directive answers this turn; what steers the capture is never kept."""
        if verdict not in (Verdict.NOW, Verdict.QUEUE) or steers_capture(directive):
            return False
        dialogue_id = directive.dialogue_id
        if dialogue_id is None:
            return source is Source.DIALOGUE_RESPONSE and running is self.turn
        return dialogue_id == self.turn.dialogue_id and directive.qualified_name != EXCEPTION


class Router:
    """Judges each directive as it arrives, then has it handled at once or in its turn."""

    def __init__(self, handler: Handler, stats: Stats) -> None:
        """Know no dialogue yet."""
        self.dialogues = Dialogues()
        self.turn: Turn | None = None  # the one whose answer is awaited
        self.parts = StrayParts()
        self.on_speech: Callable[[SpeechItem], None] | None = None  # speech of no turn (CIC-SS-013)
        self._kept: _Kept | None = None  # what a turn that is not claimed yet keeps back
        self._handler = handler
        self._stats = stats
        self._queue = DirectiveQueue()
        self._playback = DirectiveQueue()  # goes on while a handler of the other one takes its time
        self._held: list[tuple[Directive, Source]] = []
        self._tasks: asyncio.TaskGroup | None = None
        self._at_once = 0
        self._told: set[str] = set()  # flaws; their texts come from a fixed set

    def arrived(self, directive: Directive, source: Source) -> None:
        """Take a directive from the wire."""
        verdict = self.dialogues.judge(directive, source)
        kept = self._kept
        if kept is not None and kept.takes(directive, source, verdict, running=self.turn):
            self._keep(kept, directive)
            return
        match verdict:
            case Verdict.NOW if self._tasks is not None and self._at_once < MAX_AT_ONCE:
                self._handle_now(self._accept(directive, source), self._tasks)
            case Verdict.NOW:
                # Too many at once, or nobody to handle them yet: in its turn, but of no dialogue.
                self._enqueue(directive, source, None)
            case Verdict.QUEUE:
                self._enqueue(directive, source, directive.dialogue_id)
            case Verdict.HOLD if len(self._held) < MAX_QUEUED:
                self._held.append((directive, source))
            case Verdict.HOLD:
                self.drop("overflow")
            case _:
                self.drop("stale")

    def hold(self, turn: Turn) -> None:
        """Keep back what answers this turn until it is claimed, and drop it if it never is."""
        kept = self._kept = _Kept(turn)
        turn.on_claim = lambda: self._release_kept(kept)
        turn.on_discard = lambda: self._drop_kept(kept)

    def sent(self, dialogue_id: str) -> None:
        """A Recognize event has been sent completely: its dialogue is the last one (CIC-TX-004)."""
        if dialogue_id != self.dialogues.last:
            stale = sum(queue.keep_only(dialogue_id) for queue in (self._queue, self._playback))
            for _ in range(stale):
                self.drop("stale")
        self.dialogues.sent(dialogue_id)
        self._release()

    def abandon(self, dialogue_id: str) -> None:
        """Sending has ended, completely or not; what was held for it is judged again."""
        self.dialogues.abandon(dialogue_id)
        self._release()

    def malformed(self, flaw: str) -> None:
        """Count a part that could not be read, and tell the log about each kind of flaw once."""
        if flaw not in self._told:
            self._told.add(flaw)
            _LOGGER.warning("CLOVA sent something unreadable, which is left out: %s", flaw)
        self._stats.malformed(flaw)
        self.drop("malformed")

    def drop(self, reason: str) -> None:
        """Count a directive that is left out."""
        self._stats.drop(reason)
        self._tell(self._handler.directive_dropped, reason)

    async def run(self) -> None:
        """Handle queued directives until cancelled: one at a time (CIC-T-086), and one of playback."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            try:
                tasks.create_task(self._work_off(self._playback), name="clova playback directives")
                await self._work_off(self._queue)
            finally:
                # What arrives while the last handlers clean up must not begin new ones.
                self._tasks = None

    async def _work_off(self, queue: DirectiveQueue) -> None:
        """Handle what is in a queue, one after another, for ever."""
        while True:
            await self._handle(await queue.next())

    def _keep(self, kept: _Kept, directive: Directive) -> None:
        """Let the turn have it, and nobody else yet."""
        if len(kept.accepted) >= MAX_QUEUED:
            self.drop("overflow")
        else:
            kept.accepted.append(Accepted(directive, kept.turn.add(directive)))

    def _release_kept(self, kept: _Kept) -> None:
        """The turn was claimed: what it kept takes effect, unless another dialogue came since."""
        if self._kept is kept:
            self._kept = None
        stale = kept.turn.dialogue_id != self.dialogues.last
        for accepted in kept.accepted:
            if stale:
                self.drop("stale")
            else:
                self._count(accepted.directive)
                self._queue_of(accepted.directive).put(accepted, kept.turn.dialogue_id)
        kept.accepted.clear()

    def _drop_kept(self, kept: _Kept) -> None:
        """The turn was given up."""
        if self._kept is kept:
            self._kept = None
        for _ in kept.accepted:
            self.drop("unclaimed")
        kept.accepted.clear()

    def _accept(self, directive: Directive, source: Source) -> Accepted:
        """Tell who waits for it, and who listens to everything."""
        answers = False
        turn, dialogue_id = self.turn, directive.dialogue_id
        # What answers a request belongs to it, even if the server left the dialogue id out.
        anonymous = dialogue_id is None and source is Source.DIALOGUE_RESPONSE
        if turn is not None and (anonymous or (dialogue_id and dialogue_id == turn.dialogue_id)):
            answers = turn.add(directive)
        elif directive.qualified_name == SPEAK:
            self._speak_up(directive)
        self._count(directive)
        return Accepted(directive, answers)

    def _speak_up(self, directive: Directive) -> None:
        """Let speech be heard that nobody asked for, in the order of arrival."""
        item = self.parts.item(directive)
        if item is not None and self.on_speech is not None:
            self._tell(self.on_speech, item)

    def _count(self, directive: Directive) -> None:
        """Tell that a directive counts."""
        self._stats.directives += 1
        self._tell(self._handler.directive_received, directive)

    def _queue_of(self, directive: Directive) -> DirectiveQueue:
        """Return the queue in which a directive waits."""
        return self._playback if concerns_playback(directive) else self._queue

    def _tell[T](self, listener: Callable[[T], None], what: T) -> None:
        """Call a listener; its failure must not reach the reader of the connection."""
        try:
            listener(what)
        except Exception:
            self._stats.handler_failures += 1
            _LOGGER.exception("A listener to directives failed")

    def _release(self) -> None:
        """Judge again what was held."""
        held, self._held = self._held, []
        for directive, source in held:
            self.arrived(directive, source)

    def _enqueue(self, directive: Directive, source: Source, dialogue_id: str | None) -> None:
        """Append to the queue that it belongs to."""
        queue = self._queue_of(directive)
        if queue.full:
            self.drop("overflow")
        else:
            queue.put(self._accept(directive, source), dialogue_id)

    def _handle_now(self, accepted: Accepted, tasks: asyncio.TaskGroup) -> None:
        """Handle outside the queue (CIC-T-082)."""
        self._at_once += 1
        task = tasks.create_task(self._handle(accepted), name=accepted.directive.qualified_name)
        task.add_done_callback(self._handled_now)

    def _handled_now(self, _task: asyncio.Task[None]) -> None:
        """Make room for another one."""
        self._at_once -= 1

    async def _handle(self, accepted: Accepted) -> None:
        """Let the handler act; its failure ends nothing but this directive."""
        directive = accepted.directive
        try:
            handled = await self._handler.handle(directive, answers=accepted.answers)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Not this task was cancelled, but something that the handler waited for.
            self._stats.handler_failures += 1
            _LOGGER.warning("Handling %s was cancelled", directive.qualified_name)
        except Exception:
            self._stats.handler_failures += 1
            _LOGGER.exception("Handling %s failed", directive.qualified_name)
        else:
            if not handled:
                self._stats.ignore(directive.qualified_name)
