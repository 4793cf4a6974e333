"""The weather templates, and the two of routes."""

from typing import Any

import pytest

from custom_components.clova_cic.cic.templates.words import EN, JA, KO

from .payloads import (
    EMPTY,
    FAILURE,
    LANGUAGES,
    at,
    celsius,
    date,
    percent,
    said,
    string,
    template,
    url,
)

COMMON = {
    "bgClipUrl": url(),
    "bgImageUrl": url(),
    "linkUrl": url(),
    "contentProviderText": string("기상청"),
    "lastUpdate": at("2026-03-03T23:00:00Z"),
    "referenceText": string("날씨"),
    "referenceURL": url(),
    "location": string("역삼동"),
}


def hour(time: str, probability: object) -> dict[str, object]:
    return {
        "hourlyTime": at(time),
        "hourlyTemperature": celsius("9", "temperature"),
        "rainfallProbability": percent(probability),
        "temperatureImageCode": string("9"),
    }


def daily(day: str, code: str, low: object, high: object) -> dict[str, object]:
    return {
        "date": date(day),
        "iconImageCode": string(code),
        "lowTemperature": celsius(low),
        "highTemperature": celsius(high, "temperature"),
    }


def half(name: str, level: str) -> dict[str, object]:
    return {"durationHalfDay": string(name), "concentrationOfAtmosphere": string(level)}


DUST = template(
    "Atmosphere",
    **COMMON,
    announcementOfAtmosphere=EMPTY,
    concentrationOfAtmosphere=string("좋음"),
    valueOfAtmosphere={"type": "number", "value": "21㎍/㎥"},
    halfDayAtmosphereList=[
        half("내일 오전", "보통"), half("", ""), half("내일 오후", "나쁨"), half("모레 오전", "좋음")
    ],
)  # fmt: skip
TODAY = template(
    "TodayWeather",
    **COMMON,
    concentrationOfFineDust=EMPTY,
    nowTemperature=celsius("12", "temperature"),
    nowTemperatureImageCode=string("7"),
    nowWeather=EMPTY,
    hourlyWeatherList=[
        hour("20260304 09:00", None), hour("20260304 12:00", "30%"), hour("20260304 15:00", "60%"),
        hour("20260304 18:00", "90%"),
    ],
)  # fmt: skip
TOMORROW = template(
    "TomorrowWeather",
    **COMMON,
    lowTemperature=celsius("-3"),
    highTemperature=celsius("7", "temperature"),
    lowTempWeather=string("흐림"),
    highTempWeather=string("맑음"),
)
WEEK = template(
    "WeeklyWeather",
    **COMMON,
    description=string("이번 주 날씨"),
    dailyWeatherList=[
        daily("20260304", "1", "-3", "9"), daily("20260305", "9", 4, 8), daily("20260306", "28", "0", "2"),
        daily("20260307", "1", "1", "5"),
    ],
)  # fmt: skip

