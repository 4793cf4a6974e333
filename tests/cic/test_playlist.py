"""HLS playlists."""

import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.playlist import MAX_SEGMENTS, Playlist, read_playlist

HERE = "https://media.example/reply/2.m3u8?x=1"
MEDIA = """#EXTM3U
#EXT-X-TARGETDURATION:6
#EXTINF:6.0,
2-0.ts
#EXTINF:4.5,

/other/2-1.ts?token=a
#EXTINF:1,
https://cdn.example/2-2.ts
#EXT-X-ENDLIST
"""


@pytest.mark.cic("CIC-SS-008")
def test_pieces_are_fetched_in_their_order_from_where_they_are() -> None:
    assert read_playlist(MEDIA, HERE) == Playlist(
        segments=(
            "https://media.example/reply/2-0.ts",
            "https://media.example/other/2-1.ts?token=a",
            "https://cdn.example/2-2.ts",
        )
    )


def test_a_playlist_may_offer_others() -> None:
    text = "\ufeff#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=64000\r\nlow.m3u8\r\n"
    assert read_playlist(text, HERE) == Playlist(variants=("https://media.example/reply/low.m3u8",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no playlist"),
        ("<html>", "no playlist"),
        ("2-0.ts", "no playlist"),
        ("#EXTM3U\n#EXT-X-ENDLIST", "empty"),
        ("#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=x\na.ts", "encrypted"),
        ("#EXTM3U\n" + "a.ts\n" * (MAX_SEGMENTS + 1), "too long"),
    ],
)
def test_what_cannot_be_played_says_why(text: str, reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        read_playlist(text, HERE)


def test_no_key_is_no_encryption() -> None:
    text = "#EXTM3U\n#EXT-X-KEY:METHOD=NONE\n" + "a.ts\n" * MAX_SEGMENTS
    assert len(read_playlist(text, HERE).segments) == MAX_SEGMENTS
