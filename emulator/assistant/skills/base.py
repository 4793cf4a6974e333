"""What a skill is given and what it gives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
import re
from typing import Protocol, runtime_checkable

from ..language import Language
from ..situation import Act, Situation


@dataclass(slots=True)
class Memory:
    """What is remembered of one user between sentences."""

    timer_ends: datetime | None = None
    jokes_told: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in its plain form (language.plain), and its circumstances."""

    text: str
    language: Language
    now: datetime
    memory: Memory
    original: str = ""
    """As it was said."""
    situation: Situation = field(default_factory=Situation)
    """What is known of the device."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a skill says and wants done; `asks`: it is a question."""

    text: str
    asks: bool = False
    acts: tuple[Act, ...] = ()
    spoken: bool = True
    """False: the text is shown only."""


class Skill(Protocol):
    """Something the assistant can do."""

    def answer(self, said: Said) -> Line | None:
        """What to say; None if the sentence is not for this skill."""


@runtime_checkable
class AskingSkill(Skill, Protocol):
    """A skill that asks back."""

    def follow_up(self, said: Said) -> Line | None:
        """What to say to the answer; None if it was not understood."""

    def ask_again(self, said: Said, tries: int) -> Line:
        """The question once more, or an end to it; `tries`: how often it was asked."""


def has(text: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns occurs in the text."""
    return any(re.search(pattern, text) for pattern in patterns)
