"""One answer on its way to the ear: when each of its items starts, and how each ends.

Home Assistant reads speech as fast as it comes and tells nobody when a player plays it. A satellite
shows by its state when it begins and when it is done. For the rest this is an estimate: an item
sounds from the moment it is first read, for as long as its MP3 lasts.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from homeassistant.core import callback

# Seconds in which a satellite begins to respond once all is read: it is told so at once.
RESPONSE_LIMIT: Final = 5.0
# Seconds that a satellite may take longer than the sound lasts; Wyoming's wait two before giving up.
LATE_LIMIT: Final = 10.0
# Seconds of sound that may be left when a satellite says that it is done: players buffer some.
TAIL: Final = 1.0


class Playing:
    """One item; whoever reads it tells how much has come."""

    def __init__(self, token: str | None, pause: float) -> None:
        """Begin after `pause` seconds of silence."""
        self.token = token
        self.pause = pause
        self.seconds = 0.0  # of sound that have come
        self.came = asyncio.get_running_loop().time()
        self.complete = False  # nothing more comes


class Teller(Protocol):
    """Tells CLOVA what happens to an item."""

    async def async_started(self, item: Playing) -> bool:
        """Tell that an item begins to sound; return whether CLOVA knows it now."""

    async def async_ended(self, item: Playing, *, cut_off: bool) -> None:
        """Tell that an item has ended, by itself or not."""


class Playback:
    """The items of one answer, one after another."""

    def __init__(self, teller: Teller) -> None:
        """Play nothing yet; nobody shows what sounds."""
        self._teller = teller
        self._loop = asyncio.get_running_loop()
        self._items: list[Playing] = []
        self._next = 0
        self._closed = False  # no more items come
        self._news = asyncio.Event()
        self._followed = False  # a satellite shows what sounds
        self._began: float | None = None  # when it said so
        self._over = False  # nothing sounds any more …
        self._cut_off = False  # … because it was cut off

    # What is read

    @callback
    def item(self, token: str | None, pause: float) -> Playing:
        """Play an item after those before it; the one before is complete by that."""
        self._complete()
        item = Playing(token, pause)
        self._items.append(item)
        self._news.set()
        return item

    @callback
    def close(self) -> None:
        """Say that no more items come."""
        self._complete()
        self._closed = True
        self._news.set()

    def _complete(self) -> None:
        if self._items:
            self._items[-1].complete = True

    # What is seen and heard

    @callback
    def stop(self) -> None:
        """Cut off what sounds; the rest is never heard."""
        self._finish(cut_off=True)

    @callback
    def follow(self) -> None:
        """Wait for what a satellite shows."""
        self._followed = True

    @callback
    def sounds(self) -> None:
        """Take note that the satellite has begun to respond."""
        if self._began is None:
            self._began = self._loop.time()
            self._news.set()

    @callback
    def silent(self, *, at_rest: bool) -> None:
        """Take note that the satellite responds no longer; `at_rest`: it says that it is done.

        One that is done may have begun to play before Home Assistant showed it. One that listens
        again was interrupted, unless it had its time.
        """
        since = self._items[0].came if at_rest and self._items else self._began
        left = self._length - (self._loop.time() - since) if since is not None else 0.0
        self._finish(cut_off=not self._closed or left > TAIL)

    @callback
    def unfollow(self) -> None:
        """Estimate from now on: the satellite shows nothing."""
        self._followed = False
        self._news.set()

    @property
    def _length(self) -> float:
        """Seconds of everything that has come, with its pauses."""
        return sum(item.pause + item.seconds for item in self._items)

    def _finish(self, *, cut_off: bool) -> None:
        """Once: the first one who says it is right."""
        if not self._over:
            self._over = True
            self._cut_off = cut_off
            self._news.set()

    # What is told

    async def async_run(self, predecessor: asyncio.Task[None] | None) -> None:
        """Tell CLOVA about the items, after the last word about what was played before."""
        if predecessor is not None:
            await asyncio.wait([predecessor])
        await self._async_follow()
        due = self._began or 0.0
        while (item := await self._async_next()) is not None:
            start = max(due, item.came) + item.pause
            await self._async_until(self._is_over, start)
            if not self._cut_off:
                due = await self._async_play(item, start)

    async def _async_follow(self) -> None:
        """Wait until the satellite sounds, if there is one; do without one that shows nothing."""
        await self._async_until(lambda: self._closed or not self._is_awaited())
        await self._async_until(lambda: not self._is_awaited(), self._loop.time() + RESPONSE_LIMIT)
        if self._is_awaited():
            self.unfollow()

    def _is_awaited(self) -> bool:
        return self._followed and self._began is None and not self._over

    async def _async_play(self, item: Playing, start: float) -> float:
        """Tell that an item starts and, once, how it ends (CIC-SS-033); return when it has ended."""
        told = await self._teller.async_started(item)
        await self._async_until(lambda: item.complete or self._over)
        end = start + item.seconds
        await self._async_until(self._is_over, end)
        if item is self._items[-1]:
            await self._async_until(lambda: self._over or not self._followed, end + LATE_LIMIT)
        if told:
            await self._teller.async_ended(item, cut_off=self._cut_off)
        return max(end, self._loop.time())

    async def _async_next(self) -> Playing | None:
        """Return the next item, None if there is none or nothing is heard any more."""
        await self._async_until(
            lambda: self._closed or self._cut_off or self._next < len(self._items)
        )
        if self._cut_off or self._next == len(self._items):
            return None
        self._next += 1
        return self._items[self._next - 1]

    def _is_over(self) -> bool:
        return self._over

    async def _async_until(self, happened: Callable[[], bool], limit: float | None = None) -> None:
        """Wait for this, or until that moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(limit):
                while not happened():
                    self._news.clear()
                    await self._news.wait()
