"""Content templates that the server fills in (content_templates.md)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from ..assistant.forecast import Sky
from ..assistant.situation import ShowWeather
from ..messages import Json
from .alert_book import Alert
from .notebook import Memo

_VERSION: Final = "v0.1"
_CODES: Final = {Sky.SUNNY: "1", Sky.PARTLY: "3", Sky.CLOUDY: "7", Sky.RAIN: "9", Sky.SNOW: "12"}
"""Weather codes."""
_KINDS: Final = {
    "ACTIONTIMER": "ActionTimer",
    "ALARM": "Alarm",
    "REMINDER": "Reminder",
    "TIMER": "Timer",
}


def alert(what: Alert, words: str) -> Json:
    """The template of an alert that was set."""
    kind = _KINDS.get(what.type, "Alarm")
    fields: Json = {
        "scheduledTime": {"type": "datetime", "value": what.payload.get("scheduledTime")},
        "token": _text(what.token),
    }
    if kind != "Timer":
        fields |= {"repeatPeriod": _text(what.repeat), "repeatDay": []}
    if kind in {"ActionTimer", "Reminder"}:
        fields["label"] = _text(what.payload.get("label", ""))
    if kind == "Reminder":
        fields["status"] = _text("TODO")
    return _template(kind, words, fields)


def memo(what: Memo) -> Json:
    """Memo."""
    fields = {
        "content": _text(what.content),
        "timestamp": {"type": "datetime", "value": what.written_at},
        "token": _text(what.id),
    }
    return _template("Memo", what.content, fields)


def memo_list(memos: Iterable[Memo], words: str) -> Json:
    """MemoList."""
    rows = [
        {
            "content": _text(each.content),
            "lastModified": {"type": "datetime", "value": each.written_at},
            "token": _text(each.id),
        }
        for each in memos
    ]
    return _template("MemoList", words, {"memoList": rows})


def weather(shown: ShowWeather, words: str, now: datetime) -> Json:
    """TodayWeather or TomorrowWeather."""
    low, high = shown.weather.low, shown.weather.high
    code, middle = _CODES[shown.weather.sky], (low + high) // 2
    fields: Json = {
        "contentProviderText": _text("CIC emulator"),
        "lastUpdate": {"type": "datetime", "value": f"{now:%Y%m%d %H:%M}"},
        "location": _text(shown.place),
    }
    if not shown.tomorrow:
        fields |= {
            "concentrationOfFineDust": _text(""),
            "hourlyWeatherList": [],
            "nowTemperature": _degrees(middle),
            "nowTemperatureImageCode": _text(code),
            "nowWeather": _text(shown.sky),
        }
        return _template("TodayWeather", words, fields)
    fields |= {
        "hourlyWeatherList": [],
        "highTemperature": _degrees(high),
        "lowTemperature": _degrees(low),
        "highTempWeather": _text(shown.sky),
        "lowTempWeather": _text(shown.sky),
    }
    return _template("TomorrowWeather", words, fields)


def _template(kind: str, words: str, fields: Json) -> Json:
    return {
        "type": kind,
        **fields,
        "failureMessage": _text(words),
        "meta": {"version": _text(_VERSION)},
        "subtitle": _text(words),
    }


def _text(value: Any) -> Json:
    return {"type": "string", "value": value}


def _degrees(value: int) -> Json:
    return {"type": "temperature-c", "value": str(value)}
