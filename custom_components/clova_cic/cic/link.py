"""Keeping one connection with one downchannel alive, for ever."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
import ssl
from typing import Protocol

from .address import host_and_port
from .connection import CicConnection
from .dial import dial
from .downchannel import Downchannel
from .errors import (
    CicError,
    ConnectFailedError,
    ConnectionLostError,
    GoAwayError,
    NoDownchannelError,
    NotReadyError,
    Stage,
    TokenRefusedError,
)
from .liveness import KeepaliveTimer
from .messages import Directive
from .protocol import Headers
from .renewal import TokenRenewal
from .retry import Backoff, Step, next_step
from .settings import ClientConfig, Timing, TokenProvider, request_headers
from .stats import Stats

_LOGGER = logging.getLogger(__name__)

type TlsFactory = Callable[[], Awaitable[ssl.SSLContext]]


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


class Link:
    """Dial, downchannel, Hello, keepalive, and again after a failure (CIC-T-009 … CIC-T-025)."""

    def __init__(
        self,
        config: ClientConfig,
        *,
        token: TokenProvider,
        tls: TlsFactory,
        listener: LinkListener,
        timing: Timing,
        stats: Stats,
    ) -> None:
        """Prepare; `run` does the work."""
        self._config = config
        self._host, self._port = host_and_port(config.base_url)
        self._authority = config.base_url.removeprefix("https://")
        self._token = TokenRenewal(token)
        self._tls = tls
        self._listener = listener
        self._timing = timing
        self._stats = stats
        self._backoff = Backoff()
        self._connection: CicConnection | None = None
        self._draining: set[CicConnection] = set()
        self._downchannel: Downchannel | None = None
        self._used_token = ""  # for the last downchannel that was requested
        self._ready = False
        self._refused = False  # the token, for good
        self._news = asyncio.Event()  # set while ready, and once refused
        self._stage = Stage.TCP  # that an attempt has come to
        self._told_down = False
        self.last_error: CicError | None = None

    @property
    def ready(self) -> bool:
        """Whether events can be sent now."""
        return self._ready

    async def run(self) -> None:
        """Keep the link until cancelled; ends by itself only when the user has to sign in."""
        try:
            while True:
                try:
                    await self._serve_and_recover()
                except TokenRefusedError:
                    raise
                except Exception as error:
                    # Ours or the host's fault: told with its trace, and no reason to stay away.
                    _LOGGER.exception("The connection failed in a way that was not foreseen")
                    unforeseen = CicError(f"an unforeseen {type(error).__name__}")
                    unforeseen.__cause__ = error
                    self._down(unforeseen)
                    await self._pause(unforeseen)
        except TokenRefusedError as error:
            self._down(error)
            self._refused = True
            self._news.set()
            self._listener.sign_in_needed(error)
        finally:
            self._ready = False
            if not self._refused:
                self._news.clear()
            await self._close_all()

    async def connection(self, limit: float) -> CicConnection:
        """Return the connection that carries the downchannel (CIC-T-030), once it is ready.

        Raises NotReadyError after `limit` seconds, or at once if the user has to sign in: with the
        last failure as cause, or else with the stage that is taking so long.
        """
        try:
            async with asyncio.timeout(limit):
                while not self._refused:
                    # It may be lost again before who waited for it gets to run.
                    if self._connection is not None and self.ready:
                        return self._connection
                    await self._news.wait()
        except TimeoutError:
            pass
        stage = None if self.last_error else self._stage
        raise NotReadyError("there is no connection to CLOVA", stage=stage) from self.last_error

    async def token(self) -> str:
        """Return the token of this moment."""
        return await self._token.token()

    def headers(self, method: str, path: str, token: str) -> Headers:
        """Build the headers of a request."""
        return request_headers(self._config, self._authority, method, path, token)

    @property
    def downchannel(self) -> Downchannel | None:
        """The one that is open or being opened."""
        return self._downchannel

    def reopen(self, error: NoDownchannelError, missed: Downchannel | None) -> None:
        """The server does not see this downchannel: open another on its connection (CIC-T-069).

        Does nothing if there has been another one since.
        """
        if missed is not None and missed is self._downchannel:
            self._unready()
            missed.close(error)

    async def renew_token(self, rejected: str) -> None:
        """Get another token than the one that was answered with 401 (CIC-T-027).

        Raises TokenRefusedError if there is none; the link is given up with it.
        """
        try:
            await self._token.renew(rejected)
        except TokenRefusedError as error:
            if self._connection is not None:
                self._connection.fail(error)
            raise

    def token_worked(self) -> None:
        """CIC took the token of this moment."""
        self._token.worked()

    async def open_once(self) -> None:
        """Dial, open the downchannel, wait for Hello, and close again; raises what fails."""
        try:
            connection = await self._dial()
            await self._open_downchannel(connection)
        finally:
            await self._close_all()

    async def _serve_and_recover(self) -> None:
        """Keep one connection, then do what its end asks for."""
        try:
            await self._serve_connection()
        except CicError as error:
            await self._recover(error)

    async def _serve_connection(self) -> None:
        """Make a connection and keep downchannels on it until it is lost; always raises."""
        connection = await self._dial()
        keepalive = KeepaliveTimer(connection, self._timing, self._stats)
        try:
            while True:
                downchannel = await self._open_downchannel(connection)
                self._up()
                error = await self._wait_for_end(connection, downchannel)
                self._down(error)
                if connection.error is not None:
                    raise error
                await self._pause(error)
        finally:
            keepalive.stop()
            await self._give_up(connection)

    async def _dial(self) -> CicConnection:
        """Connect. Raises ConnectFailedError."""
        self._stage = Stage.TCP
        try:
            tls = await self._tls()
        except (OSError, ValueError) as error:
            reason = "the trusted certificates cannot be loaded"
            raise ConnectFailedError(reason, stage=Stage.TLS) from error
        self._stats.dials += 1
        connection = await dial(self._host, self._port, tls, limit=self._timing.dial)
        self._connection = connection
        return connection

    async def _open_downchannel(self, connection: CicConnection) -> Downchannel:
        """Request it and wait for Hello; there is never more than one (CIC-T-014, CIC-T-016)."""
        self._used_token = token = await self.token()
        self._stage = Stage.HELLO
        headers = self.headers("GET", "/v1/directives", token)
        downchannel = Downchannel(connection, headers, self._listener)
        self._downchannel = downchannel
        try:
            await downchannel.wait_hello(self._timing.hello)
        except BaseException:
            downchannel.close(ConnectionLostError("the downchannel was given up"))
            raise
        self.token_worked()
        return downchannel

    async def _wait_for_end(self, connection: CicConnection, downchannel: Downchannel) -> CicError:
        """Wait until the channel or its connection ends; return why."""
        began = asyncio.get_running_loop().time()
        # Not gather: the loser stays pending, and both are plain futures that need no cancelling.
        await asyncio.wait(
            (connection.lost, downchannel.ended), return_when=asyncio.FIRST_COMPLETED
        )
        if asyncio.get_running_loop().time() - began >= self._timing.stable:
            self._backoff.reset()
        return connection.error or downchannel.ended.result()

    async def _recover(self, error: CicError) -> None:
        """Do what the failure asks for. Raises TokenRefusedError when nothing but the user helps."""
        self._down(error)
        match next_step(error):
            case Step.SIGN_IN:
                raise error
            case Step.RENEW_TOKEN:
                try:
                    await self.renew_token(self._used_token)
                except TokenRefusedError:
                    raise
                except CicError as cause:
                    await self._pause(cause)
            case _:
                await self._pause(error)

    async def _pause(self, error: CicError) -> None:
        """Wait before the next attempt; not at all the first time (CIC-T-018)."""
        late = next_step(error) is Step.RECONNECT_LATE
        delay = self._backoff.longest() if late else self._backoff.delay()
        _LOGGER.debug("Next attempt in %.1f s after: %s", delay, error)
        if delay:
            await asyncio.sleep(delay)

    async def _give_up(self, connection: CicConnection) -> None:
        """Close a connection; after GOAWAY its open streams may end first."""
        self._unready()
        if self._downchannel is not None:
            self._downchannel.close(ConnectionLostError("the connection is given up"))
        self._connection = self._downchannel = None
        if isinstance(connection.error, GoAwayError) and not connection.is_closed:
            self._draining = {one for one in self._draining if not one.is_closed}
            self._draining.add(connection)
            connection.expire(self._timing.drain)
            return
        await connection.aclose()

    async def _close_all(self) -> None:
        """Close what is open, at once."""
        connections = [*self._draining, *([self._connection] if self._connection else [])]
        self._draining.clear()
        self._connection = self._downchannel = None
        await asyncio.gather(*(connection.aclose() for connection in connections))

    def _up(self) -> None:
        """Events may be sent."""
        self._stats.connected()
        self._told_down = False
        self._ready = True
        self._news.set()
        self._listener.link_up()

    def _unready(self) -> None:
        """Events have to wait."""
        self._ready = False
        self._news.clear()

    def _down(self, error: CicError) -> None:
        """Take note of a failure; the listener hears it once."""
        self.last_error = error
        self._unready()
        if not self._told_down:
            self._told_down = True
            self._stats.disconnected()
            self._listener.link_down(error)
