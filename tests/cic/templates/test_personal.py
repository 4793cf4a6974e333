"""The user's alarms, timers, memos, reminders, schedules; what is to be done."""

from collections.abc import Mapping
from typing import Any

import pytest

from .payloads import EMPTY, FAILURE, at, calendar, date, repeating, said, string, template

SOON = at("2026-03-04T09:00:00+09:00")
TONIGHT = at("2026-03-04T13:05:00Z")  # 22:05 in the device's zone
TOMORROW = at("2026-03-05T06:45:00+09:00")
FRIDAY = at("2026-03-06T18:00:00+0900")
LATER = at("2027-01-09T08:00:00+09:00")


def item(when: Mapping[str, object], **fields: object) -> dict[str, object]:
    """An element of a list."""
    return {"token": string("t-1"), "scheduledTime": when, **repeating(), **fields}


TEXTS: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    (
        template("ActionTimer", **item(TONIGHT, label=string("에어컨 끄기"), action=EMPTY)),
        {
            "ko": ["에어컨 끄기", "오후 10:05"],
            "ja": ["에어컨 끄기", "22:05"],
            "en": ["에어컨 끄기", "10:05 PM"],
        },
    ),
    (
        template(
            "ActionTimerList",
            actionTimerList=[
                item(TONIGHT, label=string("에어컨 끄기")),
                item(TOMORROW, label=string("라디오 켜기")),
                item(FRIDAY, label=EMPTY),
            ],
        ),
        {
            "ko": [
                "예약 3개 · 에어컨 끄기",
                "라디오 켜기, 모레 오후 6:00",
            ],
            "ja": ["予約3件 · 에어컨 끄기", "라디오 켜기、明後日 18:00"],
            "en": ["3 scheduled actions · 에어컨 끄기", "라디오 켜기, 6:00 PM on Fri Mar 6"],
        },
    ),
    (
        template("Alarm", **item(TOMORROW) | repeating("weekly", "wednesday", "monday", "")),
        {
            "ko": ["오전 6:45 · 내일", "매주 월, 수"],
            "ja": ["6:45 · 明日", "毎週月・水"],
            "en": ["6:45 AM · tomorrow", "every Mon, Wed"],
        },
    ),
    (
        template("AlarmList", alarmList=[item(SOON), item(TOMORROW), item(LATER)]),
        {
            "ko": ["알람 3개 · 오전 9:00", "내일 오전 6:45, 2027년 1월 9일 (토) 오전 8:00"],
            "ja": ["アラーム3件 · 9:00", "明日 6:45、2027年1月9日(土) 8:00"],
            "en": ["3 alarms · 9:00 AM", "6:45 AM tomorrow, 8:00 AM on Sat Jan 9 2027"],
        },
    ),
    (
        template("Memo", content=string("우유\n두 팩"), timestamp=at("2026-03-03T12:10:00+09:00")),
        {
            "ko": ["우유 두 팩", "어제 오후 12:10"],
            "ja": ["우유 두 팩", "昨日 12:10"],
            "en": ["우유 두 팩", "12:10 PM yesterday"],
        },
    ),
    (
        template(
            "MemoList", memoList=[{"content": string(text), "lastModified": SOON} for text in "ABC"]
        ),
        {"ko": ["메모 3개 · A", "B"], "ja": ["メモ3件 · A", "B"], "en": ["3 memos · A", "B"]},
    ),
    (
        template(
            "Reminder",
            **item(TOMORROW, label=string("분리수거"), content=string("old"), status=string("DONE"))
            | repeating("daily"),
        ),
        {
            "ko": ["분리수거", "내일 오전 6:45 · 매일 · 완료"],
            "ja": ["분리수거", "明日 6:45 · 毎日 · 完了"],
            "en": ["분리수거", "6:45 AM tomorrow · every day · done"],
        },
    ),
    (
        template(
            "ReminderList",
            reminderList=[
                item(SOON, label=string("빨래"), status=string("DONE")),
                item(SOON, label=EMPTY, content=string("약"), status=string("TODO")),
                item(SOON, label=string("우체국")),
            ],
        ),
        {
            "ko": ["리마인더 3개 · 약", "우체국, 빨래 (완료)"],
            "ja": ["リマインダー3件 · 약", "우체국、빨래 (完了)"],
            "en": ["3 reminders · 약", "우체국, 빨래 (done)"],
        },
    ),
    (
        template(
            "Schedule",
            content=string("치과"),
            start=calendar("2026-03-05T15:00:00+09:00"),
            end=calendar("2026-03-05T16:00:00+09:00"),
            **repeating(),
        ),
        {
            "ko": ["치과", "내일 오후 3:00 ~ 오후 4:00"],
            "ja": ["치과", "明日 15:00～16:00"],
            "en": ["치과", "3:00 PM – 4:00 PM tomorrow"],
        },
    ),
    (
        template(
            "ScheduleList",
            scheduleList=[
                {
                    "type": "Schedule",
                    "content": string("치과"),
                    "start": calendar("2026-03-05T15:00:00+09:00"),
                },
                {
                    "type": "Schedule",
                    "content": string("생일"),
                    "start": calendar("2026-03-04", "date"),
                },
                {"type": "Schedule", "content": EMPTY, "token": string("padding")},
            ],
        ),
        {
            "ko": ["일정 2개 · 치과 · 내일 오후 3:00", "생일 · 오늘"],
            "ja": ["予定2件 · 치과 · 明日 15:00", "생일 · 今日"],
            "en": ["2 events · 치과 · 3:00 PM tomorrow", "생일 · today"],
        },
    ),
    (
        template(
            "Timer", token=string("t"), scheduledTime=at("2026-03-03T23:39:00Z"), label=string(None)
        ),
        {"ko": ["9분 남음"], "ja": ["残り9分"], "en": ["9 min left"]},
    ),
    (
        template(
            "TimerList",
            timerList=[
                item(at("2026-03-04T09:55:00+09:00"), label=EMPTY),
                item(EMPTY, label=string("홍차")),
                item(at("2026-03-04T08:32:30+09:00"), label=string("달걀")),
            ],
        ),
        {
            "ko": ["타이머 3개 · 달걀 2분 30초 남음", "1시간 25분 남음, 홍차"],
            "ja": ["タイマー3件 · 달걀 残り2分30秒", "残り1時間25分、홍차"],
            "en": ["3 timers · 달걀 2 min 30 sec left", "1 h 25 min left, 홍차"],
        },
    ),
]


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
@pytest.mark.parametrize(("payload", "lines"), TEXTS, ids=[payload["type"] for payload, _ in TEXTS])
@pytest.mark.cic("CIC-CL-030")
def test_each_template(payload: dict[str, Any], lines: dict[str, list[str]], language: str) -> None:
    assert said(payload, language) == lines[language]


