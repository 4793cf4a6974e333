"""Templates for the weather."""

from typing import Any

from .payloads import Samples, common, link, moment, text

_SKY = "https://media.example.com/weather"
_SITE = "https://www.example.com/weather"


def _frame() -> dict[str, Any]:
    """What all of them have."""
    return {
        "bgClipUrl": link(f"{_SKY}/clear.mp4"),
        "bgDefaultUrl": link(f"{_SKY}/clear.png"),
        "contentProviderText": text("Example Weather"),
        "lastUpdate": moment("20300501 07:00"),
        "linkUrl": link(f"{_SITE}/seoul"),
        "location": text("Seoul"),
        "referenceText": text("More weather"),
        "referenceUrl": link(f"{_SITE}/more"),
    }


def _degrees(value: str) -> dict[str, str]:
    return {"type": "temperature-c", "value": value}


def _hour(time: str, degrees: str, code: str, rain: int | None) -> dict[str, Any]:
    return {
        "hourlyTemperature": _degrees(degrees),
        "hourlyTime": moment(time),
        "rainfallProbability": {"type": "percentage", "value": rain},
        "temperatureImageCode": text(code),
        "temperatureImageUrl": link(f"{_SKY}/{code}.png"),
    }


def _half_day(name: str, level: str) -> dict[str, Any]:
    return {
        "atmosphereImageUrl": link(f"{_SKY}/dust.png"),
        "concentrationOfAtmosphere": text(level),
        "durationHalfDay": text(name),
    }


def _day(date: str, low: str, high: str, code: str) -> dict[str, Any]:
    return {
        "date": {"type": "date", "value": date},
        "highTemperature": _degrees(high),
        "iconImageCode": text(code),
        "iconImageUrl": link(f"{_SKY}/{code}.png"),
        "lowTemperature": _degrees(low),
    }


TEMPLATES: Samples = {
    "Atmosphere": {
        "type": "Atmosphere",
        "announcementOfAtmosphere": text(""),
        "concentrationOfAtmosphere": text("Good"),
        "halfDayAtmosphereList": [
            _half_day("Tomorrow morning", "Good"),
            _half_day("Tomorrow afternoon", "Moderate"),
        ],
        "temperatureCode": text("1"),
        "valueOfAtmosphere": text("12㎍/㎥"),
        **_frame(),
        **common("The fine dust level in Seoul is good."),
    },
    "Humidity": {
        "type": "Humidity",
        "humidity": {"type": "percentage", "value": 45},
        "temperatureCode": text("1"),
        **_frame(),
        **common("The humidity in Seoul is 45 percent."),
    },
    "TodayWeather": {
        "type": "TodayWeather",
        "concentrationOfFineDust": text("Fine dust: good, 12"),
        "hourlyWeatherList": [
            _hour("20300501 08:00", "13", "1", 0),
            _hour("20300501 09:00", "14", "3", None),
            _hour("20300501 10:00", "15", "9", 60),
        ],
        "nowTemperature": _degrees("12"),
        "nowTemperatureImageCode": text("1"),
        "nowTemperatureImageUrl": link(f"{_SKY}/1.png"),
        "nowWeather": text("Clear"),
        **_frame(),
        **common("It is 12 degrees and clear."),
    },
    "TomorrowWeather": {
        "type": "TomorrowWeather",
        "highTemperature": _degrees("19"),
        "lowTemperature": _degrees("9"),
        "highTempWeather": text("Cloudy"),
        "lowTempWeather": text("Clear"),
        "hourlyWeatherList": [
            _hour("20300502 08:00", "10", "1", 10),
            _hour("20300502 15:00", "19", "7", 30),
        ],
        **_frame(),
        **common("Tomorrow it is 9 to 19 degrees."),
    },
    "WeeklyWeather": {
        "type": "WeeklyWeather",
        "dailyWeatherList": [
            _day("20300501", "8", "18", "1"),
            _day("20300502", "9", "19", "7"),
            _day("20300503", "10", "16", "9"),
        ],
        "description": text("This week's weather"),
        **_frame(),
        **common("Here is this week's weather."),
    },
    "WindSpeed": {
        "type": "WindSpeed",
        "windDirection": text("NW"),
        "windSpeed": {"type": "number", "value": "2m/s"},
        "temperatureCode": text("1"),
        **_frame(),
        **common("The wind in Seoul blows at 2 metres per second."),
    },
}
