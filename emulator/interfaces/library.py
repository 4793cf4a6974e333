"""The library of music as payloads: what to play, what the player shows, lists to browse."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..messages import Json, directive
from ..music import Music
from ..music.catalogue import (
    BY_TOKEN,
    ENGLISH,
    LISTS,
    REPORT_INTERVAL,
    STATION_NAMES,
    Names,
    Track,
    found,
    neighbour,
    station_of,
)
from .marks import Marks

HANDOVER_MILLISECONDS: Final = 12_000
"""Where playback goes on that another device gives away."""
MORE_ITEMS: Final = 4
"""Items after the one asked for, if no range is given."""
_STEPS: Final = {"Next": 1, "Previous": -1}
_LOGO: Final = "radio"


class Library:
    """In the language of one user, with what that one likes."""

    def __init__(self, music: Music, language: str, marks: Marks) -> None:
        self._music = music
        self._language = language
        self._marks = marks

    def words(self, names: Names) -> str:
        """What something is called here."""
        return names.get(self._language, names[ENGLISH])

    # AudioPlayer.

    def play(
        self, track: Track, behavior: str, *, begin: int | None = None, playable: bool = False
    ) -> Json:
        """The directive; unless it is playable, the stream has to be asked for (CIC-AP-011)."""
        station = station_of(track.token)
        item: Json = {
            "audioItemId": track.token,
            "titleText": self.words(track.titles),
            "titleSubText1": self.words(track.artists),
            "titleSubText2": self.words(track.albums),
            "headerText": self.words(track.albums if station is None else station.names),
            "artImageUrl": self._music.picture_url(track.token),
            "type": "example",
            "stream": self._stream(track, begin, playable=playable),
        }
        payload = {"playBehavior": behavior, "source": self._provider("logoUrl"), "audioItem": item}
        return directive("AudioPlayer", "Play", payload)

    def plays(
        self, tracks: Iterable[Track], *, begin: int | None = None, playable: bool = False
    ) -> list[Json]:
        """The first of the tracks now, the others after it."""
        first, *others = tracks
        return [
            self.play(first, "REPLACE_ALL", begin=begin, playable=playable),
            *(self.play(each, "ENQUEUE", playable=playable) for each in others),
        ]

    def _stream(self, track: Track, begin: int | None, *, playable: bool) -> Json:
        window = track.manner.window or (0, track.seconds * 1000)
        if begin is None:
            begin = window[0]
        stream: Json = {
            "beginAtInMilliseconds": begin,
            "format": track.manner.format,
            "progressReport": {
                "progressReportDelayInMilliseconds": None,
                "progressReportIntervalInMilliseconds": REPORT_INTERVAL,
                "progressReportPositionInMilliseconds": None,
            },
            "token": track.token,
            "url": f"clova:{track.token}",
            "urlPlayable": False,
        }
        if playable:
            stream |= {"url": self._music.plain_url(track), "urlPlayable": True}
        if not track.endless:
            stream["durationInMilliseconds"] = max(0, sum(window) - begin)
        return stream

    # PlaybackController.

    def step(self, token: object, command: str) -> list[Json]:
        """What `Next` and `Previous` come to, with this track playing.

        A station whose tracks come one by one brings the neighbour. Everywhere else, and at its
        ends, it is for the device's own queue.
        """
        track, station = neighbour(token, _STEPS[command]), station_of(token)
        if track is None or station is None or station.at_once:
            return [directive("PlaybackController", command)]
        return [self.play(track, "REPLACE_ALL")]

    def follower(self, token: object) -> Track | None:
        """What has to be sent when this track is over."""
        station = station_of(token)
        return None if station is None or station.at_once else neighbour(token, 1)

    # TemplateRuntime.

    def player_info(self, token: object, before: int | None, after: int | None) -> Json:
        """The payload of RenderPlayerInfo: the item, and those around it. Empty if it is unknown."""
        items: Sequence[Track] = ()
        if track := BY_TOKEN.get(str(token)):
            station = station_of(token)
            around = (track,) if station is None else station.tracks
            index = around.index(track)
            if before is None and after is None:
                after = MORE_ITEMS
            items = around[max(0, index - (before or 0)) : index + (after or 0) + 1]
        return {
            "displayType": "list" if len(items) > 1 else "single",
            "controls": [_button(name) for name in ("PREVIOUS", "PLAY_PAUSE", "NEXT")],
            "playableItems": [self._player_item(track) for track in items],
            "provider": self._provider("logoUrl", "smallLogoUrl"),
        }

    def playlist(self, token: str) -> Json | None:
        """The payload of RenderPlaylist; None if there is no such list."""
        if token not in LISTS:
            return None
        names, entries = LISTS[token]
        return {"title": self.words(names), "items": [self._entry(each) for each in entries]}

    def _entry(self, token: str) -> Json:
        shown: Json
        if token in LISTS:
            shown = {"type": "playlist", "titleText": self.words(LISTS[token][0])}
        else:
            track = BY_TOKEN[token]
            shown = {
                "type": "live" if track.live else "track",
                "titleText": self.words(track.titles),
                "titleSubText1": self.words(track.artists),
                "titleSubText2": self.words(track.albums),
            }
        return {
            "token": token,
            **shown,
            "imageUri": self._music.picture_url(token),
            "showAdultIcon": False,
        }

    def _player_item(self, track: Track) -> Json:
        marks, title, station = self._marks, self.words(track.titles), station_of(track.token)
        return {
            "token": track.token,
            "titleText": title,
            "titleSubText1": self.words(track.artists),
            "titleSubText2": self.words(track.albums),
            "headerText": self.words(track.albums if station is None else station.names),
            "artImageUrl": self._music.picture_url(track.token),
            "controls": [
                _button("LIKE_DISLIKE", selected=marks.likes(track.token)),
                _button("SUBSCRIBE_UNSUBSCRIBE", selected=marks.subscribes(track.token)),
                _button("REPEAT"),
                _button("MORE"),
                _button("PROGRESS_BAR"),
            ],
            "isLive": track.live,
            "lyrics": [{"format": "PLAIN", "data": f"{title}, la la la", "url": None}],
            "showAdultIcon": False,
        }

    def _provider(self, *pictures: str) -> Json:
        logo = self._music.picture_url(_LOGO)
        return {"name": self.words(STATION_NAMES), **dict.fromkeys(pictures, logo)}


def chosen(what: object) -> tuple[Track, ...]:
    """What a token of a list or a word stands for; nothing if it is unknown."""
    try:
        return found(str(what))
    except KeyError:
        return ()


def _button(name: str, *, selected: bool = False) -> dict[str, Any]:
    return {"name": name, "enabled": True, "selected": selected, "type": "BUTTON"}
