"""Small talk, and what the assistant can do: fixed replies to fixed remarks."""

from collections.abc import Mapping
from typing import override

from ..language import Language
from .base import Line, Said, Skill, has

type TalkPhrases = tuple[tuple[tuple[str, ...], str], ...]
"""Patterns and the reply to them, tried in order."""


class TalkSkill(Skill):
    """Looks the remark up."""

    def __init__(self, phrases: Mapping[Language, TalkPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        for patterns, reply in self._phrases[said.language]:
            if has(said.text, patterns):
                return Line(reply)
        return None
