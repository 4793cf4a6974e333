"""The words and forms of the three languages that the service has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

type Noun = Literal["action", "alarm", "image", "memo", "reminder", "schedule", "timer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; `{…}` is filled in by `str.format`."""

    counts: Mapping[Noun, tuple[str, str]]  # one, several
    comma: str

    clock: str  # {half}: before or after noon; {hour} of 24, {hour12}, {minute}
    halves: tuple[str, str]
    date: str  # {month}, {day}, {weekday}
    date_of_year: str  # {date}, {year}
    months: tuple[str, ...]
    weekdays: tuple[str, ...]  # Monday first
    near: Mapping[int, str]  # days from today
    when_near: str  # {clock}, {day}: a word of `near`
    when_date: str  # {clock}, {day}: a date
    span: str  # from, to: times and days

    hours: str
    minutes: str
    seconds: str
    space: str  # between hours and minutes
    left: str
    over: str

    daily: str
    weekly: str
    weekly_on: str
    also: str  # between days of a week
    done: str

    weather: tuple[str, ...]  # by code, from 1
    degrees_span: str
    lowest: str
    highest: str
    humidity: str
    fine_dust: str  # "" says nothing but the level
    dust_words: tuple[str, ...]  # a level with one of them needs no such word in front
    rain: str
    rain_at: str  # {when}, {rain}
    compass: Mapping[str, str]  # by letter; empty: the letters stay
    wind: str

    metres: str
    kilometres: str


KO: Final = Words(
    counts={
        "action": ("예약 {}개", "예약 {}개"),
        "alarm": ("알람 {}개", "알람 {}개"),
        "image": ("이미지 {}장", "이미지 {}장"),
        "memo": ("메모 {}개", "메모 {}개"),
        "reminder": ("리마인더 {}개", "리마인더 {}개"),
        "schedule": ("일정 {}개", "일정 {}개"),
        "timer": ("타이머 {}개", "타이머 {}개"),
    },
    comma=", ",
    clock="{half} {hour12}:{minute:02}",
    halves=("오전", "오후"),
    date="{month}월 {day}일 ({weekday})",
    date_of_year="{year}년 {date}",
    months=tuple(str(month) for month in range(1, 13)),
    weekdays=("월", "화", "수", "목", "금", "토", "일"),
    near={-1: "어제", 0: "오늘", 1: "내일", 2: "모레"},
    when_near="{day} {clock}",
    when_date="{day} {clock}",
    span="{} ~ {}",
    hours="{}시간",
    minutes="{}분",
    seconds="{}초",
    space=" ",
    left="{} 남음",
    over="종료",
    daily="매일",
    weekly="매주",
    weekly_on="매주 {}",
    also=", ",
    done="완료",
    weather=(
        *("맑음", "맑음", "구름 조금", "구름 조금", "구름 많음", "구름 많음", "흐림"),
        *("약한 비", "비", "강한 비", "약한 눈", "눈", "강한 눈", "진눈깨비"),
        *("소나기", "소낙눈", "안개", "천둥번개", "우박", "황사", "비 또는 눈"),
        *("가끔 비", "가끔 눈", "가끔 비 또는 눈", "흐린 후 갬", "뇌우 후 갬"),
        *("비 온 후 갬", "눈 온 후 갬", "흐려져 비", "흐려져 눈"),
    ),
    degrees_span="{}~{}",
    lowest="최저 {}",
    highest="최고 {}",
    humidity="습도 {}",
    fine_dust="미세먼지 {}",
    dust_words=("먼지", "PM"),
    rain="강수 확률 {}%",
    rain_at="{when} {rain}",
    compass={"N": "북", "E": "동", "S": "남", "W": "서"},
    wind="{}풍",
    metres="{}m",
    kilometres="{}km",
)

