"""Renewing the token after a 401: once for all who were refused, and not for ever."""

import asyncio

from .errors import TokenRefusedError
from .settings import TokenProvider


class TokenRenewal:
    """A token provider that asks another one, and notices when renewing does not help."""

    def __init__(self, provider: TokenProvider) -> None:
        """Ask this one."""
        self._provider = provider
        self._lock = asyncio.Lock()
        self._unproven: str | None = None  # a renewed token that CIC has not taken yet

    async def token(self) -> str:
        """Return the token of this moment."""
        return await self._provider.token()

    async def renew(self, rejected: str) -> str:
        """Return another token than the one that was answered with 401 (CIC-T-027).

        Raises TokenRefusedError if there is none, or if the rejected one is itself the fruit of a
        renewal that did not help.
        """
        async with self._lock:
            current = await self._provider.token()
            if current != rejected:
                return current  # renewed in the meantime
            if rejected == self._unproven:
                raise TokenRefusedError("the access token was refused twice")
            self._unproven = await self._provider.renew(rejected)
            return self._unproven

    async def keep_fresh(self) -> None:
        """Have it renewed ahead of its end. Raises TokenRefusedError."""
        await self._provider.keep_fresh()

    def worked(self) -> None:
        """CIC took the token; should it refuse the same one later, that calls for a renewal."""
        self._unproven = None