TEXTS: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
    (
        DUST,
        {
            "ko": ["역삼동 · 좋음 · 21㎍/㎥", "내일 오전 보통, 내일 오후 나쁨"],
            "ja": ["역삼동 · 좋음 · 21㎍/㎥", "내일 오전 보통、내일 오후 나쁨"],
            "en": ["역삼동 · 좋음 · 21㎍/㎥", "내일 오전 보통, 내일 오후 나쁨"],
        },
    ),
    (
        template("Humidity", **COMMON, humidity=percent(45), temperatureCode=string("1")),
        {
            "ko": ["역삼동 · 습도 45%", "기상청"],
            "ja": ["역삼동 · 湿度45%", "기상청"],
            "en": ["역삼동 · humidity 45%", "기상청"],
        },
    ),
    (
        TODAY,
        {
            "ko": ["역삼동 · 흐림 · 12°C", "오후 3:00 강수 확률 60%"],
            "ja": ["역삼동 · 曇り · 12°C", "15:00 降水確率60%"],
            "en": ["역삼동 · overcast · 12°C", "60% chance of rain at 3:00 PM"],
        },
    ),
    (
        TOMORROW,
        {
            "ko": ["역삼동 · 내일 · -3~7°C", "흐림 · 맑음"],
            "ja": ["역삼동 · 明日 · -3～7°C", "흐림 · 맑음"],
            "en": ["역삼동 · tomorrow · -3 to 7°C", "흐림 · 맑음"],
        },
    ),
    (
        WEEK,
        {
            "ko": ["역삼동 · 이번 주 날씨", "수 맑음 -3/9°C, 목 비 4/8°C, 금 눈 온 후 갬 0/2°C"],
            "ja": ["역삼동 · 이번 주 날씨", "水 晴れ -3/9°C、木 雨 4/8°C、金 雪のち晴れ 0/2°C"],
            "en": [
                "역삼동 · 이번 주 날씨",
                "Wed clear -3/9°C, Thu rain 4/8°C, Fri snow then clear 0/2°C",
            ],
        },
    ),
    (
        template("WindSpeed", **COMMON, windDirection=string("NNW"), windSpeed={"type": "number", "value": "2m/s"}),
        {
            "ko": ["역삼동 · 북북서풍 2m/s", "기상청"],
            "ja": ["역삼동 · 北北西の風 2m/s", "기상청"],
            "en": ["역삼동 · NNW wind 2m/s", "기상청"],
        },
    ),
    (
        template("CarRoute", summary={"start": {"name": "집"}, "destination": {"name": "회사"}, "distance": 12345, "time": 80, "roadSummary": []}, pathList=[]),
        {
            "ko": ["집 → 회사 · 12.3km, 1시간 20분"],
            "ja": ["집 → 회사 · 12.3km、1時間20分"],
            "en": ["집 → 회사 · 12.3 km, 1 h 20 min"],
        },
    ),
    (
        template("TransportationRoute", startName=string("집"), endName=string("회사"), pathType=1, totalTime=string("35")),
        {"ko": ["집 → 회사 · 35분"], "ja": ["집 → 회사 · 35分"], "en": ["집 → 회사 · 35 min"]},
    ),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("payload", "lines"), TEXTS, ids=[payload["type"] for payload, _ in TEXTS])
@pytest.mark.cic("CIC-CL-030")
def test_each_template(payload: dict[str, Any], lines: dict[str, list[str]], language: str) -> None:
    assert said(payload, language) == lines[language]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            {
                "concentrationOfAtmosphere": EMPTY,
                "valueOfAtmosphere": EMPTY,
                "announcementOfAtmosphere": string("내일 나쁨"),
            },
            "역삼동 · 내일 나쁨",
        ),
        ({"valueOfAtmosphere": {"type": "number", "value": 21}}, "역삼동 · 좋음 · 21"),
        ({"valueOfAtmosphere": EMPTY, "location": EMPTY}, "좋음"),
    ],
)
def test_air_now_and_to_come(changes: dict[str, Any], lines: str) -> None:
    assert said({**DUST, **changes}, "ko") == [lines, "내일 오전 보통, 내일 오후 나쁨"]