JA: Final = Words(
    counts={
        "action": ("予約{}件", "予約{}件"),
        "alarm": ("アラーム{}件", "アラーム{}件"),
        "image": ("画像{}枚", "画像{}枚"),
        "memo": ("メモ{}件", "メモ{}件"),
        "reminder": ("リマインダー{}件", "リマインダー{}件"),
        "schedule": ("予定{}件", "予定{}件"),
        "timer": ("タイマー{}件", "タイマー{}件"),
    },
    comma="、",
    clock="{hour}:{minute:02}",
    halves=("午前", "午後"),
    date="{month}月{day}日({weekday})",
    date_of_year="{year}年{date}",
    months=tuple(str(month) for month in range(1, 13)),
    weekdays=("月", "火", "水", "木", "金", "土", "日"),
    near={-1: "昨日", 0: "今日", 1: "明日", 2: "明後日"},
    when_near="{day} {clock}",
    when_date="{day} {clock}",
    span="{}～{}",
    hours="{}時間",
    minutes="{}分",
    seconds="{}秒",
    space="",
    left="残り{}",
    over="終了",
    daily="毎日",
    weekly="毎週",
    weekly_on="毎週{}",
    also="・",
    done="完了",
    weather=(
        *("晴れ", "晴れ", "おおむね晴れ", "おおむね晴れ", "曇りがち", "曇りがち", "曇り"),
        *("小雨", "雨", "大雨", "小雪", "雪", "大雪", "みぞれ"),
        *("にわか雨", "にわか雪", "霧", "雷雨", "ひょう", "黄砂", "雨または雪"),
        *("時々雨", "時々雪", "時々雨または雪", "曇りのち晴れ", "雷雨のち晴れ"),
        *("雨のち晴れ", "雪のち晴れ", "曇りのち雨", "曇りのち雪"),
    ),
    degrees_span="{}～{}",
    lowest="最低{}",
    highest="最高{}",
    humidity="湿度{}",
    fine_dust="PM10 {}",
    dust_words=("PM", "粒子", "黄砂"),
    rain="降水確率{}%",
    rain_at="{when} {rain}",
    compass={"N": "北", "E": "東", "S": "南", "W": "西"},
    wind="{}の風",
    metres="{}m",
    kilometres="{}km",
)

EN: Final = Words(
    counts={
        "action": ("{} scheduled action", "{} scheduled actions"),
        "alarm": ("{} alarm", "{} alarms"),
        "image": ("{} image", "{} images"),
        "memo": ("{} memo", "{} memos"),
        "reminder": ("{} reminder", "{} reminders"),
        "schedule": ("{} event", "{} events"),
        "timer": ("{} timer", "{} timers"),
    },
    comma=", ",
    clock="{hour12}:{minute:02} {half}",
    halves=("AM", "PM"),
    date="{weekday} {month} {day}",
    date_of_year="{date} {year}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    near={-1: "yesterday", 0: "today", 1: "tomorrow"},
    when_near="{clock} {day}",
    when_date="{clock} on {day}",
    span="{} – {}",
    hours="{} h",
    minutes="{} min",
    seconds="{} sec",
    space=" ",
    left="{} left",
    over="finished",
    daily="every day",
    weekly="every week",
    weekly_on="every {}",
    also=", ",
    done="done",
    weather=(
        *("clear", "clear", "partly cloudy", "partly cloudy", "mostly cloudy", "mostly cloudy"),
        *("overcast", "light rain", "rain", "heavy rain", "light snow", "snow", "heavy snow"),
        *("sleet", "rain showers", "snow showers", "fog", "thunderstorms", "hail", "yellow dust"),
        *("rain or snow", "rain at times", "snow at times", "rain or snow at times"),
        *("cloudy then clear", "thunderstorms then clear", "rain then clear", "snow then clear"),
        *("cloudy then rain", "cloudy then snow"),
    ),
    degrees_span="{} to {}",
    lowest="low {}",
    highest="high {}",
    humidity="humidity {}",
    fine_dust="fine dust {}",
    dust_words=("dust", "PM", "particulate"),
    rain="{}% chance of rain",
    rain_at="{rain} at {when}",
    compass={},
    wind="{} wind",
    metres="{} m",
    kilometres="{} km",
)


def words_of(language: str) -> Words:
    """The words of a language tag such as `ko` or `ja-JP`; English for what the service has not."""
    return {"ko": KO, "ja": JA}.get(language.replace("_", "-").partition("-")[0].lower(), EN)
