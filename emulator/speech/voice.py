"""The server's voice: what the sentences that it says sound like."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
import logging
from typing import Final

from ..answers import Attachment, Part, Spoken
from ..config import VoiceKind
from . import espeak
from .mp3 import melody, silence

_LOGGER = logging.getLogger(__name__)

SECONDS_PER_CHARACTER: Final = {"en": 0.06}
"""How long speech takes, roughly."""
SECONDS_PER_SYLLABLE: Final = 0.14
"""The same where a character is a syllable: Korean, Japanese, Chinese."""
MAX_KEPT: Final = 100
"""Sentences whose sound is kept, at most 1 MB each."""
MAX_AT_ONCE: Final = 2
"""Sentences that are spoken at the same time; the others wait."""


class Voice:
    """Turns sentences into MP3: at once, or by programs in the background.

    Raises OSError for `espeak` where the programs are missing.
    """

    def __init__(self, kind: VoiceKind = "silence") -> None:
        if kind in {"auto", "espeak"}:
            lacking = espeak.missing()
            if lacking and kind == "espeak":
                raise OSError(f"The voice `espeak` needs {' and '.join(lacking)}.")
            kind = "tones" if lacking else "espeak"
        self.kind = kind
        """What it has become: silence, tones or espeak."""
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def spoken(self, parts: Sequence[Part], then: Callable[[list[Part]], None]) -> None:
        """Call `then` with the parts when every sentence among them has its sound, if need be later."""
        ready = [self._at_once(part) for part in parts]
        if not any(isinstance(part, Spoken) for part in ready):
            then(ready)
            return
        task = asyncio.get_running_loop().create_task(self._later(ready, then))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Give up what is not spoken yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _at_once(self, part: Part) -> Part:
        """A sentence with its sound, if that takes no time; other parts as they are."""
        if not isinstance(part, Spoken):
            return part
        if self.kind != "espeak":
            return Attachment(part.content_id, self._generated(part))
        kept = self._kept.get((part.text, part.language))
        return part if kept is None else Attachment(part.content_id, kept)

    async def _later(self, parts: list[Part], then: Callable[[list[Part]], None]) -> None:
        for index, part in enumerate(parts):
            if isinstance(part, Spoken):
                parts[index] = Attachment(part.content_id, await self._by_programs(part))
        then(parts)

    async def _by_programs(self, part: Spoken) -> bytes:
        try:
            async with self._room:
                data = await espeak.speak(part.text, part.language)
        except espeak.SpeakingError as error:
            _LOGGER.warning("a sentence is told by tones: %s", error)
            return self._generated(part)
        self._kept[part.text, part.language] = data
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        return data

    def _generated(self, part: Spoken) -> bytes:
        """Sound of a likely length."""
        seconds = len(part.text) * SECONDS_PER_CHARACTER.get(part.language, SECONDS_PER_SYLLABLE)
        return silence(seconds) if self.kind == "silence" else melody(part.text, seconds)
