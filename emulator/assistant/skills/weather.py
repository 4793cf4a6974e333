"""The made-up weather of some cities."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
import re
from string import capwords
from typing import override

from ..days import DayWords
from ..forecast import PLACES, Place, Sky, forecast
from ..language import Language
from ..situation import Ability, ShowWeather
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class WeatherPhrases:
    """How one asks, and what to say."""

    asked: tuple[str, ...]
    reply: str
    """With `{place}`, `{day}`, `{sky}`, `{low}`, `{high}`."""
    skies: dict[Sky, str]
    home: Place
    """Where it is if no place is named."""
    elsewhere: str
    """Finds the place in a sentence that names one, group `place`."""
    no_place: tuple[str, ...]
    """Words at that point that are no place."""
    unknown: str
    """With `{place}`."""
    days: DayWords
    sky_words: dict[Sky, str] | None = None
    """What is seen above in a word by itself; None: as in the reply."""


class WeatherSkill(Skill):
    """Tells the weather by place and day."""

    def __init__(self, phrases: Mapping[Language, WeatherPhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        if not has(said.text, phrases.asked):
            return None
        place = next((place for place in PLACES if place.is_in(said.text)), None)
        if place is None:
            if name := _unknown_place(phrases, said.text):
                return Line(phrases.unknown.format(place=name))
            place = phrases.home
        today = said.now.date()
        day = phrases.days.find(said.text, today)
        weather = forecast(place, day)
        reply = phrases.reply.format(
            place=place.names[said.language],
            day=phrases.days.name(day, today),
            sky=phrases.skies[weather.sky],
            low=weather.low,
            high=weather.high,
        )
        acts: tuple[ShowWeather, ...] = ()
        if Ability.TEMPLATES in said.situation.abilities and day - today <= timedelta(days=1):
            sky = (phrases.sky_words or phrases.skies)[weather.sky]
            acts = (ShowWeather(place.names[said.language], day > today, weather, sky),)
        return Line(reply[:1].upper() + reply[1:], acts=acts)


def _unknown_place(phrases: WeatherPhrases, text: str) -> str | None:
    """A place that is named and not known."""
    found = re.search(phrases.elsewhere, text)
    if found is None:
        return None
    name = re.split(r"[,、。.]", found["place"])[-1]
    days = (pattern for pattern, _ in (*phrases.days.near, *phrases.days.weekdays))
    for pattern in (*days, *phrases.no_place):
        name = re.sub(pattern, " ", name)
    return capwords(name) or None
