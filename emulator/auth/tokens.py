"""Access and refresh tokens, and the device that each belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ..state import new_token

MAX_PAIRS: Final = 1000
"""Pairs of tokens that are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom tokens and codes are for."""

    client_id: str
    device_id: str
    model_id: str
    user: str | None = None
    """The account's name; None: a guest."""

    @property
    def client(self) -> str:
        """What the device is known by at CIC, whatever token it shows; no token has a space."""
        return f"device {self.device_id}"


@dataclass(slots=True, eq=False)
class Pair:
    """An access token and its refresh token."""

    holder: Holder
    expires_at: float
    """When the access token ends, in seconds of the clock."""
    access: str = field(default_factory=new_token, repr=False)
    refresh: str = field(default_factory=new_token, repr=False)
    used: bool = False
    """One of the two was shown by the client."""
    successor: Pair | None = field(default=None, repr=False)
    """What the refresh token was exchanged for."""


class TokenBook:
    """The tokens that are not forgotten, bounded.

    `clock` gives seconds, `lifetime` is that of access tokens in seconds. A refresh ends the old
    refresh token; with `revoke_on_refresh` the old access token too. With `refresh_grace` the old
    refresh token works until one of the new tokens is shown: an answer that was lost on its way
    then costs nothing.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        lifetime: float,
        *,
        revoke_on_refresh: bool = False,
        refresh_grace: bool = False,
    ) -> None:
        self.lifetime = lifetime
        self._clock = clock
        self._revokes = revoke_on_refresh
        self._grace = refresh_grace
        self._by_access: dict[str, Pair] = {}
        self._by_refresh: dict[str, Pair] = {}

    @property
    def pairs(self) -> list[Pair]:
        """Those that are remembered, oldest first."""
        return list(self._by_access.values())

    def valid(self, pair: Pair) -> bool:
        """Whether its access token is accepted now."""
        return pair.access in self._by_access and self._clock() < pair.expires_at

    def refreshable(self, pair: Pair) -> bool:
        """Whether its refresh token is accepted now."""
        if pair.refresh not in self._by_refresh:
            return False
        return pair.successor is None or (self._grace and not pair.successor.used)

    def issue(self, holder: Holder) -> Pair:
        """A new pair."""
        pair = Pair(holder, self._clock() + self.lifetime)
        self._by_access[pair.access] = self._by_refresh[pair.refresh] = pair
        while len(self._by_access) > MAX_PAIRS:
            self.forget(next(iter(self._by_access.values())))
        return pair

    def to_refresh(self, refresh_token: str) -> Pair | None:
        """The pair of a refresh token that is accepted."""
        pair = self._by_refresh.get(refresh_token)
        return pair if pair is not None and self.refreshable(pair) else None

    def refresh(self, old: Pair) -> Pair:
        """A new pair for an old one."""
        if old.successor is not None:  # it got lost
            self.forget(old.successor)
        old.used = True
        old.successor = self.issue(old.holder)
        if self._revokes:
            old.expires_at = min(old.expires_at, self._clock())
        return old.successor

    def of(self, access_token: str) -> Pair | None:
        """The pair of an access token that was issued and neither deleted nor revoked."""
        return self._by_access.get(access_token)

    def holder(self, access_token: str) -> Holder | None:
        """Who may show this access token now."""
        pair = self._by_access.get(access_token)
        if pair is None or not self.valid(pair):
            return None
        pair.used = True
        return pair.holder

    def forget(self, pair: Pair) -> None:
        """End both tokens of a pair."""
        self._by_access.pop(pair.access, None)
        self._by_refresh.pop(pair.refresh, None)

    def expire(self, device_id: str | None = None) -> int:
        """End the valid access tokens, of one device or all; refresh tokens stay. Tells how many."""
        ending = [pair for pair in self._of_device(device_id) if self.valid(pair)]
        for pair in ending:
            pair.expires_at = self._clock()
        return len(ending)

    def revoke(self, device_id: str | None = None) -> int:
        """End access and refresh tokens, of one device or all; tells how many pairs had one."""
        ending = self._of_device(device_id)
        alive = sum(self.valid(pair) or self.refreshable(pair) for pair in ending)
        for pair in ending:
            self.forget(pair)
        return alive

    def _of_device(self, device_id: str | None) -> list[Pair]:
        return [pair for pair in self.pairs if device_id in {None, pair.holder.device_id}]
