"""Times in the style of the language, in the device's zone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.clova_cic.cic.templates.times import View, left, span, when
from custom_components.clova_cic.cic.templates.words import EN, words_of

from .payloads import LANGUAGES, NOW, repeating, said, string, template


def spoken(value: object, language: str = "en", now: datetime = NOW) -> str:
    return when(value, View(words_of(language), now))


@pytest.mark.parametrize(
    ("value", "korean", "japanese", "english"),
    [
        ("2026-03-04T00:00:00+09:00", "오전 12:00", "0:00", "12:00 AM"),
        ("2026-03-04T12:00:00+09:00", "오후 12:00", "12:00", "12:00 PM"),
        ("2026-03-04T03:05:00Z", "오후 12:05", "12:05", "12:05 PM"),
        ("20260304 18:30", "오후 6:30", "18:30", "6:30 PM"),
        ("2026-03-04T15:30:00Z", "내일 오전 12:30", "明日 0:30", "12:30 AM tomorrow"),
        (
            "2026-03-02T09:00:00+09:00",
            "3월 2일 (월) 오전 9:00",
            "3月2日(月) 9:00",
            "9:00 AM on Mon Mar 2",
        ),
        ("2026-03-06", "모레", "明後日", "Fri Mar 6"),
        ("20260304", "오늘", "今日", "today"),
        ("20270304", "2027년 3월 4일 (목)", "2027年3月4日(木)", "Thu Mar 4 2027"),
        (
            "0001-01-01T00:00:00",
            "1년 1월 1일 (월) 오전 12:00",
            "1年1月1日(月) 0:00",
            "12:00 AM on Mon Jan 1 1",
        ),
        ("9999-12-31T23:00:00Z", *(["9999-12-31T23:00:00Z"] * 3)),
        ("내일 아침", *(["내일 아침"] * 3)),
        ("2026-02-30", *(["2026-02-30"] * 3)),
        (None, "", "", ""),
    ],
)
def test_a_time(value: object, korean: str, japanese: str, english: str) -> None:
    expected = dict(zip(LANGUAGES, (korean, japanese, english), strict=True))
    assert {language: spoken(value, language) for language in LANGUAGES} == expected


def test_the_zone_is_the_devices() -> None:
    now = NOW.astimezone(ZoneInfo("America/New_York"))  # the evening before
    assert spoken("2026-03-04T09:00:00+09:00", now=now) == "7:00 PM"
    assert spoken("20260304 09:00", now=now) == "9:00 AM tomorrow"


@pytest.mark.parametrize("language", ["", "de", "en-GB", "korean", "日本語"])
def test_other_languages_are_like_english(language: str) -> None:
    assert spoken("20260304 18:30", language) == "6:30 PM"


@pytest.mark.parametrize("language", ["ko-KR", "ko_KR", "KO"])
def test_a_language_may_name_a_country(language: str) -> None:
    assert spoken("20260304 18:30", language) == "오후 6:30"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-04T09:00:00+09:00", "2026-03-04T10:00:00+09:00", "9:00 AM – 10:00 AM"),
        ("2026-03-04T09:00:00+09:00", "2026-03-04T00:00:00Z", "9:00 AM"),
        (
            "2026-03-04T23:00:00+09:00",
            "2026-03-05T01:00:00+09:00",
            "11:00 PM today – 1:00 AM tomorrow",
        ),
        (
            "2026-03-09T09:00:00+09:00",
            "2026-03-09T10:00:00+09:00",
            "9:00 AM – 10:00 AM on Mon Mar 9",
        ),
        ("2026-03-04", "2026-03-05", "today – tomorrow"),
        ("2026-03-04", "2026-03-04", "today"),
        ("2026-03-04", "2026-03-04T10:00:00+09:00", "today – 10:00 AM today"),
        ("2026-03-05", "", "tomorrow"),
        ("", "2026-03-05", "tomorrow"),
        ("noon", "2026-03-05", "noon – tomorrow"),
        ("", "", ""),
    ],
)
def test_a_span(start: str, end: str, expected: str) -> None:
    assert span(string(start), string(end), View(EN, NOW)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, "finished"),
        (0, "finished"),
        (0.4, "1 sec left"),
        (59.2, "1 min left"),
        (150, "2 min 30 sec left"),
        (299, "4 min 59 sec left"),
        (330.1, "6 min left"),
        (3599, "1 h left"),
        (100 * 3600 + 60, "100 h 1 min left"),
    ],
)
def test_the_time_left(seconds: float, expected: str) -> None:
    due = (NOW + timedelta(seconds=seconds)).astimezone(UTC).isoformat()
    assert left(string(due), View(EN, NOW)) == expected


def test_the_time_left_does_not_jump_with_the_clocks() -> None:
    # In New York the clocks go from 2:00 to 3:00 on that night.
    now = datetime(2026, 3, 8, 1, 0, tzinfo=ZoneInfo("America/New_York"))
    assert left("2026-03-08T07:00:00Z", View(EN, now)) == "1 h left"


@pytest.mark.parametrize(("language", "over"), [("ko", "종료"), ("ja", "終了"), ("en", "finished")])
def test_a_timer_that_has_rung_or_says_no_time(language: str, over: str) -> None:
    payload = template("Timer", label=string("A"), scheduledTime=string("2026-03-03T00:00:00Z"))
    assert said(payload, language) == [f"A · {over}"]
    assert said({**payload, "scheduledTime": string("later")}, language) == ["A · later"]


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.mark.parametrize(
    ("repeat", "korean", "japanese", "english"),
    [
        (repeating(), "", "", ""),
        (repeating("", "monday"), "", "", ""),
        (repeating("monthly"), "", "", ""),
        (repeating("daily"), "매일", "毎日", "every day"),
        (repeating("weekly", *DAYS), "매일", "毎日", "every day"),
        (repeating("weekly"), "매주", "毎週", "every week"),
        (repeating("weekly", "someday", ""), "매주", "毎週", "every week"),
        (repeating("weekly", "Sunday", "friday"), "매주 금, 일", "毎週金・日", "every Fri, Sun"),
    ],
)
def test_a_repeat(repeat: dict[str, Any], korean: str, japanese: str, english: str) -> None:
    payload = template("Alarm", **repeat, scheduledTime=string("20260304 18:30"))
    for language, expected in zip(LANGUAGES, (korean, japanese, english), strict=True):
        assert said(payload, language)[1:] == ([expected] if expected else [])


def test_an_alarm_on_a_day_without_a_time() -> None:
    assert said({"type": "Alarm", "scheduledTime": "2026-03-05"}) == ["tomorrow"]
    assert said({"type": "Alarm", "scheduledTime": "soon"}) == ["soon"]
    assert said({"type": "Alarm", "scheduledTime": "2026-03-04T22:00:00+09:00"}) == ["10:00 PM"]
