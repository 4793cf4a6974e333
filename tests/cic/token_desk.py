"""A token keeper with a server, a clock and a store that do as they are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from custom_components.clova_cic.cic import TokenKeeper, TokenPair

from .auth_script import Answering, AuthScript, Rotation

EPOCH = 1_800_000_000.0  # POSIX seconds when a test begins
DAY = 86400


class Desk:
    """A keeper with its server, its clock and its store."""

    def __init__(
        self,
        *answers: Answering,
        lifetime: float | None = 7200,
        refresh_token: str | None = "refresh-1",
    ) -> None:
        self.script = AuthScript(*(answers or (Rotation(),)))
        self.saved: list[TokenPair] = []
        self.disk: list[Exception] = []  # what saving fails with, one after another
        self.save_takes: list[float] = []  # seconds, likewise
        self.clock_error = 0.0
        expires_at = None if lifetime is None else EPOCH + lifetime
        pair = TokenPair(
            access_token="access-1", refresh_token=refresh_token, expires_at=expires_at
        )
        self.keeper = TokenKeeper(
            self.script.api(self.clock), pair, save=self.save, clock=self.clock
        )

    def clock(self) -> float:
        """The wall's, which may be wrong."""
        return EPOCH + asyncio.get_running_loop().time() + self.clock_error

    async def save(self, pair: TokenPair) -> None:
        """Store a pair; takes a second, unless told otherwise."""
        await asyncio.sleep(self.save_takes.pop(0) if self.save_takes else 1)
        if self.disk:
            raise self.disk.pop(0)
        self.saved.append(pair)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[asyncio.Task[None]]:
        """Keep the token fresh meanwhile."""
        task = asyncio.create_task(self.keeper.keep_fresh())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    @property
    def refreshes(self) -> list[float]:
        """When the server was asked."""
        return [round(at, 6) for at in self.script.times]
