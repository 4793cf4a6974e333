"""Which types of content are passed on to players, and as what."""

from enum import StrEnum
from typing import Final

HLS: Final = "application/vnd.apple.mpegurl"
UNTOLD: Final = "application/octet-stream"
DRAWINGS: Final = frozenset({"image/svg+xml"})
"""Pictures that may hold scripts: not for a page of Home Assistant's."""
_PLAYLISTS: Final = frozenset(
    {HLS, "application/mpegurl", "application/x-mpegurl", "audio/mpegurl", "audio/x-mpegurl"}
)
_OTHER_SOUND: Final = frozenset({"application/ogg"})
_OTHER_PIECES: Final = frozenset({UNTOLD, "binary/octet-stream", "application/mp4"})
_OF_SUFFIX: Final = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
}


class Wanted(StrEnum):
    """What a path was offered as."""

    MEDIA = "media"
    PLAYLIST = "playlist"
    PIECE = "piece"
    KEY = "key"


def is_playlist(told: str) -> bool:
    """Whether a server calls it HLS."""
    return told in _PLAYLISTS


def is_image(told: str) -> bool:
    """Whether it is a picture, whose size has a limit."""
    return told.startswith("image/")


def passed_type(told: str, wanted: Wanted, suffix: str) -> str | None:
    """Return as what it is passed on, in lower case; None for what no player should get.

    `told` is what its server calls it. A server that does not know leaves it to the suffix.
    """
    if wanted is Wanted.KEY:
        return UNTOLD
    if wanted is Wanted.PIECE:
        fits = told.startswith(("audio/", "video/")) or told in _OTHER_PIECES
        return told if fits else None
    if told.startswith(("audio/", "image/")) or told in _OTHER_SOUND:
        return told
    return _OF_SUFFIX.get(suffix) if told in {UNTOLD, "binary/octet-stream"} else None
