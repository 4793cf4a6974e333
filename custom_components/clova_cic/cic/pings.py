"""How to ask whether the server is still there: with PING frames, or with requests for them."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
import logging
from typing import Protocol

from .connection import CicConnection
from .errors import CicError, Stage, UnauthorizedError
from .protocol import Headers
from .stream import PingListener

_LOGGER = logging.getLogger(__name__)


class Pings(Protocol):
    """Asks on one connection; what comes back is told to its PingListener."""

    def send(self, payload: bytes) -> None:
        """Ask once; the answer carries this payload."""

    def stop(self) -> None:
        """Ask no more, and tell nothing more."""


class FramePings:
    """PING frames (CIC-T-021)."""

    def __init__(self, connection: CicConnection, listener: PingListener) -> None:
        """Have the listener told of the ACKs."""
        self._connection = connection
        connection.reception.pings = listener

    def send(self, payload: bytes) -> None:
        """Send a frame."""
        self._connection.ping(payload)

    def stop(self) -> None:
        """Listen no more."""
        self._connection.reception.pings = None


class RequestPings:
    """`GET /ping`, where PING frames cannot be sent or do not come to CIC itself (CIC-T-023)."""

    def __init__(
        self,
        connection: CicConnection,
        listener: PingListener,
        headers: Callable[[], Awaitable[Headers]],
    ) -> None:
        """`headers` makes those of one request, with the token of that moment."""
        self._loop = asyncio.get_running_loop()
        self._connection = connection
        self._listener: PingListener | None = listener
        self._headers = headers
        self._task: asyncio.Task[None] | None = None  # until the request is on its way

    def send(self, payload: bytes) -> None:
        """Send a request; what keeps it from being sent looks like an answer that stays away."""
        self._task = self._loop.create_task(self._request(payload), name="clova ping")

    def stop(self) -> None:
        """Send no request that is not on its way."""
        self._listener = None
        if self._task is not None:
            self._task.cancel()

    def answered(self, status: int, payload: bytes) -> None:
        """Whoever answers is there; one that takes the token no more wants another (CIC-T-027)."""
        if self._listener is None:
            return
        if status == HTTPStatus.UNAUTHORIZED:
            self._connection.fail(UnauthorizedError(status, stage=Stage.TOKEN))
        else:
            self._listener.acknowledged(payload, self._loop.time())

    async def _request(self, payload: bytes) -> None:
        try:
            self._connection.request(await self._headers(), _Answer(self, payload))
        except CicError as error:
            _LOGGER.debug("No ping was sent: %s", error)


class _Answer:
    """Waits for a response; all that counts is that there is one."""

    def __init__(self, pings: RequestPings, payload: bytes) -> None:
        self._pings = pings
        self._payload = payload

    # Receiver

    def request_sent(self) -> None:
        """Nothing hangs on it."""

    def response_started(self, status: int, content_type: str) -> None:
        """Pass on."""
        self._pings.answered(status, self._payload)

    def data_received(self, data: bytes) -> None:
        """An error's words; the next event will hear them too."""

    def response_ended(self) -> None:
        """Nothing hangs on it."""

    def response_failed(self, error: CicError) -> None:
        """No answer: its limit passes."""
