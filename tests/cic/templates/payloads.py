"""Content templates as the service sends them, and how they are asked for their text."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.clova_cic.cic.templates import summary

NOW = datetime(2026, 3, 4, 8, 30, tzinfo=ZoneInfo("Asia/Seoul"))  # a Wednesday
LANGUAGES = ("ko", "ja", "en")
EMPTY = {"type": "string", "value": ""}
FAILURE = {"type": "string", "value": "This cannot be shown."}


def said(payload: dict[str, Any], language: str = "en", now: datetime = NOW) -> list[str]:
    """The text of a template."""
    return summary(payload, language=language, now=now)


def string(value: object) -> dict[str, object]:
    return {"type": "string", "value": value}


def strings(*values: object) -> list[dict[str, object]]:
    return [string(value) for value in values]


def url(value: str = "https://cards.example.com/1") -> dict[str, object]:
    return {"type": "url", "value": value}


def at(value: str) -> dict[str, object]:
    return {"type": "datetime", "value": value}


def date(value: str) -> dict[str, object]:
    return {"type": "date", "value": value}


def calendar(value: str, kind: str = "datetime") -> dict[str, object]:
    """A time as schedules have it."""
    return {"type": kind, "dateTime": value}


def celsius(value: object, kind: str = "temperature-c") -> dict[str, object]:
    return {"type": kind, "value": value}


def percent(value: object) -> dict[str, object]:
    return {"type": "percentage", "value": value}


def repeating(period: str = "", *days: str) -> dict[str, object]:
    """The two fields of a repeat."""
    return {"repeatPeriod": string(period), "repeatDay": strings(*days)}


def template(kind: str, **fields: object) -> dict[str, Any]:
    """A template with what comes along with each."""
    return {
        "type": kind,
        "meta": {"version": string("v0.1")},
        "failureMessage": FAILURE,
        "subtitle": EMPTY,
        "actionList": [{"type": "action", "value": ""}],
        **fields,
    }
