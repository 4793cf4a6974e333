"""What the player can play: tracks, a station of them, and lists to browse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..messages import Json
from .marks import Marks

STATION: Final = "Example Radio"
PLAYLIST: Final = "For a good day"
REPORT_INTERVAL: Final = 15_000
"""Milliseconds between progress reports; the value of the protocol's samples."""
HANDOVER_MILLISECONDS: Final = 12_000
"""Where playback goes on that another device gives away."""
MORE_ITEMS: Final = 4
"""Items after the one asked for, if no range is given."""
_IMAGES: Final = "https://media.example.com/images"


@dataclass(frozen=True, slots=True)
class Track:
    """One piece. Its token serves for the stream and for lists."""

    token: str
    title: str
    artist: str
    album: str
    seconds: int
    live: bool = False

    @property
    def image(self) -> str:
        """Address of its picture."""
        return f"{_IMAGES}/{self.token}.png"


TRACKS: Final = (
    Track("track-1", "Morning Walk", "The Examples", "Paths and Parks", 45),
    Track("track-2", "Rain on the Roof", "Quiet House", "Indoors", 40),
    Track("track-3", "Bread and Coffee", "The Examples", "Paths and Parks", 35),
    Track("track-4", "Slow Train", "Quiet House", "Outdoors", 50),
    Track("track-5", "Lights Out", "Evening Trio", "Nine to Ten", 30),
)
"""What the station plays, in this order; then it is over."""
LIVE: Final = Track("live-1", STATION, "Live", "", 3600, live=True)
BY_TOKEN: Final = {track.token: track for track in (*TRACKS, LIVE)}

ROOT: Final = "list-for-you"
LISTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    ROOT: ("For you", ("list-calm", "list-lively", LIVE.token)),
    "list-calm": ("Calm", ("list-calm-rain", "list-calm-night")),
    "list-calm-rain": ("Rain", ("track-2", "track-4")),
    "list-calm-night": ("Night", ("track-5", "track-2")),
    "list-lively": ("Lively", ("list-lively-morning", "track-3")),
    "list-lively-morning": ("Morning", ("track-1", "track-3")),
}
"""Title and entries of each list, three levels deep."""


def neighbour(token: object, step: int) -> Track | None:
    """The track before (-1) or after (1) one of the station's."""
    tokens = [track.token for track in TRACKS]
    if token not in tokens:
        return None
    index = tokens.index(str(token)) + step
    return TRACKS[index] if 0 <= index < len(TRACKS) else None


def play(track: Track, behavior: str, *, begin: int = 0) -> Json:
    """The payload of AudioPlayer.Play; the stream has to be asked for (CIC-AP-011)."""
    stream: Json = {
        "beginAtInMilliseconds": begin,
        "format": "audio/mpeg",
        "progressReport": {
            "progressReportDelayInMilliseconds": None,
            "progressReportIntervalInMilliseconds": REPORT_INTERVAL,
            "progressReportPositionInMilliseconds": None,
        },
        "token": track.token,
        "url": f"clova:{track.token}",
        "urlPlayable": False,
    }
    if not track.live:
        stream["durationInMilliseconds"] = max(0, track.seconds * 1000 - begin)
    return {
        "playBehavior": behavior,
        "source": {"name": STATION, "logoUrl": f"{_IMAGES}/radio.png"},
        "audioItem": {
            "audioItemId": track.token,
            "titleText": track.title,
            "titleSubText1": track.artist,
            "titleSubText2": track.album,
            "headerText": PLAYLIST,
            "artImageUrl": track.image,
            "type": "example",
            "stream": stream,
        },
    }


def player_info(token: object, before: int | None, after: int | None, marks: Marks) -> Json:
    """The payload of RenderPlayerInfo: the item, and those around it. Empty if it is unknown."""
    items: Sequence[Track] = ()
    if token == LIVE.token:
        items = (LIVE,)
    elif track := BY_TOKEN.get(str(token)):
        index = TRACKS.index(track)
        if before is None and after is None:
            after = MORE_ITEMS
        items = TRACKS[max(0, index - (before or 0)) : index + (after or 0) + 1]
    return {
        "displayType": "list" if len(items) > 1 else "single",
        "controls": [_button(name) for name in ("PREVIOUS", "PLAY_PAUSE", "NEXT")],
        "playableItems": [_player_item(track, marks) for track in items],
        "provider": {"name": STATION, "logoUrl": f"{_IMAGES}/radio.png"},
    }


def playlist(token: str) -> Json | None:
    """The payload of RenderPlaylist; None if there is no such list."""
    if token not in LISTS:
        return None
    title, entries = LISTS[token]
    return {"title": title, "items": [_entry(each) for each in entries]}


def _entry(token: str) -> Json:
    if token in LISTS:
        shown = {"type": "playlist", "titleText": LISTS[token][0]}
    else:
        track = BY_TOKEN[token]
        shown = {
            "type": "live" if track.live else "track",
            "titleText": track.title,
            "titleSubText1": track.artist,
        }
    return {
        "token": token,
        **shown,
        "imageUri": f"{_IMAGES}/{token}.png",
        "showAdultIcon": False,
    }


def _player_item(track: Track, marks: Marks) -> Json:
    return {
        "token": track.token,
        "titleText": track.title,
        "titleSubText1": track.artist,
        "titleSubText2": track.album,
        "headerText": PLAYLIST,
        "artImageUrl": track.image,
        "controls": [
            _button("LIKE_DISLIKE", selected=marks.likes(track.token)),
            _button("SUBSCRIBE_UNSUBSCRIBE", selected=marks.subscribes(track.token)),
            _button("REPEAT"),
            _button("MORE"),
            _button("PROGRESS_BAR"),
        ],
        "isLive": track.live,
        "lyrics": [{"format": "PLAIN", "data": f"{track.title}, la la la", "url": None}],
        "showAdultIcon": False,
    }


def _button(name: str, *, selected: bool = False) -> dict[str, Any]:
    return {"name": name, "enabled": True, "selected": selected, "type": "BUTTON"}
