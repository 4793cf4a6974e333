"""HLS playlists whose addresses are replaced by paths of Home Assistant's (RFC 8216)."""

from collections.abc import Callable
import re
from typing import Final
from urllib.parse import urljoin

from ..cic import MessageError
from .pieces import MAX_CHARACTERS, MAX_PIECES, Piece, PieceKind

MARK: Final = "#EXTM3U"
_VARIANT: Final = "#EXT-X-STREAM-INF"
_URI: Final = re.compile(r'(?<=[:,])URI="([^"]*)"')
_URI_KINDS: Final = {
    "#EXT-X-I-FRAME-STREAM-INF": PieceKind.PLAYLIST,
    "#EXT-X-KEY": PieceKind.KEY,
    "#EXT-X-MAP": PieceKind.SOUND,
    "#EXT-X-MEDIA": PieceKind.PLAYLIST,
    "#EXT-X-SESSION-KEY": PieceKind.KEY,
}
_KEPT: Final = frozenset(
    {
        MARK,
        _VARIANT,
        *_URI_KINDS,
        "#EXTINF",
        "#EXT-X-BITRATE",
        "#EXT-X-BYTERANGE",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-DISCONTINUITY-SEQUENCE",
        "#EXT-X-ENDLIST",
        "#EXT-X-GAP",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-MEDIA-SEQUENCE",
        "#EXT-X-PLAYLIST-TYPE",
        "#EXT-X-PROGRAM-DATE-TIME",
        "#EXT-X-START",
        "#EXT-X-TARGETDURATION",
        "#EXT-X-VERSION",
    }
)
"""Tags that a player gets. Any other may name an address, or promise what this view cannot do."""
_VARIABLE: Final = "{$"


def rewrite(text: str, address: str, path_of: Callable[[Piece], str]) -> str:
    """Return a playlist that came from `address`, with what `path_of` makes of each of its pieces.

    Raises MessageError for what is no playlist, names its pieces by variables, or is too long.
    """
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    if not lines or lines[0] != MARK:
        raise MessageError("it is no playlist")
    written = _Rewriting(address, path_of)
    return "\n".join([*written.lines(lines), ""])


class _Rewriting:
    """One playlist on its way."""

    def __init__(self, address: str, path_of: Callable[[Piece], str]) -> None:
        self._address = address
        self._path_of = path_of
        self._named: set[str] = set()
        self._characters = 0

    def lines(self, lines: list[str]) -> list[str]:
        """Return the lines that remain, with paths in place of addresses."""
        written = []
        kind = PieceKind.SOUND
        for line in lines:
            tag = line.partition(":")[0]
            if not line.startswith("#"):
                if line:
                    written.append(self._path(line, kind))
                    kind = PieceKind.SOUND
            elif tag in _KEPT:
                if tag == _VARIANT:
                    kind = PieceKind.PLAYLIST  # of the next address
                written.append(self._tag(line, tag))
        return written

    def _tag(self, line: str, tag: str) -> str:
        kind = _URI_KINDS.get(tag)
        if kind is None:
            return line
        return _URI.sub(lambda found: f'URI="{self._path(found[1], kind)}"', line)

    def _path(self, named: str, kind: PieceKind) -> str:
        """Return the path of a piece by its name, which is relative to the playlist (§4.1)."""
        if _VARIABLE in named:
            raise MessageError("the playlist has variables")
        try:
            url = urljoin(self._address, named)
        except ValueError:
            raise MessageError("the playlist names what is no address") from None
        if url not in self._named:
            self._named.add(url)
            self._characters += len(url)
        if len(self._named) > MAX_PIECES or self._characters > MAX_CHARACTERS:
            raise MessageError("the playlist is too long")
        return self._path_of(Piece(url, kind))
