"""What there is to play: tracks with titles in three languages, stations of them, lists to browse."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .odd import MANNERS, PLAIN, Manner

type Names = Mapping[str, str]
"""What something is called, by language: `en`, `ko`, `ja`."""

ENGLISH: Final = "en"
REPORT_INTERVAL: Final = 15_000
"""Milliseconds between progress reports; the value of the protocol's samples."""


def _names(english: str, korean: str, japanese: str) -> Names:
    return {ENGLISH: english, "ko": korean, "ja": japanese}


@dataclass(frozen=True, slots=True)
class Track:
    """One piece. Its token serves for the stream and for lists."""

    token: str
    titles: Names
    artists: Names
    albums: Names
    seconds: int
    """How long it is; of what is endless, until it begins anew."""
    genre: str = "pop"
    live: bool = False

    @property
    def manner(self) -> Manner:
        """How it is delivered."""
        return MANNERS.get(self.token, PLAIN)

    @property
    def file(self) -> str:
        """The name of what is delivered."""
        return f"{self.token}.{self.suffix}"

    @property
    def suffix(self) -> str:
        """The last part of that."""
        return "m3u8" if self.manner.hls else "mp3"

    @property
    def endless(self) -> bool:
        """Whether it has no length."""
        return self.live or self.manner.endless


@dataclass(frozen=True, slots=True)
class Station:
    """Tracks that follow each other."""

    key: str
    names: Names
    tracks: tuple[Track, ...]
    genres: Names
    """The word by which one asks for it."""
    at_once: bool = False
    """All tracks are sent at once, for the device's queue; else each when the one before is over."""


_EXAMPLES: Final = _names("The Examples", "디 이그잼플스", "ジ・エグザンプルズ")
_QUIET: Final = _names("Quiet House", "조용한 집", "静かな家")
_EVENING: Final = _names("Evening Trio", "저녁 트리오", "夕べのトリオ")
_LATE: Final = _names("Late Quartet", "늦은 사중주", "遅いカルテット")
_STRINGS: Final = _names("Paper Strings", "종이 현악단", "紙の弦楽団")
_PATHS: Final = _names("Paths and Parks", "길과 공원", "道と公園")
_INDOORS: Final = _names("Indoors", "집 안에서", "家の中")
_OUTDOORS: Final = _names("Outdoors", "집 밖에서", "家の外")
_NINE: Final = _names("Nine to Ten", "아홉 시에서 열 시", "九時から十時")
_CORNER: Final = _names("Corner Table", "구석 자리", "隅のテーブル")
_LONG: Final = _names("Long and Short", "길고 짧은 것", "長いもの短いもの")
_ROUGH: Final = _names("Rough Roads", "험한 길", "でこぼこ道")
_TESTERS: Final = _names("The Testers", "시험하는 사람들", "試す人々")

RADIO: Final = Station(
    "radio",
    _names("For a good day", "좋은 하루를 위하여", "よい一日のために"),
    (
        Track("track-1", _names("Morning Walk", "아침 산책", "朝の散歩"), _EXAMPLES, _PATHS, 45),
        Track(
            "track-2", _names("Rain on the Roof", "지붕 위의 비", "屋根の雨"), _QUIET, _INDOORS, 40
        ),
        Track(
            "track-3",
            _names("Bread and Coffee", "빵과 커피", "パンとコーヒー"),
            _EXAMPLES,
            _PATHS,
            35,
        ),
        Track("track-4", _names("Slow Train", "느린 기차", "のんびり列車"), _QUIET, _OUTDOORS, 50),
        Track("track-5", _names("Lights Out", "불을 끄고", "明かりを消して"), _EVENING, _NINE, 30),
    ),
    _names("pop", "가요", "ポップス"),
)
"""What plays when nothing else is asked for."""
JAZZ: Final = Station(
    "jazz",
    _names("Jazz after nine", "아홉 시 이후의 재즈", "九時からのジャズ"),
    (
        Track(
            "track-6",
            _names("Walking Bass", "걷는 베이스", "歩くベース"),
            _LATE,
            _CORNER,
            90,
            "jazz",
        ),
        Track(
            "track-7", _names("Blue Umbrella", "파란 우산", "青い傘"), _LATE, _CORNER, 75, "jazz"
        ),
        Track("track-8", _names("Last Tram", "마지막 전차", "終電"), _LATE, _CORNER, 180, "jazz"),
    ),
    _names("jazz", "재즈", "ジャズ"),
    at_once=True,
)
CLASSICAL: Final = Station(
    "classical",
    _names("Strings on paper", "종이 위의 현", "紙の上の弦"),
    (
        Track(
            "track-9",
            _names("Four Minutes Uphill", "오르막 사 분", "上り坂の四分"),
            _STRINGS,
            _LONG,
            240,
            "classical",
        ),
        Track("track-10", _names("Blink", "깜박", "まばたき"), _STRINGS, _LONG, 3, "classical"),
        Track("track-11", _names("Snow Line", "설선", "雪線"), _STRINGS, _LONG, 120, "classical"),
    ),
    _names("classical", "클래식", "クラシック"),
)
STATIONS: Final = (RADIO, JAZZ, CLASSICAL)

