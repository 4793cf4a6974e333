"""Whether there is a connection that carries events, and if not, why."""

import asyncio
from typing import Protocol

from .connection import CicConnection
from .errors import CicError, NotReadyError, Stage, TokenRefusedError
from .messages import Directive
from .stats import Stats


class LinkListener(Protocol):
    """Who wants to know how the link does."""

    def link_up(self) -> None:
        """The downchannel said Hello."""

    def link_down(self, error: CicError) -> None:
        """It is gone, or the first attempt at it failed."""

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """The token is refused and cannot be renewed; the link is given up."""

    def pushed(self, directive: Directive) -> None:
        """A directive came on the downchannel."""

    def unreadable(self, reason: str) -> None:
        """A part on the downchannel could not be read."""


class LinkState:
    """Up or down, and who waits for up."""

    def __init__(self, listener: LinkListener, stats: Stats) -> None:
        """Begin with no connection; tell these."""
        self._listener = listener
        self._stats = stats
        self._connection: CicConnection | None = None  # one that carries events
        self._refused = False  # the token, for good
        self._news = asyncio.Event()  # set while ready, and once refused
        self._stage = Stage.TCP  # that an attempt has come to
        self._told_down = False
        self._last_error: CicError | None = None

    @property
    def ready(self) -> bool:
        """Whether events can be sent now."""
        return self._connection is not None

    async def connection(self, limit: float) -> CicConnection:
        """Return the connection that carries events, once there is one.

        Raises NotReadyError after `limit` seconds, or at once if the user has to sign in: with the
        last failure as cause, or else with the stage that is taking so long.
        """
        try:
            async with asyncio.timeout(limit):
                while not self._refused:
                    # It may be lost again before who waited for it gets to run.
                    if self._connection is not None:
                        if self._connection.error is None:
                            return self._connection
                        self.unready()  # the link will hear of it in a moment
                    await self._news.wait()
        except TimeoutError:
            pass
        stage = None if self._last_error else self._stage
        raise NotReadyError("there is no connection to CLOVA", stage=stage) from self._last_error

    def come_to(self, stage: Stage) -> None:
        """An attempt has come to this stage."""
        self._stage = stage
        self._stats.attempt(stage)

    def renewing(self) -> None:
        """The token of the last attempt is about to be renewed: its 401 explains nothing any more."""
        self._stage = Stage.TOKEN
        self._last_error = None

    def up(self, connection: CicConnection) -> None:
        """Events may be sent."""
        self._stats.connected()
        self._told_down = False
        self._connection = connection
        self._news.set()
        self._listener.link_up()

    def unready(self) -> None:
        """Events have to wait."""
        self._connection = None
        if not self._refused:
            self._news.clear()

    def down(self, error: CicError) -> None:
        """Take note of a failure; the listener hears it once."""
        self._last_error = error
        self._stats.failed(error)
        self.unready()
        if not self._told_down:
            self._told_down = True
            self._stats.disconnected()
            self._listener.link_down(error)

    def refuse(self, error: TokenRefusedError) -> None:
        """Take note that only the user can help; who waits hears it at once."""
        self.down(error)
        self._refused = True
        self._news.set()
        self._listener.sign_in_needed(error)
