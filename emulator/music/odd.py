"""What is wrong with the delivery of some tracks: for trying how a player takes it."""

from dataclasses import dataclass
from typing import Final, Literal

HLS: Final = "application/vnd.apple.mpegurl"
MP3: Final = "audio/mpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a track is delivered; every default is how it should be."""

    ticket_seconds: float | None = None
    """How long its address is good for; None: as long as the settings say."""
    breaks: Literal["never", "by turns", "always"] = "never"
    """Whether the connection breaks in the middle of the file; by turns: every other time."""
    in_parts: bool = True
    """A part of the file can be had, as after a break."""
    delay: float = 0.0
    """Seconds until the answer begins."""
    speed: float | None = None
    """So many times as fast as it plays; None: as fast as it is taken."""
    content_type: str = MP3
    """What the file is called."""
    is_page: bool = False
    """It is no sound but a page, whatever it is called."""
    missing: bool = False
    """The address leads nowhere."""
    redirect: str | None = None
    """The answer sends elsewhere: to a file of this server's, or a whole address."""
    hls: bool = False
    """A playlist of playlists, and segments."""
    endless: bool = False
    """Goes on until the player has enough, in the time that it plays."""
    address: str | None = None
    """What is delivered in place of an address of this server's."""
    silent: bool = False
    """StreamRequested is answered with nothing."""
    window: tuple[int, int] | None = None
    """Begin and duration of what may be played, milliseconds (CIC-AP-022)."""
    picture_bytes: int = 0
    """The size of its picture, if that is too large for one."""

    @property
    def format(self) -> str:
        """`format` of the stream."""
        return HLS if self.hls else MP3


PLAIN: Final = Manner()

PRIVATE_ADDRESS: Final = "http://10.255.255.1/track-1.mp3"
"""Where nothing from outside may send anyone (RFC 1918)."""
HUGE_PICTURE: Final = 50 * 1024 * 1024
BRIEF: Final = 5.0
"""Seconds that a brief address is good for: enough to open it, not to come back after a pause."""

MANNERS: Final[dict[str, Manner]] = {
    "odd-brief": Manner(ticket_seconds=BRIEF),
    "odd-expired": Manner(ticket_seconds=0.0),
    "odd-breaking": Manner(breaks="by turns"),
    "odd-broken": Manner(breaks="always"),
    "odd-torn": Manner(breaks="by turns", in_parts=False),
    "odd-slow": Manner(speed=0.5),
    "odd-late": Manner(delay=3.0),
    "odd-type": Manner(content_type="text/html"),
    "odd-page": Manner(is_page=True),
    "odd-missing": Manner(missing=True),
    "odd-redirect": Manner(redirect="track-2.mp3"),
    "odd-circle": Manner(redirect="odd-circle.mp3"),
    "odd-private": Manner(redirect=PRIVATE_ADDRESS),
    "odd-hls": Manner(hls=True),
    "odd-endless": Manner(endless=True),
    "odd-window": Manner(window=(10_000, 15_000)),
    "odd-zero": Manner(window=(0, 0)),
    "odd-file": Manner(address="file:///etc/hostname"),
    "odd-ftp": Manner(address="ftp://media.example.com/track-1.mp3"),
    "odd-silent": Manner(silent=True),
    "odd-picture": Manner(picture_bytes=HUGE_PICTURE),
}
"""By the token of the track."""
