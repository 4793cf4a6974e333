"""The numbers that stand for the pieces of a playlist."""

import pytest

from custom_components.clova_cic.media import pieces as media_pieces
from custom_components.clova_cic.media.pieces import Piece, PieceKind, Pieces


def piece(name: str, kind: PieceKind = PieceKind.SOUND) -> Piece:
    return Piece(f"https://media.example.com/{name}", kind)


def test_a_piece_keeps_its_number() -> None:
    pieces = Pieces()
    assert [pieces.number(piece(name)) for name in "aba"] == [0, 1, 0]
    assert pieces.number(piece("a", PieceKind.KEY)) == 2
    assert pieces.find(1) == piece("b")
    assert pieces.find(3) is None


@pytest.mark.parametrize("limit", ["MAX_PIECES", "MAX_CHARACTERS"])
def test_the_oldest_go_when_a_live_playlist_grows(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        media_pieces, limit, 2 if limit == "MAX_PIECES" else 2 * len(piece("a").url)
    )
    pieces = Pieces()
    for name in "abac":
        pieces.number(piece(name))
    assert [pieces.find(number) for number in range(3)] == [piece("a"), None, piece("c")]
    assert pieces.number(piece("b")) == 3  # a number never means something else


def test_an_address_is_not_shown() -> None:
    assert "example" not in repr(piece("a"))
