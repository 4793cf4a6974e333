"""The volume of the device. Changes are not answered by speech (CIC-DC-024)."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import override

from ..language import Language
from ..numbers import NUMBER, value_of
from ..situation import Ability, Act, SetVolume, TurnVolume
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class VolumePhrases:
    """How one asks, and what to say."""

    level: str
    """Finds the wanted level, with `{number}` for a number."""
    louder: tuple[str, ...]
    quieter: tuple[str, ...]
    done: str
    unable: str


class VolumeSkill(Skill):
    """Says how loud it should be, if the device lets itself be told."""

    def __init__(self, phrases: Mapping[Language, VolumePhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        wanted = _wanted(phrases, said)
        if wanted is None:
            return None
        ability, act = wanted
        if ability in said.situation.abilities:
            return Line(phrases.done, acts=(act,), spoken=False)
        return Line(phrases.unable)


def _wanted(phrases: VolumePhrases, said: Said) -> tuple[Ability, Act] | None:
    """What has to be done, and what the device must be able to do for it."""
    pattern = phrases.level.replace("{number}", f"(?P<n>{NUMBER[said.language]})")
    if found := re.search(pattern, said.text):
        return Ability.LEVEL, SetVolume(int(value_of(found["n"], said.language)))
    if has(said.text, phrases.louder):
        return Ability.LOUDER, TurnVolume(louder=True)
    if has(said.text, phrases.quieter):
        return Ability.QUIETER, TurnVolume(louder=False)
    return None
