"""The pieces of one HLS playlist: each address has a number, which is all that a player sees."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MAX_PIECES: Final = 4096  # of one playlist and what hangs below it: four hours of 4 seconds
MAX_CHARACTERS: Final = 1024 * 1024  # of their addresses


class PieceKind(StrEnum):
    """What a playlist says that an address is."""

    PLAYLIST = "playlist"
    SOUND = "sound"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a playlist names."""

    url: str = field(repr=False)
    kind: PieceKind


class Pieces:
    """Numbers for addresses. An address keeps its number; the oldest go when there are too many."""

    def __init__(self) -> None:
        """Know none."""
        self._numbers: dict[Piece, int] = {}  # the least recently named first
        self._pieces: dict[int, Piece] = {}
        self._next = 0
        self._characters = 0

    def number(self, piece: Piece) -> int:
        """Return the number of a piece, a new one if it has none."""
        number = self._numbers.pop(piece, None)
        if number is None:
            number, self._next = self._next, self._next + 1
            self._pieces[number] = piece
            self._characters += len(piece.url)
        self._numbers[piece] = number
        while len(self._pieces) > MAX_PIECES or self._characters > MAX_CHARACTERS:
            self._drop_oldest()
        return number

    def find(self, number: int) -> Piece | None:
        """Return the piece of a number."""
        return self._pieces.get(number)

    def _drop_oldest(self) -> None:
        piece = next(iter(self._numbers))
        del self._pieces[self._numbers.pop(piece)]
        self._characters -= len(piece.url)
