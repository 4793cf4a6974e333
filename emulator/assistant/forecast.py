"""Made-up weather: the same for the same place and day, and fit for the season."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
import math
from typing import Final
import zlib

from .language import Language

FREEZING: Final = 2
"""°C at noon below which rain falls as snow."""


class Sky(StrEnum):
    """What is seen above."""

    SUNNY = "sunny"
    PARTLY = "partly"
    CLOUDY = "cloudy"
    RAIN = "rain"
    SNOW = "snow"


_SKIES: Final = (Sky.SUNNY, Sky.SUNNY, Sky.PARTLY, Sky.PARTLY, Sky.CLOUDY, Sky.CLOUDY, Sky.RAIN)


@dataclass(frozen=True, slots=True)
class Place:
    """A city: its names, and its mean temperature and half the yearly range, °C."""

    names: dict[Language, str]
    mean: float
    swing: float
    aliases: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether a sentence in its plain form names this place, in whatever language."""
        names = (*self.names.values(), *self.aliases)
        return any(name.casefold() in text for name in names)


def _place(ko: str, ja: str, en: str, mean: float, swing: float, *aliases: str) -> Place:
    return Place({Language.KO: ko, Language.JA: ja, Language.EN: en}, mean, swing, aliases)


SEOUL: Final = _place("서울", "ソウル", "Seoul", 12, 14)
TOKYO: Final = _place("도쿄", "東京", "Tokyo", 16, 11, "동경", "とうきょう")
PLACES: Final = (
    SEOUL,
    _place("부산", "釜山", "Busan", 15, 11, "プサン", "pusan"),
    _place("인천", "仁川", "Incheon", 12, 13, "インチョン"),
    _place("대구", "大邱", "Daegu", 14, 13, "テグ"),
    _place("대전", "大田", "Daejeon", 13, 13, "テジョン"),
    _place("광주", "光州", "Gwangju", 14, 12, "クァンジュ"),
    _place("제주", "済州", "Jeju", 16, 10, "チェジュ"),
    _place("성남", "城南", "Seongnam", 12, 14, "ソンナム", "분당"),
    TOKYO,
    _place("오사카", "大阪", "Osaka", 17, 11, "おおさか"),
    _place("교토", "京都", "Kyoto", 16, 12, "きょうと"),
    _place("나고야", "名古屋", "Nagoya", 16, 12, "なごや"),
    _place("삿포로", "札幌", "Sapporo", 9, 13, "さっぽろ"),
    _place("후쿠오카", "福岡", "Fukuoka", 17, 10, "ふくおか"),
    _place("오키나와", "沖縄", "Okinawa", 23, 6, "おきなわ"),
    _place("런던", "ロンドン", "London", 11, 7),
    _place("파리", "パリ", "Paris", 12, 8),
    _place("베를린", "ベルリン", "Berlin", 10, 10),
    _place("뉴욕", "ニューヨーク", "New York", 13, 12),
)


@dataclass(frozen=True, slots=True)
class Weather:
    """One day's weather, temperatures in °C."""

    sky: Sky
    low: int
    high: int


def forecast(place: Place, day: date) -> Weather:
    """The weather of a place on a day."""
    seed = zlib.crc32(f"{place.names[Language.EN]} {day.isoformat()}".encode())
    season = math.cos((day.timetuple().tm_yday - 205) / 365 * 2 * math.pi)  # hottest in late July
    noon = round(place.mean + place.swing * season + seed // 16 % 7 - 3)
    sky = _SKIES[seed % len(_SKIES)]
    if sky is Sky.RAIN and noon <= FREEZING:
        sky = Sky.SNOW
    return Weather(sky, noon - 5 - seed // 256 % 4, noon + 2)
