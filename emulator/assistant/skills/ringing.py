"""An alert that rings: a word stops it (CIC-AL-032)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..language import Language
from ..situation import Ability, StopAlerts
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class RingingPhrases:
    """How one asks, and what to say."""

    stop: tuple[str, ...]
    stopped: str


class RingingSkill(Skill):
    """Listens only while something rings."""

    def __init__(self, phrases: Mapping[Language, RingingPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if Ability.RINGING not in said.situation.abilities or not has(said.text, phrases.stop):
            return None
        return Line(phrases.stopped, acts=(StopAlerts(),))
