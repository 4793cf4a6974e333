"""A turn that begins with speech: what is said goes up while it is said."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from typing import Literal, override

from .errors import CicError, MessageError, NoAnswerError
from .history import Mark
from .interfaces.payload import read
from .interfaces.speech_recognizer import Initiator, ShowRecognizedText, StopCapture
from .messages import Directive
from .microphone import BYTES_PER_SECOND, Microphone
from .onset import Onset
from .settings import Timing
from .turn import Turn

type Language = Literal["en", "ja", "ko"]

_STOP = "SpeechRecognizer.StopCapture"
_SHOW = "SpeechRecognizer.ShowRecognizedText"
_KEEP = "SpeechRecognizer.KeepRecording"
_STEERING = frozenset({_STOP, _SHOW, _KEEP})


class VoiceTurn(Turn):
    """Held until it is claimed: CLOVA understands and answers in one go, before anybody asked."""

    def __init__(
        self,
        conversation: str,
        timing: Timing,
        *,
        lang: Language,
        initiator: Initiator | None,
        patience: float | None = None,
    ) -> None:
        """Make a turn in this language; nothing is sent yet.

        With `patience`, nothing is taken until somebody speaks, and that within so many seconds.
        """
        super().__init__(conversation, timing, held=True)
        self.lang = lang
        self.initiator = initiator
        self.microphone = Microphone()
        self.partial: Callable[[str], None] | None = None
        self.silent = False  # nobody spoke in time, so nothing was sent (CIC-SR-066)
        self._recognized: str | None = None
        self._patience = patience
        self._onset = Onset()
        self._settled = asyncio.Event()  # somebody speaks, or nobody will
        self._captured = asyncio.Event()  # CLOVA has heard enough, or there is nothing to wait for
        self._understanding: asyncio.Timeout | None = None
        self._last_chance = 0.0  # for it, on the loop's clock
        if patience is None:
            self._onset.begun = True
            self._settled.set()

    async def hear(self, audio: AsyncIterable[bytes]) -> str | None:
        """Send what is said until CLOVA has heard enough, it ends, or the limit is reached.

        Returns what CLOVA understood, None if it does not tell (CIC-SR-034, CIC-SR-040), or if
        nobody spoke: `silent` is true then. Raises whatever CicError keeps the answer away.
        """
        feeding = asyncio.create_task(self._feed(audio), name="clova microphone")
        captured = asyncio.create_task(self._captured.wait(), name="clova end of speech")
        try:
            if await self._is_silent(feeding):
                return None
            await asyncio.wait(
                (feeding, captured),
                timeout=self._timing.listen,  # CIC-SR-035
                return_when=asyncio.FIRST_COMPLETED,
            )
            self.microphone.end()
            if feeding.done():
                feeding.result()
            await self._understood()
        except BaseException:
            self.discard()
            raise
        finally:
            for task in (feeding, captured):
                task.cancel()
            await asyncio.wait((feeding, captured))
        return self._recognized

    async def spoken(self) -> bool:
        """Wait until somebody speaks; False if nobody did in time.

        Raises TurnInterruptedError if it is interrupted before.
        """
        await self._settled.wait()
        self.check()
        return not self.silent

    @property
    @override
    def repeatable(self) -> bool:
        """Whether everything that was said can go up once more."""
        return self.microphone.repeatable

    @override
    def add(self, directive: Directive) -> bool:
        """Take a directive; those that steer the capture take effect although the turn is held."""
        if directive.qualified_name not in _STEERING:
            answers = super().add(directive)
            if self.microphone.ended:
                self._captured.set()  # it answers what has been said
            return answers
        if self._captured.is_set():
            return False  # a further one for the same request (CIC-SR-033)
        self.accepted()
        self._steer(directive)
        return True

    @override
    def accepted(self) -> None:
        """CLOVA listens: what it has heard is not needed any more."""
        self.microphone.release()

    @override
    def begin(self, dialogue_id: str | None) -> None:
        """Its request is about to be sent, from the first word on."""
        super().begin(dialogue_id)
        self.microphone.rewind()
        self._wait_longer()

    @override
    def end(self, error: CicError | None) -> None:
        """Finish; after an error the microphone stays open, as the request may go up once more."""
        super().end(error)
        if error is None:
            self._stop()
        else:
            self.microphone.halt()

    @override
    def close(self, error: CicError | None) -> None:
        """Nothing more will be tried; nobody needs to listen any more."""
        super().close(error)
        self._stop()

    @override
    def interrupt(self) -> None:
        """End it; nobody needs to listen any more."""
        super().interrupt()
        self._stop()

    def _stop(self) -> None:
        """Let nobody wait for speech, nor for a sign that it was understood."""
        self.microphone.end(drop=True)
        self._captured.set()
        self._settled.set()

    def _steer(self, directive: Directive) -> None:
        """Do what CLOVA asks for while it listens."""
        with suppress(MessageError):
            if directive.qualified_name == _STOP:
                text = read(StopCapture, directive.payload).recognized_text
                self._recognized = text or self._recognized
            elif directive.qualified_name == _SHOW:
                self._recognized = read(ShowRecognizedText, directive.payload).text
                if self.partial is not None:
                    self.partial(self._recognized)
        if directive.qualified_name == _STOP:
            self.times.mark(Mark.STOP_CAPTURE)
            self.microphone.end(drop=True)  # CIC-SR-030
            self._captured.set()
        elif directive.qualified_name == _KEEP:
            self._wait_longer()  # CIC-SR-051
            self.at_work()

    async def _feed(self, audio: AsyncIterable[bytes]) -> None:
        """Hand chunks to the microphone from the first word on, at most what the limit allows."""
        most = int(self._timing.listen * BYTES_PER_SECOND)
        try:
            async for chunk in audio:
                self.microphone.feed(self._onset.feed(chunk)[: most - self.microphone.taken])
                if self._onset.begun:
                    self._settled.set()
                if self.microphone.ended or self.microphone.taken >= most:
                    return
        finally:
            if isinstance(audio, AsyncIterator) and hasattr(audio, "aclose"):
                await audio.aclose()

    async def _is_silent(self, feeding: asyncio.Task[None]) -> bool:
        """Wait for speech, from the moment the microphone opens (CIC-SR-065); True if none comes.

        Raises what broke the microphone.
        """
        if self._settled.is_set():
            return False
        settled = asyncio.create_task(self._settled.wait(), name="clova beginning of speech")
        try:
            await asyncio.wait(
                (settled, feeding), timeout=self._patience, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            settled.cancel()
        if self._settled.is_set():
            return False
        if feeding.done():
            feeding.result()
        self.silent = True
        self._stop()
        return True

    async def _understood(self) -> None:
        """Wait for the sign that CLOVA has understood. Raises NoAnswerError without one in time."""
        now = self._loop.time()
        self._last_chance = now + self._timing.turn
        try:
            async with asyncio.timeout_at(now + self._timing.understand) as self._understanding:
                await self._captured.wait()
        except TimeoutError:
            pass  # told below, unless there is a better reason
        finally:
            self._understanding = None
        self.check()
        if self.failure is not None:
            raise self.failure
        if not self._captured.is_set():
            raise NoAnswerError("CLOVA did not say that it has heard enough")

    def _wait_longer(self) -> None:
        """CLOVA needs its time again: the wait for its sign begins anew, but not for ever."""
        if self._understanding is not None and not self._understanding.expired():
            soon = self._loop.time() + self._timing.understand
            self._understanding.reschedule(min(soon, self._last_chance))
