"""HLS playlists for players: no address of another server's is left in them."""

import pytest

from custom_components.clova_cic.cic import MessageError
from custom_components.clova_cic.media import hls_rewrite
from custom_components.clova_cic.media.hls_rewrite import rewrite
from custom_components.clova_cic.media.pieces import Piece, PieceKind, Pieces

HERE = "https://media.example.com/a/list.m3u8?token=secret"


def rewritten(text: str) -> tuple[str, list[tuple[str, PieceKind]]]:
    """Return a playlist with numbers for paths, and what the numbers stand for."""
    pieces = Pieces()
    named: dict[int, tuple[str, PieceKind]] = {}

    def path_of(piece: Piece) -> str:
        number = pieces.number(piece)
        named[number] = (piece.url, piece.kind)
        return f"/{number}"

    return rewrite(text, HERE, path_of), list(named.values())


def test_pieces_become_paths_wherever_they_are() -> None:
    text = """#EXTM3U
#EXT-X-VERSION:4
#EXT-X-TARGETDURATION:6
#EXT-X-MAP:URI="start.mp4",BYTERANGE="720@0"
#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example.com/k?token=secret",IV=0x01
#EXTINF:6.0,
#EXT-X-BYTERANGE:1000@720
all.m4s
#EXTINF:6.0,
#EXT-X-BYTERANGE:1000
all.m4s

#EXTINF:6.0,
//other.example.com/2.ts
#EXTINF:6.0,
/b/3.ts?x=1
#EXTINF:6.0,
../4.ts
#EXT-X-ENDLIST
"""
    got, named = rewritten(text)
    assert (
        got
        == """#EXTM3U
#EXT-X-VERSION:4
#EXT-X-TARGETDURATION:6
#EXT-X-MAP:URI="/0",BYTERANGE="720@0"
#EXT-X-KEY:METHOD=AES-128,URI="/1",IV=0x01
#EXTINF:6.0,
#EXT-X-BYTERANGE:1000@720
/2
#EXTINF:6.0,
#EXT-X-BYTERANGE:1000
/2
#EXTINF:6.0,
/3
#EXTINF:6.0,
/4
#EXTINF:6.0,
/5
#EXT-X-ENDLIST
"""
    )
    assert named == [
        ("https://media.example.com/a/start.mp4", PieceKind.SOUND),
        ("https://keys.example.com/k?token=secret", PieceKind.KEY),
        ("https://media.example.com/a/all.m4s", PieceKind.SOUND),
        ("https://other.example.com/2.ts", PieceKind.SOUND),
        ("https://media.example.com/b/3.ts?x=1", PieceKind.SOUND),
        ("https://media.example.com/4.ts", PieceKind.SOUND),
    ]


def test_playlists_in_a_playlist_are_known_as_such() -> None:
    text = """#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="sound.m3u8"
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="y"
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="frames.m3u8"
#EXT-X-SESSION-KEY:METHOD=AES-128,URI="key"
#EXT-X-STREAM-INF:BANDWIDTH=64000,AUDIO="a"

low
#EXT-X-STREAM-INF:BANDWIDTH=128000,AUDIO="a"
high
"""
    got, named = rewritten(text)
    assert 'NAME="y"\n' in got
    assert [(url.rpartition("/")[2], kind) for url, kind in named] == [
        ("sound.m3u8", PieceKind.PLAYLIST),
        ("frames.m3u8", PieceKind.PLAYLIST),
        ("key", PieceKind.KEY),
        ("low", PieceKind.PLAYLIST),
        ("high", PieceKind.PLAYLIST),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "# made at https://media.example.com",
        '#EXT-X-SESSION-DATA:DATA-ID="x",URI="https://media.example.com/data.json"',
        '#EXT-X-DATERANGE:ID="x",X-ASSET-URI="https://media.example.com/advert.m3u8"',
        '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="https://media.example.com/part.mp4"',
        '#EXT-X-CONTENT-STEERING:SERVER-URI="https://media.example.com/steer"',
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES",
        "#EXTMORE:https://media.example.com",
        "",
    ],
)
def test_what_a_player_does_not_need_is_left_out(line: str) -> None:
    got, named = rewritten(f"#EXTM3U\n#EXTINF:1,\n{line}\n1.ts\n")
    assert got == "#EXTM3U\n#EXTINF:1,\n/0\n"
    assert [url for url, _ in named] == ["https://media.example.com/a/1.ts"]


@pytest.mark.parametrize("text", ["\ufeff#EXTM3U\r\n#EXTINF:1,\r\n1.ts\r\n", "#EXTM3U\n1.ts"])
def test_a_playlist_may_be_written_otherwise(text: str) -> None:
    got, named = rewritten(text)
    assert got.endswith("/0\n")
    assert [url for url, _ in named] == ["https://media.example.com/a/1.ts"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no playlist"),
        ("<html>", "no playlist"),
        ("https://media.example.com/1.mp3\n", "no playlist"),
        ("#EXTM3U\n#EXTINF:1,\n{$host}/1.ts\n", "variables"),
        ("#EXTM3U\n#EXTINF:1,\nhttp://[/1.ts\n", "no address"),
    ],
)
def test_what_is_no_playlist_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        rewritten(text)


@pytest.mark.parametrize("limit", ["MAX_PIECES", "MAX_CHARACTERS"])
def test_a_playlist_names_only_so_much(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "#EXTM3U\n" + "".join(f"#EXTINF:1,\n{number}.ts\n" for number in range(10)) * 2
    size = 10 if limit == "MAX_PIECES" else 10 * len("https://media.example.com/a/0.ts")
    monkeypatch.setattr(hls_rewrite, limit, size)
    assert len(rewritten(text)[1]) == 10
    monkeypatch.setattr(hls_rewrite, limit, size - 1)
    with pytest.raises(MessageError, match="too long"):
        rewritten(text)