@pytest.mark.parametrize(
    "kind",
    ["Atmosphere", "Humidity", "TodayWeather", "TomorrowWeather", "WeeklyWeather", "WindSpeed"],
)
def test_a_place_alone_says_nothing(kind: str) -> None:
    payload = template(kind, **COMMON, subtitle=string("Today it is fine."))
    assert said(payload) == ["Today it is fine."]
    assert said({**payload, "subtitle": EMPTY}) == [FAILURE["value"]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(45, "45%"), (45.5, "45.5%"), ("45", "45%"), ("45%", "45%"), ("높음", "높음"), (0, "0%")],
)
def test_humidity_has_one_percent_sign(value: object, expected: str) -> None:
    assert said(template("Humidity", humidity=percent(value)), "ko") == [f"습도 {expected}"]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"nowWeather": string("맑음"), "nowTemperature": celsius(21.5)}, ["역삼동 · 맑음 · 21.5°C", "오후 3:00 강수 확률 60%"]),
        ({"nowTemperatureImageCode": string("31"), "nowTemperature": celsius("12°C")}, ["역삼동 · 12°C", "오후 3:00 강수 확률 60%"]),
        ({"concentrationOfFineDust": string("보통 45㎍/㎥")}, ["역삼동 · 흐림 · 12°C", "미세먼지 보통 45㎍/㎥"]),
        ({"concentrationOfFineDust": string("미세먼지 보통")}, ["역삼동 · 흐림 · 12°C", "미세먼지 보통"]),
        ({"hourlyWeatherList": [hour("20260304 12:00", "59%")]}, ["역삼동 · 흐림 · 12°C"]),
        ({"hourlyWeatherList": [hour("20260305 00:00", 85.4)]}, ["역삼동 · 흐림 · 12°C", "내일 오전 12:00 강수 확률 85.4%"]),
        ({"hourlyWeatherList": [hour("", "70")]}, ["역삼동 · 흐림 · 12°C", "강수 확률 70%"]),
        ({"hourlyWeatherList": [], "houlyWeatherList": [hour("20260304 12:00", "70%")]}, ["역삼동 · 흐림 · 12°C", "오후 12:00 강수 확률 70%"]),
    ],
)  # fmt: skip
def test_today(changes: dict[str, Any], lines: list[str]) -> None:
    assert said({**TODAY, **changes}, "ko") == lines


@pytest.mark.parametrize(
    ("language", "dust"), [("ko", "미세먼지 1"), ("ja", "PM10 1"), ("en", "fine dust 1")]
)
def test_fine_dust_is_named(language: str, dust: str) -> None:
    assert said(template("TodayWeather", concentrationOfFineDust=string("1")), language) == [dust]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"highTempWeather": string("흐림")}, ["역삼동 · tomorrow · -3 to 7°C", "흐림"]),
        ({"highTemperature": celsius("")}, ["역삼동 · tomorrow · low -3°C", "흐림 · 맑음"]),
        ({"lowTemperature": celsius(None)}, ["역삼동 · tomorrow · high 7°C", "흐림 · 맑음"]),
        ({"lowTemperature": None, "highTemperature": []}, ["흐림 · 맑음"]),
    ],
)
def test_tomorrow(changes: dict[str, Any], lines: list[str]) -> None:
    assert said({**TOMORROW, **changes}) == lines


def test_days_of_which_little_is_told() -> None:
    days = [daily("20260304", "", "", ""), daily("월요일", "01", "", "9"), daily("", "9", "1", "2")]
    payload = template("WeeklyWeather", location=string("서울"), dailyWeatherList=days)
    assert said(payload, "ko") == ["서울", "월요일 맑음 최고 9°C, 비 1/2°C"]


@pytest.mark.parametrize(
    ("direction", "speed", "line"),
    [("북서", "2m/s", "북서 2m/s"), ("", "2m/s", "2m/s"), ("se", 3, "남동풍 3"), ("W", "", "서풍")],
)
def test_wind(direction: str, speed: object, line: str) -> None:
    payload = {"type": "WindSpeed", "windDirection": string(direction), "windSpeed": string(speed)}
    assert said(payload, "ko") == [line]


@pytest.mark.parametrize("words", [KO, JA, EN])
def test_all_thirty_codes_have_words(words: Any) -> None:
    assert len(words.weather) == 30
    assert all(words.weather)


@pytest.mark.parametrize(
    ("distance", "time", "line"),
    [
        (850, 0, "A · 850 m, 0 min"),
        ("1000", "60", "A · 1 km, 1 h"),
        ("5 km", "about 10 min", "A · 5 km, about 10 min"),
        (None, None, "A"),
    ],
)
def test_routes_of_which_little_is_told(distance: object, time: object, line: str) -> None:
    summary = {
        "start": {"name": string("A")},
        "destination": "B",
        "distance": distance,
        "time": time,
    }
    assert said({"type": "CarRoute", "summary": summary}) == [line]
    assert said({"type": "CarRoute", "summary": [summary], "title": "T"}) == ["T"]
