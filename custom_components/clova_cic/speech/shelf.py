"""Things that wait for the next stage of a conversation, once, and not for ever."""

import asyncio
from collections.abc import Callable

from homeassistant.core import callback


class Shelf[T]:
    """At most one thing for each conversation; `forget` is told of each that nobody took."""

    def __init__(self, forget: Callable[[T], None]) -> None:
        """Hold nothing."""
        self._forget = forget
        self._things: dict[str, T] = {}
        self._expiries: dict[str, asyncio.TimerHandle] = {}

    @callback
    def put(self, conversation: str, thing: T, seconds: float | None = None) -> None:
        """Put something there in place of what there was; without `seconds` it waits for ever."""
        self.drop(conversation)
        self._things[conversation] = thing
        if seconds is not None:
            self.limit(conversation, seconds)

    @callback
    def limit(self, conversation: str, seconds: float) -> None:
        """Forget what is there, if it still is, after so many seconds."""
        if conversation in self._things:
            self._stop_clock(conversation)
            loop = asyncio.get_running_loop()
            self._expiries[conversation] = loop.call_later(seconds, self.drop, conversation)

    @callback
    def take(self, conversation: str) -> T | None:
        """Return what is there and hold it no more."""
        self._stop_clock(conversation)
        return self._things.pop(conversation, None)

    @callback
    def drop(self, conversation: str) -> None:
        """Forget what is there, if anything is."""
        thing = self.take(conversation)
        if thing is not None:
            self._forget(thing)

    @callback
    def clear(self) -> None:
        """Forget everything."""
        for conversation in tuple(self._things):
            self.drop(conversation)

    def _stop_clock(self, conversation: str) -> None:
        expiry = self._expiries.pop(conversation, None)
        if expiry is not None:
            expiry.cancel()
