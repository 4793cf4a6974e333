"""Notifications: told, and read by that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..language import Language
from ..situation import ReadNotices
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class NoticePhrases:
    """How one asks, and what to say."""

    asked: tuple[str, ...]
    none: str
    told: str
    """With `{count}` and `{notices}`."""


class NoticeSkill(Skill):
    """Tells what is unread; it is unread no longer then, on all devices."""

    def __init__(self, phrases: Mapping[Language, NoticePhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if not has(said.text, phrases.asked):
            return None
        notices = said.situation.notices
        if not notices:
            return Line(phrases.none)
        told = phrases.told.format(count=len(notices), notices=" ".join(notices))
        return Line(told, acts=(ReadNotices(),))
