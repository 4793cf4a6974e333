"""The weather templates."""

from collections.abc import Mapping
from typing import Any, Final

from .times import View, moment, weekday, when
from .values import first, items, joined, number, text
from .words import Words

_LIKELY: Final = 60  # per cent: rain that is worth a line (content_templates.md, TodayWeather)
_DAYS: Final = 3  # of a week that fit into a line
_HALF_DAYS: Final = 2


def atmosphere(payload: Mapping[str, Any], view: View) -> list[str]:
    """The level of fine dust and the like: now, or a headline; then the half-days to come."""
    now = joined(
        text(payload.get("concentrationOfAtmosphere")), text(payload.get("valueOfAtmosphere"))
    )
    coming = (
        joined(text(half.get("durationHalfDay")), level, by=" ")
        for half in items(payload, "halfDayAtmosphereList")
        if (level := text(half.get("concentrationOfAtmosphere")))
    )
    headline = first(now, text(payload.get("announcementOfAtmosphere")))
    return [_at(payload, headline), view.words.comma.join(list(coming)[:_HALF_DAYS])]


def humidity(payload: Mapping[str, Any], view: View) -> list[str]:
    """How humid it is."""
    said = _with_unit(payload.get("humidity"), "%")
    return _observed(payload, view.words.humidity.format(said) if said else "")


def today(payload: Mapping[str, Any], view: View) -> list[str]:
    """The weather now; then fine dust, else the first hour when rain is likely."""
    sky = first(
        text(payload.get("nowWeather")), _word(payload.get("nowTemperatureImageCode"), view.words)
    )
    now = joined(sky, _degrees(payload.get("nowTemperature")))
    return [_at(payload, now), first(_fine_dust(payload, view.words), _rain(payload, view))]


def tomorrow(payload: Mapping[str, Any], view: View) -> list[str]:
    """How cold and warm it will be; then the weather at these times, once if it is the same."""
    degrees = _low_to_high(payload, view.words.degrees_span, view.words)
    skies = (text(payload.get(name)) for name in ("lowTempWeather", "highTempWeather"))
    sky = joined(*dict.fromkeys(skies))
    named = joined(view.words.near[1], degrees) if degrees else ""
    return [_at(payload, named), sky]


def weekly(payload: Mapping[str, Any], view: View) -> list[str]:
    """What it is; then the first days."""
    described = text(payload.get("description"))
    days = [said for daily in items(payload, "dailyWeatherList") if (said := _daily(daily, view))]
    where = text(payload.get("location")) if described or days else ""
    return [joined(where, described), view.words.comma.join(days[:_DAYS])]


def wind(payload: Mapping[str, Any], view: View) -> list[str]:
    """Where the wind comes from, and how fast."""
    direction = _direction(text(payload.get("windDirection")), view.words)
    return _observed(payload, joined(direction, text(payload.get("windSpeed")), by=" "))


def _at(payload: Mapping[str, Any], said: str) -> str:
    """Put the place in front; a place alone says nothing."""
    return joined(text(payload.get("location")), said) if said else ""


def _observed(payload: Mapping[str, Any], said: str) -> list[str]:
    """Say what was measured where, and by whom."""
    return [_at(payload, said), text(payload.get("contentProviderText"))] if said else []


def _with_unit(x: object, unit: str) -> str:
    """Add the unit to a bare number; what is more than a number has its own."""
    said = text(x)
    return said + unit if number(x) is not None and not said.endswith(unit) else said


def _degrees(x: object) -> str:
    """Say a temperature."""
    return _with_unit(x, "°C")


def _low_to_high(item: Mapping[str, Any], form: str, words: Words) -> str:
    """Say the lowest and the highest temperature, the unit once if neither brings its own."""
    low, high = item.get("lowTemperature"), item.get("highTemperature")
    if not text(low) and not text(high):
        return ""
    if not text(high):
        return words.lowest.format(_degrees(low))
    if not text(low):
        return words.highest.format(_degrees(high))
    return form.format(text(low), _degrees(high))


def _word(code: object, words: Words) -> str:
    """Name the weather of a code; nothing for an unknown one."""
    codes = {str(at): word for at, word in enumerate(words.weather, 1)}
    return codes.get(text(code).lstrip("0"), "")


def _daily(item: Mapping[str, Any], view: View) -> str:
    """Say a day of a week: "Mon rain 12/18°C"; nothing if there is only its name."""
    found = moment(item.get("date"), view)
    name = weekday(found.at, view.words) if found else text(item.get("date"))
    sky = _word(item.get("iconImageCode"), view.words)
    degrees = _low_to_high(item, "{}/{}", view.words)
    return joined(name, sky, degrees, by=" ") if sky or degrees else ""


def _fine_dust(payload: Mapping[str, Any], words: Words) -> str:
    """Say the level of fine dust, and that it is one."""
    said = text(payload.get("concentrationOfFineDust"))
    if not said or any(word.lower() in said.lower() for word in words.dust_words):
        return said
    return words.fine_dust.format(said)


def _rain(payload: Mapping[str, Any], view: View) -> str:
    """Say when rain is likely first."""
    for hour in items(payload, "hourlyWeatherList", "houlyWeatherList"):
        likely = number(hour.get("rainfallProbability"))
        if likely is not None and likely >= _LIKELY:
            rain = view.words.rain.format(text(likely))
            time = when(hour.get("hourlyTime"), view)
            return view.words.rain_at.format(when=time, rain=rain) if time else rain
    return ""


def _direction(said: str, words: Words) -> str:
    """Say where wind comes from; compass letters in the words of the language."""
    letters = said.upper()
    if not said or not set(letters) <= set("NESW"):
        return said
    return words.wind.format("".join(words.compass.get(letter, letter) for letter in letters))
