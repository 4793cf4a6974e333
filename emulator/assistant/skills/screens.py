"""Screens and apps. No `actions[]` lists them: the device is asked, and reports if it cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Final, override

from ..language import Language
from ..situation import ControlFeature
from .base import Line, Said, Skill

_NO_FIELD: Final = ""
"""Device.DeviceState tells nothing of screens."""


@dataclass(frozen=True, slots=True)
class ScreenPhrases:
    """How one asks, and what to say."""

    screens: tuple[tuple[str, str], ...]
    """What asks for a screen, and its name."""
    apps: tuple[str, ...]
    """What asks for an app; the group `app` is its name."""
    done: str


class ScreenSkill(Skill):
    """Opens what is asked for (CIC-DC-102)."""

    def __init__(self, phrases: Mapping[Language, ScreenPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        act = _wanted(phrases, said.text)
        return None if act is None else Line(phrases.done, acts=(act,))


def _wanted(phrases: ScreenPhrases, text: str) -> ControlFeature | None:
    for words in phrases.apps:
        if found := re.search(words, text):
            return ControlFeature(_NO_FIELD, "LaunchApp", found["app"])
    for words, screen in phrases.screens:
        if re.search(words, text):
            return ControlFeature(_NO_FIELD, "Open", screen)
    return None
