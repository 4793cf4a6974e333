"""Saying times: of day, days, spans, what is left, what repeats; all in the device's zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final

from .values import first, text, texts
from .words import Noun, Words

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE: Final = len("2026-01-02")  # YYYY-MM-DD or YYYYMMDD; what is longer has a time of day
_MINUTE: Final = 60
_HOUR: Final = 60
# From here on nobody counts the seconds of a timer.
_SECONDS_MATTER: Final = 5 * _MINUTE
_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class View:
    """Who reads: the words of the language, and now, aware, in the device's zone."""

    words: Words
    now: datetime

    def count(self, noun: Noun, number: int) -> str:
        """How many there are, such as "3 alarms"."""
        return self.words.counts[noun][number != 1].format(number)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time in the device's zone, or a day (at its midnight)."""

    at: datetime
    whole_day: bool


def moment(x: object, view: View) -> Moment | None:
    """Read a date or time; weather has no zone and means the device's. None if it is neither."""
    said = text(x)
    zone = view.now.tzinfo
    try:
        at = datetime.fromisoformat(said)
        at = at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)
    except ValueError, OverflowError:  # the latter: the first and last day of the calendar
        return None
    return Moment(at, whole_day=len(said) <= _DATE)


def clock(at: datetime, words: Words) -> str:
    """The time of day."""
    return words.clock.format(
        half=words.halves[at.hour >= _NOON],
        hour=at.hour,
        hour12=(at.hour - 1) % 12 + 1,
        minute=at.minute,
    )


def weekday(at: datetime, words: Words) -> str:
    """The short name of the day of the week."""
    return words.weekdays[at.weekday()]


def day(at: datetime, view: View) -> str:
    """The day: a word if it is near, else the date, with the year if it is another."""
    words = view.words
    if near := _near(at, view):
        return near
    date = words.date.format(
        month=words.months[at.month - 1], day=at.day, weekday=weekday(at, words)
    )
    return date if at.year == view.now.year else words.date_of_year.format(date=date, year=at.year)


def when(x: object, view: View) -> str:
    """A time as one says it, with its day unless that is today; what is no time stays as it is."""
    found = moment(x, view)
    if found is None:
        return text(x)
    if not found.whole_day and found.at.date() == view.now.date():
        return clock(found.at, view.words)
    return _with_day(found, view)


def time_and_day(x: object, view: View) -> tuple[str, str]:
    """The time of day and, unless it is today, the day; what is no time of day comes first."""
    found = moment(x, view)
    if found is None or found.whole_day:
        return when(x, view), ""
    today = found.at.date() == view.now.date()
    return clock(found.at, view.words), "" if today else day(found.at, view)


def span(start: object, end: object, view: View) -> str:
    """From when to when: the day once if it is the same, days alone if there is no time of day."""
    words = view.words
    begin, finish = moment(start, view), moment(end, view)
    if begin is None or finish is None:
        return _from_to(when(start, view), when(end, view), words)
    if begin.whole_day or finish.whole_day or begin.at.date() != finish.at.date():
        return _from_to(_with_day(begin, view), _with_day(finish, view), words)
    hours = _from_to(clock(begin.at, words), clock(finish.at, words), words)
    return hours if begin.at.date() == view.now.date() else _on_day(hours, begin.at, view)


def left(x: object, view: View) -> str:
    """How long it is until a time; what is no time stays as it is."""
    found = moment(x, view)
    if found is None:
        return text(x)
    # Not the difference of the datetimes: in one zone that ignores a change of its clocks.
    seconds = ceil(found.at.timestamp() - view.now.timestamp())
    if seconds <= 0:
        return view.words.over
    return view.words.left.format(_duration(seconds, view.words))


def minutes(number: float, words: Words) -> str:
    """A number of minutes, in hours and minutes."""
    hour, minute = divmod(round(number), _HOUR)
    parts = [words.hours.format(hour)] if hour else []
    if minute or not hour:
        parts.append(words.minutes.format(minute))
    return words.space.join(parts)


def repeat(payload: Mapping[str, Any], view: View) -> str:
    """On which days it repeats; nothing if it does not."""
    words = view.words
    period = text(payload.get("repeatPeriod"))
    named = {name.lower() for name in texts(payload.get("repeatDay"))}
    days = [short for name, short in zip(_WEEKDAYS, words.weekdays, strict=True) if name in named]
    if period == "daily" or (period == "weekly" and len(days) == len(_WEEKDAYS)):
        return words.daily
    if period != "weekly":
        return ""
    return words.weekly_on.format(words.also.join(days)) if days else words.weekly


def _near(at: datetime, view: View) -> str:
    """Name a day around today; "" if it is farther off."""
    return view.words.near.get((at.date() - view.now.date()).days, "")


def _on_day(hours: str, at: datetime, view: View) -> str:
    """Put times of day and their day together."""
    form = view.words.when_near if _near(at, view) else view.words.when_date
    return form.format(clock=hours, day=day(at, view))


def _with_day(found: Moment, view: View) -> str:
    """Say a time with its day, be it today."""
    if found.whole_day:
        return day(found.at, view)
    return _on_day(clock(found.at, view.words), found.at, view)


def _from_to(begin: str, finish: str, words: Words) -> str:
    """Join both ends; one if the other is missing or the same."""
    if not begin or not finish or begin == finish:
        return first(begin, finish)
    return words.span.format(begin, finish)


def _duration(seconds: int, words: Words) -> str:
    """Say a number of seconds, as exactly as it matters."""
    if seconds >= _SECONDS_MATTER:
        return minutes(seconds / _MINUTE, words)
    minute, second = divmod(seconds, _MINUTE)
    parts = [words.minutes.format(minute)] if minute else []
    if second:
        parts.append(words.seconds.format(second))
    return words.space.join(parts)
