"""Music: played, paused, continued, stopped; for devices that can play."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ..language import Language
from ..situation import Ability, ControlMusic, PlayMusic
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class MusicPhrases:
    """How one asks, and what to say."""

    play: tuple[str, ...]
    playing: str
    unable: str
    commands: tuple[tuple[tuple[str, ...], str], ...]
    """Patterns, and the command that they stand for."""
    done: str


class MusicSkill(Skill):
    """Leaves the playing to the device."""

    def __init__(self, phrases: Mapping[Language, MusicPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        able = Ability.MUSIC in said.situation.abilities
        if able:
            for patterns, command in phrases.commands:
                if has(said.text, patterns):
                    return Line(phrases.done, acts=(ControlMusic(command),), spoken=False)
        if not has(said.text, phrases.play):
            return None
        return Line(phrases.playing, acts=(PlayMusic(),)) if able else Line(phrases.unable)