STATION_NAMES: Final = _names("Example Radio", "예제 라디오", "サンプルラジオ")
"""The service that all of this comes from."""
LIVE: Final = Track(
    "live-1", STATION_NAMES, _names("Live", "생방송", "生放送"), _names("", "", ""), 60, live=True
)
OTHER: Final = Track("other", _names("Something", "무언가", "何か"), _TESTERS, _ROUGH, 10)
"""Stands for tracks that the library does not have: sounds of any name, for scenarios and tests."""

_ODD_SECONDS: Final = 20
_ODD_LENGTHS: Final = {"odd-window": 60, "odd-zero": 3}
_ODD_TITLES: Final[dict[str, Names]] = {
    "odd-brief": _names("Brief Address", "짧은 주소", "短い住所"),
    "odd-expired": _names("Too Late", "너무 늦은", "遅すぎた"),
    "odd-breaking": _names("Break and Mend", "끊겼다 이어지는", "切れてつながる"),
    "odd-broken": _names("Half a Song", "반쪽 노래", "半分の歌"),
    "odd-torn": _names("Torn Tape", "찢어진 테이프", "切れたテープ"),
    "odd-slow": _names("Slow Water", "느린 물", "遅い水"),
    "odd-late": _names("Late Start", "늦은 시작", "遅い始まり"),
    "odd-type": _names("Wrong Label", "잘못된 이름표", "違う札"),
    "odd-page": _names("Not a Song", "노래가 아닌 것", "歌ではないもの"),
    "odd-missing": _names("Empty Shelf", "빈 선반", "空の棚"),
    "odd-redirect": _names("Moved House", "이사한 집", "引っ越した家"),
    "odd-circle": _names("Round and Round", "빙글빙글", "ぐるぐる"),
    "odd-private": _names("Private Road", "사유 도로", "私道"),
    "odd-hls": _names("In Pieces", "여러 조각", "いくつもの断片"),
    "odd-endless": _names("Without End", "끝없는", "終わりなし"),
    "odd-window": _names("Out of the Window", "창밖으로", "窓の外へ"),
    "odd-zero": _names("Nothing at All", "아무것도 없는", "何もない"),
    "odd-file": _names("Local Paper", "동네 신문", "地元の新聞"),
    "odd-ftp": _names("Old Road", "오래된 길", "古い道"),
    "odd-silent": _names("No Answer", "대답 없는", "返事なし"),
    "odd-picture": _names("Large Picture", "커다란 그림", "大きな絵"),
}
ODD: Final = tuple(
    Track(token, titles, _TESTERS, _ROUGH, _ODD_LENGTHS.get(token, _ODD_SECONDS))
    for token, titles in _ODD_TITLES.items()
)
"""Tracks with something wrong; see odd.py."""

TRACKS: Final = (*(track for station in STATIONS for track in station.tracks), LIVE, *ODD)
BY_TOKEN: Final = {track.token: track for track in TRACKS}

ROOT: Final = "list-for-you"
LISTS: Final[dict[str, tuple[Names, tuple[str, ...]]]] = {
    ROOT: (
        _names("For you", "추천", "おすすめ"),
        ("list-calm", "list-lively", "list-jazz", "list-odd", LIVE.token),
    ),
    "list-calm": (_names("Calm", "잔잔한", "静か"), ("list-calm-rain", "list-calm-night")),
    "list-calm-rain": (_names("Rain", "비", "雨"), ("track-2", "track-4", "track-11")),
    "list-calm-night": (_names("Night", "밤", "夜"), ("track-5", "track-2")),
    "list-lively": (_names("Lively", "신나는", "にぎやか"), ("list-lively-morning", "track-3")),
    "list-lively-morning": (_names("Morning", "아침", "朝"), ("track-1", "track-3")),
    "list-jazz": (JAZZ.names, tuple(track.token for track in JAZZ.tracks)),
    "list-odd": (_ROUGH, tuple(track.token for track in ODD)),
}
"""Names and entries of each list, three levels deep."""


def station_of(token: object) -> Station | None:
    """The station that a track belongs to."""
    matching = (each for each in STATIONS if any(track.token == token for track in each.tracks))
    return next(matching, None)


def neighbour(token: object, step: int) -> Track | None:
    """The track before (-1) or after (1) one of the same station."""
    station = station_of(token)
    if station is None:
        return None
    index = [track.token for track in station.tracks].index(str(token)) + step
    return station.tracks[index] if 0 <= index < len(station.tracks) else None


def found(what: str) -> tuple[Track, ...]:
    """A station by its key, or a track by its token, as tracks that are sent at once.

    A track of a station whose tracks come at once brings those after it. Raises KeyError.
    """
    for station in STATIONS:
        if station.key == what:
            return station.tracks if station.at_once else station.tracks[:1]
    track = BY_TOKEN[what]
    whole = station_of(track.token)
    if whole is None or not whole.at_once:
        return (track,)
    return whole.tracks[whole.tracks.index(track) :]
