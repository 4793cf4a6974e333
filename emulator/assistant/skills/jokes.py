"""Jokes, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..language import Language
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class JokePhrases:
    """How one asks for a joke, and the jokes."""

    asked: tuple[str, ...]
    jokes: tuple[str, ...]


class JokeSkill(Skill):
    """Tells a user the next joke each time."""

    def __init__(self, phrases: Mapping[Language, JokePhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if not has(said.text, phrases.asked):
            return None
        joke = phrases.jokes[said.memory.jokes_told % len(phrases.jokes)]
        said.memory.jokes_told += 1
        return Line(joke)
