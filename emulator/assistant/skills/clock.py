"""The time and the date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import override

from ..days import DayWords
from ..language import Language
from .base import Line, Said, Skill, has

NOON = 12


@dataclass(frozen=True, slots=True)
class ClockPhrases:
    """How one asks, and how time and date are said."""

    time_asked: tuple[str, ...]
    date_asked: tuple[str, ...]
    time: str
    """With `{half}`, `{hour}` (1 to 12), `{minute}`."""
    minute: str
    """How the minutes are written, with `{minute}`; for the full hour see `full_hour`."""
    full_hour: str
    before_noon: str
    after_noon: str
    date: str
    """With `{day}` (today, …), `{weekday}`, `{year}`, `{month}`, `{number}`."""
    months: tuple[str, ...]
    days: DayWords


class ClockSkill(Skill):
    """Reads the injected clock."""

    def __init__(self, phrases: Mapping[Language, ClockPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if has(said.text, phrases.time_asked):
            return Line(_time(phrases, said.now))
        if has(said.text, phrases.date_asked):
            today = said.now.date()
            return Line(_date(phrases, phrases.days.find(said.text, today), today))
        return None


def _time(phrases: ClockPhrases, now: datetime) -> str:
    minute = phrases.minute.format(minute=now.minute) if now.minute else phrases.full_hour
    return phrases.time.format(
        half=phrases.before_noon if now.hour < NOON else phrases.after_noon,
        hour=now.hour % NOON or NOON,
        minute=minute,
    )


def _date(phrases: ClockPhrases, day: date, today: date) -> str:
    name = phrases.days.name(day, today)
    return phrases.date.format(
        day=name[:1].upper() + name[1:],
        weekday=phrases.days.weekday(day),
        year=day.year,
        month=phrases.months[day.month - 1],
        number=day.day,
    )
