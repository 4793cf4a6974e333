"""Memos: said back, and shown. They are not kept."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import override

from ..language import Language
from ..situation import Ability, ShowMemo
from .base import Line, Said, Skill


@dataclass(frozen=True, slots=True)
class MemoPhrases:
    """How one dictates, and what to say."""

    dictated: tuple[str, ...]
    """Patterns with the group `content`."""
    noted: str
    """With `{content}`."""


class MemoSkill(Skill):
    """Takes what follows the word."""

    def __init__(self, phrases: Mapping[Language, MemoPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        for pattern in phrases.dictated:
            if found := re.search(pattern, said.original, re.IGNORECASE):
                content = found["content"].strip()
                can_show = Ability.TEMPLATES in said.situation.abilities
                acts = (ShowMemo(content),) if can_show else ()
                return Line(phrases.noted.format(content=content), acts=acts)
        return None
