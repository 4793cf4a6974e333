"""Keeping one connection with one downchannel alive, for ever."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
import ssl

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
    Stage,
    TokenRefusedError,
)
from .link_state import LinkListener, LinkState
from .liveness import KeepaliveTimer
from .protocol import Headers
from .renewal import TokenRenewal
from .retry import Backoff, Contest, Step, next_step
from .settings import ClientConfig, Timing, TokenProvider, ping_headers, request_headers
from .stats import Stats
from .stray_speech import StrayParts

_LOGGER = logging.getLogger(__name__)

type TlsFactory = Callable[[], Awaitable[ssl.SSLContext]]


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
        parts: StrayParts | None = None,
    ) -> None:
        """Prepare; `run` does the work."""
        self._config = config
        self._host, self._port = host_and_port(config.base_url)
        self._authority = config.base_url.removeprefix("https://")
        self._token = TokenRenewal(token)
        self._tls = tls
        self._listener = listener
        self._parts = parts
        self._timing = timing
        self._stats = stats
        self._backoff = Backoff()
        self._contest = Contest()
        self._connection: CicConnection | None = None
        self._draining: set[CicConnection] = set()
        self._downchannel: Downchannel | None = None
        self._used_token = ""  # for the last downchannel that was requested
        self._state = LinkState(listener, stats)

    @property
    def ready(self) -> bool:
        """Whether events can be sent now."""
        return self._state.ready

    async def run(self) -> None:
        """Keep the link until cancelled; ends by itself only when the user has to sign in."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_token_fresh(), name="clova token")
                await self._keep_connected()
        except* TokenRefusedError as refusals:
            error: TokenRefusedError | ExceptionGroup[TokenRefusedError] = refusals
            while isinstance(error, ExceptionGroup):
                error = error.exceptions[0]  # if there are two, they tell the same
            self._state.refuse(error)
        finally:
            self._state.unready()
            self._stats.stopped()
            await self._close_all()

    async def connection(self, limit: float) -> CicConnection:
        """Return the connection that carries the downchannel (CIC-T-030), once it is ready.

        Raises NotReadyError as LinkState.connection.
        """
        return await self._state.connection(limit)

    async def token(self) -> str:
        """Return the token of this moment."""
        return await self._token.token()

    def headers(self, method: str, path: str, token: str) -> Headers:
        """Build the headers of a request."""
        return request_headers(self._config, self._authority, method, path, token)

    async def _ping_headers(self) -> Headers:
        """Build those of a ping that goes out now."""
        return ping_headers(self._config, self._authority, await self.token())

    @property
    def downchannel(self) -> Downchannel | None:
        """The one that is open or being opened."""
        return self._downchannel

    def reopen(self, error: NoDownchannelError, missed: Downchannel | None) -> None:
        """The server does not see this downchannel: open another on its connection (CIC-T-069).

        Does nothing if there has been another one since.
        """
        if missed is not None and missed is self._downchannel:
            self._state.unready()
            missed.close(error)

    async def renew_token(self, rejected: str) -> None:
        """Get another token than the one that was answered with 401 (CIC-T-027).

        Raises TokenRefusedError if there is none; the link is given up with it.
        """
        try:
            await self._token.renew(rejected)
        except TokenRefusedError as error:
            self._fail(error)
            raise

    def token_worked(self) -> None:
        """CIC took the token of this moment."""
        self._token.worked()

    async def _keep_token_fresh(self) -> None:
        """Have the token renewed ahead of its end (CIC-A-027). Raises TokenRefusedError."""
        try:
            await self._token.keep_fresh()
        except TokenRefusedError as error:
            self._fail(error)
            raise
        except Exception:
            # Ours or the host's fault; a 401 still leads to a renewal.
            _LOGGER.exception("The token cannot be kept fresh, for a reason not foreseen")

    def _fail(self, error: TokenRefusedError) -> None:
        """Let everybody on the connection know why it ends."""
        if self._connection is not None:
            self._connection.fail(error)

    async def _keep_connected(self) -> None:
        """Keep the link up. Raises TokenRefusedError, nothing else."""
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
                self._state.down(unforeseen)
                await self._pause(unforeseen)

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
        asks = None if self._config.ping_frames else self._ping_headers
        keepalive = KeepaliveTimer(connection, self._timing, self._stats, asks)
        try:
            while True:
                downchannel = await self._open_downchannel(connection)
                self._state.up(connection)
                error = await self._wait_for_end(connection, downchannel)
                self._state.down(error)
                if connection.error is not None:
                    raise error
                await self._pause(error)
        finally:
            keepalive.stop()
            await self._give_up(connection)

    async def _dial(self) -> CicConnection:
        """Connect, with a token in hand (CIC-A-035). Raises ConnectFailedError."""
        self._state.come_to(Stage.TOKEN)
        await self.token()
        self._state.come_to(Stage.TCP)
        try:
            tls = await self._tls()
        except (OSError, ValueError) as error:
            reason = "the trusted certificates cannot be loaded"
            raise ConnectFailedError(reason, stage=Stage.TLS) from error
        self._stats.dials += 1
        connection = await dial(self._host, self._port, tls, limit=self._timing.dial)
        connection.reception.on_date = self._stats.server_said
        self._connection = connection
        return connection

    async def _open_downchannel(self, connection: CicConnection) -> Downchannel:
        """Request it and wait for Hello; there is never more than one (CIC-T-014, CIC-T-016)."""
        self._used_token = token = await self.token()
        self._state.come_to(Stage.HELLO)
        headers = self.headers("GET", "/v1/directives", token)
        downchannel = Downchannel(connection, headers, self._listener, self._parts)
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
        loop = asyncio.get_running_loop()
        began = loop.time()
        # Not gather: the loser stays pending, and both are plain futures that need no cancelling.
        ends = (connection.lost, downchannel.ended)
        if self._contest.on:
            calm = self._timing.calm
            await asyncio.wait(ends, timeout=calm, return_when=asyncio.FIRST_COMPLETED)
            if not any(end.done() for end in ends):
                self._contest.settle()
                self._stats.settled()
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if loop.time() - began >= self._timing.stable:
            self._backoff.reset()
        if connection.error is not None:
            return connection.error
        error = downchannel.ended.result()
        if self._contest.ended(error, loop.time()):
            self._stats.evicted(contested=self._contest.on)
        return error

    async def _recover(self, error: CicError) -> None:
        """Do what the failure asks for. Raises TokenRefusedError when nothing but the user helps."""
        self._state.down(error)
        match next_step(error):
            case Step.SIGN_IN:
                raise error
            case Step.RENEW_TOKEN:
                self._state.renewing()
                try:
                    await self.renew_token(self._used_token)
                except TokenRefusedError:
                    raise
                except CicError as cause:
                    self._state.down(cause)
                    await self._pause(cause)
            case _:
                await self._pause(error)

    async def _pause(self, error: CicError) -> None:
        """Wait before the next attempt; not at all the first time (CIC-T-018)."""
        delay = self._contest.delay(error)
        if delay is None:
            late = next_step(error) is Step.RECONNECT_LATE
            delay = self._backoff.longest() if late else self._backoff.delay()
        _LOGGER.debug("Next attempt in %.1f s after: %s", delay, error)
        if delay:
            await asyncio.sleep(delay)

    async def _give_up(self, connection: CicConnection) -> None:
        """Close a connection; after GOAWAY its open streams may end first."""
        self._state.unready()
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
