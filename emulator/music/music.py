"""The music of one emulator: what there is, where it is, and who fetched it."""

from collections.abc import Callable
import time
from typing import Final

from ..config import MusicKind
from .catalogue import BY_TOKEN, OTHER, Track
from .fetches import Fetches
from .shelf import Shelf
from .tickets import Tickets

TICKET: Final = "with"
"""The first part of a path that has a ticket: `/with/<ticket>/track-1.mp3`."""
IMAGES: Final = "images"


class Music:
    """What those who send directives and those who serve files share."""

    def __init__(
        self,
        *,
        kind: MusicKind,
        ticket_seconds: float,
        url: str | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url`: where files are, if elsewhere than on this emulator's own server."""
        self.shelf = Shelf(kind)
        self.tickets = Tickets(ticket_seconds, clock)
        self.fetches = Fetches()
        self._elsewhere = url
        self._here = ""

    def serve_at(self, url: str) -> None:
        """The server listens at this address."""
        self._here = url

    @property
    def url(self) -> str:
        """Where files are, without a slash at the end."""
        return self._here if self._elsewhere is None else self._elsewhere

    def stream_url(self, token: object) -> str:
        """Where a stream that was asked for can be had; here it is good for a while."""
        track = BY_TOKEN.get(str(token), OTHER)
        manner = track.manner
        if manner.address is not None:
            return manner.address
        if self._elsewhere is not None:
            return self.plain_url(track)
        ticket = self.tickets.issue(track.token, manner.ticket_seconds)
        return f"{self.url}/{TICKET}/{ticket}/{track.file}"

    def plain_url(self, track: Track) -> str:
        """The same without an end."""
        return f"{self.url}/{track.file}"

    def picture_url(self, name: str, suffix: str = "png") -> str:
        """Where the picture of a track, a list or a station is."""
        return f"{self.url}/{IMAGES}/{name}.{suffix}"
