"""HLS of a piece of MP3: a playlist of playlists, a playlist, and packed segments (RFC 8216)."""

from math import ceil
import struct
from typing import Final

from .catalogue import Track
from .sound import FRAME_SECONDS, frames_of

FRAMES: Final = 250
"""Frames of a segment: 6 seconds, the length that players are told to expect (RFC 8216, 6.2.1)."""
SECONDS: Final = FRAMES * FRAME_SECONDS
LIST: Final = "list.m3u8"
_CLOCK: Final = 90_000
"""Ticks per second of a segment's time stamp (RFC 8216, 3.4)."""
_OWNER: Final = b"com.apple.streaming.transportStreamTimestamp\0"


def count_of(track: Track) -> int:
    """How many segments there are."""
    return ceil(frames_of(track) / FRAMES)


def variants(track: Track, bits: int) -> str:
    """The outer playlist: one variant, of so many bits per second."""
    return (
        "#EXTM3U\n#EXT-X-VERSION:3\n"
        f'#EXT-X-STREAM-INF:BANDWIDTH={bits},CODECS="mp4a.40.34"\n'
        f"{track.token}/{LIST}\n"
    )


def playlist(track: Track) -> str:
    """The inner playlist, whose addresses are those beside it."""
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:3",
        f"#EXT-X-TARGETDURATION:{ceil(SECONDS)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
    ]
    frames = frames_of(track)
    for number in range(count_of(track)):
        length = min(FRAMES, frames - number * FRAMES) * FRAME_SECONDS
        lines += [f"#EXTINF:{length:.3f},", f"{number}.mp3"]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def span_of(number: int, frame_size: int) -> tuple[int, int]:
    """Where a segment begins and ends in the file; the end may be beyond it."""
    return number * FRAMES * frame_size, (number + 1) * FRAMES * frame_size


def time_stamp(number: int) -> bytes:
    """The ID3 tag with which a packed segment begins (RFC 8216, 3.4)."""
    private = _OWNER + struct.pack(">Q", round(number * SECONDS * _CLOCK))
    frame = b"PRIV" + _synchsafe(len(private)) + b"\0\0" + private
    return b"ID3\x04\0\0" + _synchsafe(len(frame)) + frame


def _synchsafe(number: int) -> bytes:
    """Four bytes of seven bits (ID3v2.4, 6.2)."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
