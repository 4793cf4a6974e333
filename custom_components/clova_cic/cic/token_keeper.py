"""Keeping the access token valid: refreshed ahead of its end, and once for all who need it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
import logging
import time
from typing import Final

from .auth import AuthApi
from .auth_answer import TokenPair
from .errors import AuthError, AuthUnavailableError, TokenRefusedError
from .retry import Backoff

_LOGGER = logging.getLogger(__name__)

EARLY_SHARE: Final = 0.1  # of the token's lifetime: that much ahead of its end it is renewed
EARLIEST: Final = 3600.0  # seconds ahead at most; an outage of the server may last as long
NAP: Final = 60.0  # seconds between two looks at the clock: somebody may set it
FAREWELL: Final = 5.0  # seconds that a refresh under way may take when the client stops

type Save = Callable[[TokenPair], Awaitable[None]]


class TokenKeeper:
    """A token provider that renews its token at the authorization server.

    One refresh runs at a time, whoever asks (a server may take each refresh token only once), and
    its answer is stored before anybody gets it.
    """

    def __init__(
        self,
        api: AuthApi,
        pair: TokenPair,
        *,
        save: Save,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Begin with this pair; `save` stores each new one, `clock` tells POSIX seconds."""
        self._api = api
        self._pair = pair
        self._save = save
        self._clock = clock
        self._due = self._due_of(pair)
        self._backoff = Backoff()
        self._patience = 0.0  # on the loop's clock: no refresh of our own accord before that
        self._saving = asyncio.Lock()
        self._unsaved = False
        self._refresh: asyncio.Task[None] | None = None
        self._news = asyncio.Event()  # a new pair

    async def token(self) -> str:
        """Return the token of this moment; one whose time is over is renewed first (CIC-A-027).

        If that cannot be done now, the old one is returned: CIC knows better whether it is valid.
        Raises TokenRefusedError if the server refuses.
        """
        if self._is_over() and self._may_try():
            try:
                await self._refreshed()
            except AuthUnavailableError as error:
                _LOGGER.debug("The token is over and cannot be renewed now: %s", error)
        return self._pair.access_token

    async def renew(self, rejected: str) -> str:
        """Return another token than the one that CIC answered with 401.

        Raises TokenRefusedError if there is none, AuthUnavailableError if there may be one later.
        """
        if self._pair.access_token == rejected:
            await self._refreshed()
        return self._pair.access_token

    async def keep_fresh(self) -> None:
        """Renew ahead of the token's end until cancelled. Raises TokenRefusedError, nothing else."""
        try:
            while True:
                await self._wait_until_due()
                if self._unsaved:
                    async with self._saving:
                        await self._store(self._pair)
                    continue
                try:
                    await self._refreshed()
                except AuthUnavailableError as error:
                    _LOGGER.debug("The token cannot be renewed ahead of its end: %s", error)
        finally:
            await self._settle()

    async def _wait_until_due(self) -> None:
        """Return when there is something to do; a new pair changes when that is."""
        while (seconds := self._idle_for()) is None or seconds > 0:
            self._news.clear()
            try:
                async with asyncio.timeout(None if seconds is None else min(seconds, NAP)):
                    await self._news.wait()
            except TimeoutError:
                pass  # look at the clock again

    def _idle_for(self) -> float | None:
        """Seconds until there is something to do; None if there is no knowing."""
        patience = self._patience - asyncio.get_running_loop().time()
        if self._unsaved:
            return patience
        if self._due is None or self._pair.refresh_token is None:
            return None
        return max(self._due - self._clock(), patience)

    def _due_of(self, pair: TokenPair) -> float | None:
        """When to renew a pair that is new now, in POSIX seconds."""
        if pair.expires_at is None:
            return None
        left = max(0.0, pair.expires_at - self._clock())
        return pair.expires_at - min(left * EARLY_SHARE, EARLIEST)

    def _is_over(self) -> bool:
        """Whether the token has lived its time and can be renewed."""
        pair = self._pair
        if pair.expires_at is None or pair.refresh_token is None:
            return False
        return self._clock() >= pair.expires_at

    def _may_try(self) -> bool:
        """Whether the last failure is long enough ago."""
        return asyncio.get_running_loop().time() >= self._patience

    async def _refreshed(self) -> None:
        """Wait for the refresh that is under way, or for a new one; who waits may be cancelled."""
        if self._refresh is None or self._refresh.done():
            self._refresh = asyncio.create_task(self._renew(), name="clova token refresh")
            self._refresh.add_done_callback(_look_at)
        refresh = self._refresh
        # Not awaited itself: who is cancelled must not take the refresh along.
        await asyncio.wait((refresh,))
        if refresh.cancelled():
            raise AuthUnavailableError("the client stops")
        refresh.result()

    async def _renew(self) -> None:
        """Refresh, store, and use the answer. Raises TokenRefusedError or AuthUnavailableError."""
        old = self._pair.refresh_token
        if old is None:
            raise TokenRefusedError("the access token is not valid and cannot be renewed")
        try:
            pair = await self._api.refresh(old)
        except AuthUnavailableError:
            self._be_patient()
            raise
        except AuthError as error:
            raise TokenRefusedError(f"no new access token: {error.reason}") from error
        pair = replace(pair, refresh_token=pair.refresh_token or old)
        due = self._due_of(pair)
        async with self._saving:
            await self._store(pair)
            self._pair, self._due = pair, due  # from here on it is used
        self._news.set()

    async def _store(self, pair: TokenPair) -> None:
        """Store a pair, or take note that it has to be tried again; raises nothing.

        One that cannot be stored is used as well: the server has perhaps ended the old one.
        """
        try:
            await self._save(pair)
        except Exception as error:  # noqa: BLE001 (its text might tell what was to be stored)
            if not self._unsaved:
                kind = type(error).__name__
                _LOGGER.error("The renewed token could not be stored (%s); trying again", kind)
            self._unsaved = True
            self._be_patient()
        else:
            self._unsaved = False
            self._backoff.reset()
            self._patience = 0.0

    def _be_patient(self) -> None:
        """Leave the server, or the disk, alone for a time that grows with each failure."""
        now = asyncio.get_running_loop().time()
        self._patience = now + self._backoff.delay()

    async def _settle(self) -> None:
        """Let a refresh that is under way come to its end: it may have ended the old token."""
        if self._refresh is None or self._refresh.done():
            return
        try:
            await asyncio.wait((self._refresh,), timeout=FAREWELL)
        finally:
            self._refresh.cancel()


def _look_at(refresh: asyncio.Task[None]) -> None:
    """Take note of the failure of a refresh for which nobody waits any more."""
    if not refresh.cancelled():
        refresh.exception()
