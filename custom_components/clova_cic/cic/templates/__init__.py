"""A content template as one or two lines of text (docs/protocol/content_templates.md)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from . import general, personal, routes, weather
from .times import View
from .values import LINE, cut, first, joined, text
from .words import words_of

__all__ = ["LINE", "NOTICE", "summary"]

# A notice is law, not news: it may be longer than a line, and a link that is cut leads nowhere.
NOTICE: Final = 2000  # the length of URL that every browser takes
_LINK: Final = NOTICE // 2  # so that the text, which comes first, always has its half

_RULES: Final[Mapping[str, Callable[[Mapping[str, Any], View], list[str]]]] = {
    "CardList": general.card_list,
    "ImageList": general.image_list,
    "ImageText": general.image_text,
    "Popup": general.popup,
    "Text": general.plain_text,
    "ActionTimer": personal.action_timer,
    "ActionTimerList": personal.action_timer,
    "Alarm": personal.alarm,
    "AlarmList": personal.alarm,
    "Memo": personal.memo,
    "MemoList": personal.memo,
    "Reminder": personal.reminder,
    "ReminderList": personal.reminder,
    "Schedule": personal.schedule,
    "ScheduleList": personal.schedule,
    "Timer": personal.timer,
    "TimerList": personal.timer,
    "Atmosphere": weather.atmosphere,
    "Humidity": weather.humidity,
    "TodayWeather": weather.today,
    "TomorrowWeather": weather.tomorrow,
    "WeeklyWeather": weather.weekly,
    "WindSpeed": weather.wind,
    "CarRoute": routes.car_route,
    "TransportationRoute": routes.transportation_route,
}

# Where any template may have text, the best first.
_FIELDS: Final = (
    "title",
    "mainText",
    "sentenceText",
    "paragraphText",
    "highlightText",
    "label",
    "content",
    "description",
    "announcementOfAtmosphere",
)


def summary(payload: Mapping[str, Any], *, language: str, now: datetime) -> list[str]:
    """At most two lines of at most LINE characters, none if there is no text; raises nothing.

    Cards add their legal notice, if they have one, as a further line of at most NOTICE characters.
    `now` is aware, in the device's zone. A known type is shown by its rule (CIC-CL-030), an unknown
    one by its failure message (CIC-CL-031).
    """
    kind = text(payload.get("type"))
    rule = _RULES.get(kind)
    subtitle, failure = text(payload.get("subtitle")), text(payload.get("failureMessage"))
    spare = [failure, subtitle] if rule is None else [subtitle, failure]
    ruled = [] if rule is None else rule(payload, View(words_of(language), now))
    lines = [line for line in ruled if line] or [
        first(*spare, *(text(payload.get(name)) for name in _FIELDS))
    ]
    shown = [cut(line) for line in lines if line]
    return [*shown, *_notice(payload)] if kind == "CardList" else shown


def _notice(payload: Mapping[str, Any]) -> list[str]:
    """Return the legal notice and its link, the link whole or not at all."""
    said, link = general.notice(payload)
    if len(link) > _LINK:
        link = ""
    line = joined(cut(said, NOTICE - len(link) - 1), link, by=" ")
    return [line] if line else []
