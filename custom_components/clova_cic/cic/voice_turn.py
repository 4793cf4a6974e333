"""A turn that begins with speech: what is said goes up while it is said."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from typing import Literal, override

from .errors import CicError, MessageError, NoAnswerError
from .interfaces.payload import read
from .interfaces.speech_recognizer import Initiator, ShowRecognizedText, StopCapture
from .messages import Directive
from .microphone import BYTES_PER_SECOND, Microphone
from .settings import Timing
from .turn import Turn

type Language = Literal["en", "ja", "ko"]

_STOP = "SpeechRecognizer.StopCapture"
_SHOW = "SpeechRecognizer.ShowRecognizedText"
_STEERING = frozenset({_STOP, _SHOW, "SpeechRecognizer.KeepRecording"})


class VoiceTurn(Turn):
    """Held until it is claimed: CLOVA understands and answers in one go, before anybody asked."""

    def __init__(
        self, conversation: str, timing: Timing, *, lang: Language, initiator: Initiator | None
    ) -> None:
        """Make a turn in this language; nothing is sent yet."""
        super().__init__(conversation, timing, held=True)
        self.lang = lang
        self.initiator = initiator
        self.microphone = Microphone()
        self.partial: Callable[[str], None] | None = None
        self._recognized: str | None = None
        self._captured = asyncio.Event()  # CLOVA has heard enough, or there is nothing to wait for

    async def hear(self, audio: AsyncIterable[bytes]) -> str | None:
        """Send what is said until CLOVA has heard enough, it ends, or the limit is reached.

        Returns what CLOVA understood, None if it does not tell (CIC-SR-034, CIC-SR-040). Raises
        whatever CicError keeps the answer away.
        """
        feeding = asyncio.create_task(self._feed(audio), name="clova microphone")
        captured = asyncio.create_task(self._captured.wait(), name="clova end of speech")
        try:
            await asyncio.wait(
                (feeding, captured),
                timeout=self._timing.listen,  # CIC-SR-035
                return_when=asyncio.FIRST_COMPLETED,
            )
            self.microphone.end()
            if feeding.done():
                feeding.result()
            await self._understood(captured)
        except BaseException:
            self.discard()
            raise
        finally:
            for task in (feeding, captured):
                task.cancel()
            await asyncio.wait((feeding, captured))
        return self._recognized

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
        self._steer(directive)
        return True

    @override
    def end(self, error: CicError | None) -> None:
        """Finish; nobody needs to listen any more."""
        super().end(error)
        self.microphone.end(drop=True)
        self._captured.set()

    @override
    def begin(self, dialogue_id: str | None) -> None:
        """Its request is about to be sent; a second time only while nothing has been captured."""
        super().begin(dialogue_id)
        self._captured.clear()

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
            self.microphone.end(drop=True)  # CIC-SR-030
            self._captured.set()

    async def _feed(self, audio: AsyncIterable[bytes]) -> None:
        """Hand chunks to the microphone, at most as much as the limit allows."""
        most = self._timing.listen * BYTES_PER_SECOND
        try:
            async for chunk in audio:
                self.microphone.feed(chunk)
                if self.microphone.ended or self.microphone.taken >= most:
                    return
        finally:
            if isinstance(audio, AsyncIterator) and hasattr(audio, "aclose"):
                await audio.aclose()

    async def _understood(self, captured: asyncio.Task[bool]) -> None:
        """Wait for the sign that CLOVA has understood. Raises NoAnswerError without one in time."""
        await asyncio.wait((captured,), timeout=self._timing.understand)
        if self.failure is not None:
            raise self.failure
        if not captured.done():
            raise NoAnswerError("CLOVA did not say that it has heard enough")
