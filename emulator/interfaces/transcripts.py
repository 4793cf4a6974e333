"""What the next speech will be understood as."""

from collections import deque
from typing import Final

from ..config import MAX_TRANSCRIPTS

GREETINGS: Final = {"en": "Hello", "ja": "こんにちは", "ko": "안녕하세요"}
"""By the language of the request."""


class Transcripts:
    """A queue; the oldest sentence goes first."""

    def __init__(self) -> None:
        self._waiting: deque[str] = deque(maxlen=MAX_TRANSCRIPTS)

    @property
    def waiting(self) -> list[str]:
        """What has not been used yet."""
        return list(self._waiting)

    def add(self, text: str) -> None:
        """A sentence for a speech to come; the oldest one is lost over the bound."""
        self._waiting.append(text)

    def take(self) -> str | None:
        """The sentence for a speech that begins; None: nobody has said what it is."""
        return self._waiting.popleft() if self._waiting else None

    def give_back(self, text: str) -> None:
        """The speech was cancelled: the sentence is for the next one."""
        self._waiting.appendleft(text)


def greeting(language: object) -> str:
    """What speech is taken for if nobody has said what it is."""
    return GREETINGS.get(str(language), GREETINGS["en"])
