"""A timer: set with or without a duration, asked about, cancelled. It asks how long if need be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
import re
from typing import Final, override

from ..language import Language
from ..numbers import NUMBER, value_of
from ..situation import Ability, CancelTimers, SetTimer
from .base import AskingSkill, Line, Said, has

MAX_TRIES: Final = 2
"""How often the question is asked."""
LONGEST: Final = timedelta(hours=24)
_UNITS: Final = (3600, 60, 1)


@dataclass(frozen=True, slots=True)
class TimerPhrases:
    """How one asks, and what to say."""

    timer: tuple[str, ...]
    """Names a timer."""
    cancel: tuple[str, ...]
    remaining: tuple[str, ...]
    units: tuple[str, str, str]
    """Patterns of hours, minutes, seconds."""
    half: str
    """Half a unit more, after its name: `an hour and a half`."""
    half_hour: str
    """Half an hour in one word, or a pattern that never matches."""
    shown_units: tuple[tuple[str, str], ...]
    """How one and several hours, minutes, seconds are written, with `{n}`."""
    joint: str
    """Between two units."""
    ask: str
    ask_again: str
    given_up: str
    set: str
    """With `{duration}`."""
    out_of_range: str
    left: str
    """With `{duration}`."""
    none_set: str
    cancelled: str


class TimerSkill(AskingSkill):
    """Sets timers of devices that keep alerts; elsewhere it is a conversation only, nothing rings."""

    def __init__(self, phrases: Mapping[Language, TimerPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if not has(said.text, phrases.timer):
            return None
        if has(said.text, phrases.cancel):
            return self._cancel(said, phrases)
        if has(said.text, phrases.remaining):
            return self._remaining(said, phrases)
        return self._set(said, phrases) or Line(phrases.ask, asks=True)

    @override
    def follow_up(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if has(said.text, phrases.cancel):
            return Line(phrases.cancelled)
        if line := self._set(said, phrases):
            return line
        if re.fullmatch(NUMBER[said.language], said.text):
            return self._start(said, phrases, value_of(said.text, said.language) * 60)
        return None

    @override
    def ask_again(self, said: Said, tries: int) -> Line:
        phrases = self._phrases[said.language]
        if tries < MAX_TRIES:
            return Line(phrases.ask_again, asks=True)
        return Line(phrases.given_up)

    def _cancel(self, said: Said, phrases: TimerPhrases) -> Line:
        if not _runs(said):
            return Line(phrases.none_set)
        said.memory.timer_ends = None
        acts = (CancelTimers(),) if Ability.ALERTS in said.situation.abilities else ()
        return Line(phrases.cancelled, acts=acts)

    def _remaining(self, said: Said, phrases: TimerPhrases) -> Line:
        ends = _ends(said)
        if ends is None or not _runs(said):
            return Line(phrases.none_set)
        seconds = max(1, round((ends - said.now).total_seconds()))
        return Line(phrases.left.format(duration=duration_text(phrases, seconds)))

    def _set(self, said: Said, phrases: TimerPhrases) -> Line | None:
        seconds = find_duration(phrases, said)
        return None if seconds is None else self._start(said, phrases, seconds)

    def _start(self, said: Said, phrases: TimerPhrases, seconds: Fraction) -> Line:
        whole = round(seconds)
        if not 0 < whole <= LONGEST.total_seconds():
            return Line(phrases.out_of_range, asks=True)
        text = phrases.set.format(duration=duration_text(phrases, whole))
        if Ability.ALERTS in said.situation.abilities:
            # What is spoken comes when the device has confirmed it (CIC-AL-102).
            return Line(text, acts=(SetTimer(whole),), spoken=False)
        said.memory.timer_ends = said.now + timedelta(seconds=whole)
        return Line(text)


def _ends(said: Said) -> datetime | None:
    """When the timer ends: the device knows, if it keeps alerts."""
    if Ability.ALERTS in said.situation.abilities:
        return said.situation.timer_ends
    return said.memory.timer_ends


def _runs(said: Said) -> bool:
    ends = _ends(said)
    return ends is not None and ends > said.now


def find_duration(phrases: TimerPhrases, said: Said) -> Fraction | None:
    """The duration that a sentence names, in seconds."""
    if re.search(phrases.half_hour, said.text):
        return Fraction(1800)
    total: Fraction | None = None
    for unit, seconds in zip(phrases.units, _UNITS, strict=True):
        pattern = rf"(?P<n>{NUMBER[said.language]}) ?(?:{unit})(?P<half>{phrases.half})?"
        for match in re.finditer(pattern, said.text):
            value = value_of(match["n"], said.language)
            if match["half"]:
                value += Fraction(1, 2)
            total = (total or Fraction(0)) + value * seconds
    return total


def duration_text(phrases: TimerPhrases, seconds: int) -> str:
    """The duration in words, such as `1 hour and 30 minutes`."""
    pieces: list[str] = []
    for (one, several), size in zip(phrases.shown_units, _UNITS, strict=True):
        count, seconds = divmod(seconds, size)
        if count:
            pieces.append((one if count == 1 else several).format(n=count))
    return phrases.joint.join(pieces)
