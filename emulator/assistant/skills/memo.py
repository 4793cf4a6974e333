"""Memos: said back and shown, listed, forgotten. The service keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import override

from ..language import Language
from ..situation import Ability, ForgetMemos, ShowMemo, ShowMemos
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class MemoPhrases:
    """How one dictates and asks, and what to say."""

    dictated: tuple[str, ...]
    """Patterns with the group `content`."""
    noted: str
    """With `{content}`."""
    asked: tuple[str, ...]
    none: str
    told: str
    """With `{count}` and `{memos}`."""
    forget: tuple[str, ...]
    forgotten: str


class MemoSkill(Skill):
    """Takes what follows the word."""

    def __init__(self, phrases: Mapping[Language, MemoPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        can_show = Ability.TEMPLATES in said.situation.abilities
        dictated = ":" in said.original  # whatever it is that follows
        if not dictated and has(said.text, phrases.forget):
            return Line(phrases.forgotten, acts=(ForgetMemos(),))
        if not dictated and has(said.text, phrases.asked):
            memos = said.situation.memos
            told = phrases.told.format(count=len(memos), memos=", ".join(memos))
            text = told if memos else phrases.none
            return Line(text, acts=(ShowMemos(text),) if can_show else ())
        for pattern in phrases.dictated:
            if found := re.search(pattern, said.original, re.IGNORECASE):
                content = found["content"].strip()
                acts = (ShowMemo(content),) if can_show else ()
                return Line(phrases.noted.format(content=content), acts=acts)
        return None