def test_there_is_a_sample_of_each() -> None:
    kinds = {"ActionTimer", "Alarm", "Memo", "Reminder", "Schedule", "Timer"}
    expected = kinds | {f"{kind}List" for kind in kinds}
    assert {payload["type"] for payload, _ in TEXTS} == expected


@pytest.mark.parametrize(("payload", "lines"), TEXTS, ids=[payload["type"] for payload, _ in TEXTS])
def test_a_list_may_come_under_the_name_of_one_and_one_under_that_of_a_list(
    payload: dict[str, Any], lines: dict[str, list[str]]
) -> None:
    kind = payload["type"]
    other = kind.removesuffix("List") if kind.endswith("List") else f"{kind}List"
    assert said({**payload, "type": other}) == lines["en"]


def test_the_older_names_of_lists() -> None:
    entries = [{"content": string("A"), "scheduledTime": SOON}]
    assert said(template("ScheduleList", scheduledList=entries)) == ["1 event · A"]
    assert said(template("AlarmList", alarmListList=entries)) == ["1 alarm · 9:00 AM"]
    assert said(template("TimerList", timerListList=entries)) == ["1 timer · A 30 min left"]


def test_a_list_of_which_nothing_is_told_is_counted() -> None:
    payload = template("AlarmList", alarmList=[repeating("daily"), repeating("daily")])
    assert said(payload) == ["2 alarms"]


def test_padding_is_not_counted() -> None:
    padded: list[object] = [{"content": EMPTY}, "text", None, [], {"content": string("A")}, {}]
    assert said(template("MemoList", memoList=padded)) == ["1 memo · A"]
    assert said(template("MemoList", memoList=[{"content": EMPTY}])) == [FAILURE["value"]]


def test_a_memo_of_a_list_tells_when_it_was_changed() -> None:
    payload = {"type": "Memo", "content": "A", "lastModified": SOON}
    assert said(payload) == ["A", "9:00 AM"]


def test_whole_day_schedules_have_dates_only_whatever_their_kind() -> None:
    start, end = calendar("2026-03-07", "date"), calendar("2026-03-07", "datetime")
    payload = template("Schedule", content=string("A"), start=start, end=end, **repeating("weekly"))
    assert said(payload) == ["A", "Sat Mar 7 · every week"]
    assert said(payload, "ko") == ["A", "3월 7일 (토) · 매주"]
    assert said(payload, "ja") == ["A", "3月7日(土) · 毎週"]
    assert said({**payload, "end": date("2026-03-09")}) == [
        "A",
        "Sat Mar 7 – Mon Mar 9 · every week",
    ]
