"""HLS playlists as far as speech needs them (RFC 8216): which pieces to fetch, in which order."""

from dataclasses import dataclass
from urllib.parse import urljoin

from .errors import MessageError

MAX_SEGMENTS = 2048  # three hours in pieces of six seconds; a reply has a few
_MARK = "#EXTM3U"
_VARIANT = "#EXT-X-STREAM-INF"
_KEY = "#EXT-X-KEY"
_PLAIN = "METHOD=NONE"


@dataclass(frozen=True, slots=True)
class Playlist:
    """Addresses in order: either of pieces of sound, or of other playlists to choose from."""

    segments: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


def read_playlist(text: str, address: str) -> Playlist:
    """Read a playlist that came from `address`, to which its own addresses are relative (§4.1).

    Raises MessageError for what is no playlist, is encrypted, empty, or too long.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    if not lines or lines[0] != _MARK:
        raise MessageError("it is no playlist")
    if any(line.startswith(_KEY) and _PLAIN not in line for line in lines):
        raise MessageError("the playlist is encrypted")
    found = tuple(urljoin(address, line) for line in lines if line and not line.startswith("#"))
    if not found:
        raise MessageError("the playlist is empty")
    if len(found) > MAX_SEGMENTS:
        raise MessageError("the playlist is too long")
    if any(line.startswith(_VARIANT) for line in lines):
        return Playlist(variants=found)
    return Playlist(segments=found)
