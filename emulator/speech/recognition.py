"""What was said, by really listening, where somebody can."""

import asyncio
from collections.abc import Awaitable, Callable, Container
import logging
from typing import Final, Protocol

_LOGGER = logging.getLogger(__name__)

TIME_LIMIT: Final = 4.0
"""Seconds after the end of a speech; this project's client waits five."""
MAX_AT_ONCE: Final = 2
"""Speeches that are recognised at the same time; the others wait."""


class RecognitionError(Exception):
    """It is not known what was said; the text says why."""


class Recogniser(Protocol):
    """Hears words in sound."""

    @property
    def languages(self) -> Container[str]:
        """The protocol's languages that it knows."""

    async def words(self, speech: Awaitable[bytes]) -> str:
        """What is said in samples of 16 bit and 16 kHz; empty: nothing that it knows.

        It is called when one begins to speak, so that it can get ready. Raises RecognitionError.
        """


class Hearing:
    """One speech that is recognised."""

    def __init__(self) -> None:
        self.speech: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.task: asyncio.Task[None] | None = None

    def over(self, speech: bytes) -> None:
        """This is what was said."""
        if not self.speech.done():
            self.speech.set_result(speech)

    def give_up(self) -> None:
        """Nobody wants to know any more."""
        if self.task is not None:
            self.task.cancel()


class Recognition:
    """Has speech recognised in the background, if there is a recogniser."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        self._recogniser = recogniser
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, language: object, then: Callable[[str | None], None]) -> Hearing | None:
        """Somebody begins to speak; None if nobody here knows the language.

        When it is over and was not given up, `then` is called once, with None after a failure.
        """
        recogniser = self._recogniser
        if recogniser is None or not isinstance(language, str):
            return None
        if language not in recogniser.languages:
            return None
        hearing = Hearing()
        hearing.task = asyncio.get_running_loop().create_task(
            self._hear(recogniser, hearing.speech, then)
        )
        self._tasks.add(hearing.task)
        hearing.task.add_done_callback(self._tasks.discard)
        return hearing

    async def stop(self) -> None:
        """Give up what is not recognised yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hear(
        self,
        recogniser: Recogniser,
        speech: asyncio.Future[bytes],
        then: Callable[[str | None], None],
    ) -> None:
        words: str | None = None
        try:
            words = await self._words(recogniser, speech)
        except TimeoutError:
            _LOGGER.warning("speech was not recognised within %g s", TIME_LIMIT)
        except RecognitionError as error:
            _LOGGER.warning("speech was not recognised: %s", error)
        await asyncio.wait([speech])
        then(words)

    async def _words(self, recogniser: Recogniser, speech: asyncio.Future[bytes]) -> str:
        """The same with a limit; raises TimeoutError too."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None) as limit:

            def hurry(_: object) -> None:
                limit.reschedule(loop.time() + TIME_LIMIT)

            speech.add_done_callback(hurry)
            try:
                async with self._room:
                    # Shielded: whoever gives up waiting does not end the speech.
                    return await recogniser.words(asyncio.shield(speech))
            finally:
                speech.remove_done_callback(hurry)
