"""Sound and pictures that players may fetch here for a while: where each comes from, under which path."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
import re
import secrets
from typing import Final

from homeassistant.core import callback

from .pieces import Pieces

BASE: Final = "/api/clova_cic/media"
LIFETIME: Final = 3600.0  # seconds after the last use
MAX_OFFERS: Final = 256  # the least recently used goes first
MAX_PLAYLISTS: Final = 8  # offers that hold the pieces of a playlist, which take memory
_ID_BYTES: Final = 16  # 128 bits: nobody guesses one
_SUFFIX: Final = re.compile(r"(\.[a-z0-9]{1,5})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Something at an address, which no player gets to see."""

    url: str = field(repr=False)
    user_agent: str
    server: str
    """The entry's base URL of CIC, the one host that may be private."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Sound that is made here, anew for each reader."""

    content_type: str
    chunks: Callable[[], AsyncGenerator[bytes]] = field(repr=False)
    """May raise MediaError, OSError or TimeoutError to break off."""
    size: int | None = None
    """Bytes; None: not known before the end."""


@dataclass(slots=True, eq=False, kw_only=True)
class Offer:
    """What lies under an id."""

    source: Remote | Local
    suffix: str
    lifetime: float
    ends_at: float
    """Seconds of the loop's clock."""
    readers: int = 0
    """Who fetches it at this moment."""
    pieces: Pieces | None = None
    """Of a playlist, once it has been read."""
    complained: bool = False
    """The log has a warning about it."""
    fetched: bool = False
    """A player has got something of it."""
    failed: bool = False
    """It could not be had when it was fetched last, or not all of it."""


class MediaShelf:
    """Offers under paths that nobody can guess, until they are withdrawn or not used any more."""

    def __init__(self) -> None:
        """Offer nothing."""
        self._offers: dict[str, Offer] = {}  # the least recently used first
        self._clock: asyncio.TimerHandle | None = None

    @callback
    def async_offer(
        self, source: Remote | Local, *, suffix: str = "", lifetime: float = LIFETIME
    ) -> str:
        """Return a path under which anyone may fetch it until `lifetime` seconds after the last use.

        `suffix` is for players that go by names; `.m3u8` says that it is HLS, whatever its server
        calls it (CIC-AP-020).
        """
        if _SUFFIX.fullmatch(suffix) is None:
            raise ValueError("a suffix is a dot and a few letters")
        while len(self._offers) >= MAX_OFFERS:
            del self._offers[next(iter(self._offers))]
        key = secrets.token_hex(_ID_BYTES)
        self._offers[key] = Offer(
            source=source, suffix=suffix, lifetime=lifetime, ends_at=_now() + lifetime
        )
        self._set_clock()
        return f"{BASE}/{key}{suffix}"

    @callback
    def async_withdraw(self, path: str) -> None:
        """Offer it no more. Who fetches it at this moment gets it to the end."""
        self._offers.pop(key_of(path), None)

    @callback
    def async_renew(self, path: str) -> bool:
        """Let its lifetime begin anew; False if it is gone and has to be offered anew."""
        return self.find(key_of(path)) is not None

    @callback
    def async_close(self) -> None:
        """Offer nothing any more."""
        self._offers.clear()
        self._set_clock()

    def is_broken(self, path: str) -> bool:
        """Tell whether something failed when it was fetched. That is no use."""
        offer = self._offers.get(key_of(path))
        return offer is not None and offer.failed

    @callback
    def async_begin(self, path: str) -> None:
        """Take note that a player is about to fetch it anew."""
        offer = self._offers.get(key_of(path))
        if offer is not None:
            offer.fetched = offer.failed = False

    def is_fetched(self, path: str) -> bool:
        """Tell whether a player has got something of it; nobody knows of what is not offered."""
        offer = self._offers.get(key_of(path))
        return offer is None or offer.fetched

    @contextmanager
    def reading(self, offer: Offer) -> Generator[None]:
        """Let its lifetime not end meanwhile, but begin anew afterwards."""
        offer.readers += 1
        try:
            yield
        finally:
            offer.readers -= 1
            offer.ends_at = _now() + offer.lifetime

    def find(self, key: str) -> Offer | None:
        """Return what lies under an id, and count that as a use."""
        offer = self._offers.pop(key, None)
        if offer is None or (offer.ends_at <= _now() and not offer.readers):
            return None
        offer.ends_at = _now() + offer.lifetime
        self._offers[key] = offer
        return offer

    def pieces(self, offer: Offer) -> Pieces:
        """Return the pieces of an offer that turned out to be a playlist."""
        if offer.pieces is None:
            offer.pieces = Pieces()
            holders = [each for each in self._offers.values() if each.pieces is not None]
            for old in holders[:-MAX_PLAYLISTS]:
                old.pieces = None
        return offer.pieces

    def _set_clock(self) -> None:
        """Wake up when the next lifetime ends."""
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        if self._offers:
            soonest = min(offer.ends_at for offer in self._offers.values())
            self._clock = asyncio.get_running_loop().call_at(soonest, self._expire)

    def _expire(self) -> None:
        """Forget what was not used for its lifetime."""
        for key, offer in tuple(self._offers.items()):
            if offer.readers:
                offer.ends_at = _now() + offer.lifetime
            elif offer.ends_at <= _now():
                del self._offers[key]
        self._set_clock()


def key_of(path: str) -> str:
    """Return the id in a path, or in its last part."""
    return path.removeprefix(f"{BASE}/").partition("/")[0].partition(".")[0]


def _now() -> float:
    return asyncio.get_running_loop().time()
