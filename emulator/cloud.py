"""CIC itself, in the caller's event loop: where it is, and what arrived."""

import asyncio
from collections.abc import Callable
from pathlib import Path
import shutil
import ssl
import tempfile
from typing import override

from . import state
from .auth.desk import AuthDesk
from .config import EmulatorConfig
from .desk import Desk
from .http2.certificates import CertificateFiles, client_context, ensure_certificates
from .http2.connection import DEFAULT_WINDOW
from .listener import Listener
from .listening import listening, name_in_url
from .music import MusicServer
from .recorder import RecordedRequest


class Cloud(Desk):
    """A CIC server to talk to.

    Everything but client_context() belongs into the event loop in which it was started.
    """

    def __init__(self, config: EmulatorConfig | None = None) -> None:
        super().__init__(config)
        self._listener = Listener(self._core)
        self._directory: Path | None = None
        self._media = MusicServer(self.music)
        self._temporary = False
        self._files: CertificateFiles | None = None
        self._token = ""

    async def start(self) -> None:
        """Make certificates and tokens, and listen; raises OSError if a port cannot be had."""
        loop = asyncio.get_running_loop()
        self._files = await loop.run_in_executor(None, self._prepare)
        self._core.tokens.add(self._token)
        config = self.config
        with listening("--media-port", config.media_host, config.media_port):
            await self._media.start(config.media_host, config.media_port)
        with listening("--port", config.host, config.port):
            await self._listener.start(self._files, config.host, config.port)

    async def stop(self) -> None:
        """End the connections (GOAWAY), the listeners, and a temporary state directory."""
        await self._service.voice.stop()
        await self._service.recognition.stop()
        await self._listener.stop()
        await self._media.stop()
        if self._temporary and self._directory is not None:
            directory, self._directory = self._directory, None
            await asyncio.get_running_loop().run_in_executor(None, shutil.rmtree, directory)

    def _prepare(self) -> CertificateFiles:
        if self.config.state_dir is None:
            self._temporary = True
            self._directory = Path(tempfile.mkdtemp(prefix="cic-emulator-"))
        else:
            self._directory = self.config.state_dir
            state.prepare(self._directory)
        self._token = self.config.token or state.kept_token(self._directory / "access_token")
        self.music.shelf.use(self._directory)
        return ensure_certificates(self._directory, self.config.names)

    # Where it is and how to get in.

    @property
    def state_dir(self) -> Path:
        """Where certificates and tokens are kept."""
        if self._directory is None:
            raise RuntimeError("the emulator has not been started")
        return self._directory

    @property
    def base_url(self) -> str:
        """CIC's base URI, such as `https://localhost:8443`."""
        return f"https://{name_in_url(self.config.host)}:{self.port}"

    @property
    def media_url(self) -> str:
        """Where tracks and pictures are, such as `http://127.0.0.1:40123`."""
        return self.music.url

    @property
    def port(self) -> int:
        """The TCP port of CIC."""
        return self._listener.port

    @property
    def token(self) -> str:
        """The access token it accepts."""
        return self._token

    @property
    def tokens(self) -> set[str]:
        """Access tokens that are always accepted; may be changed at any time.

        Each is a client of its own. Those that the authorization API issued are not among them.
        """
        return self._core.tokens

    @property
    def auth(self) -> AuthDesk:
        """The authorization API: its accounts, codes and tokens, and orders for it."""
        return self._core.auth

    @property
    def ca_file(self) -> Path:
        """The authority's certificate (PEM)."""
        return self._certificates.ca

    @property
    def _certificates(self) -> CertificateFiles:
        if self._files is None:
            raise RuntimeError("the emulator has not been started")
        return self._files

    def client_context(self) -> ssl.SSLContext:
        """A TLS context that trusts this emulator and asks for HTTP/2; blocking."""
        return client_context(self._certificates)

    # What arrived.

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest requests, oldest first (at most MAX_REQUESTS_KEPT)."""
        return self._core.recorder.requests

    @property
    def events(self) -> list[RecordedRequest]:
        """Those of the requests that are complete events."""
        return [request for request in self.requests if request.event is not None]

    @property
    def violations(self) -> list[str]:
        """What clients did against the rules, each with the rule's id, oldest first."""
        return self._core.recorder.violations

    @property
    def connections_made(self) -> int:
        """How many connections were made since the start."""
        return self._core.recorder.connections_made

    @property
    def connections_open(self) -> int:
        """How many of them are there now."""
        return len(self._listener.connections)

    @property
    def downchannels_open(self) -> int:
        """How many downchannels are open."""
        return len(self._core.clients.channels)

    @property
    def pings(self) -> int:
        """How many PING frames have arrived."""
        return self._core.recorder.pings

    @property
    def goaways(self) -> list[int]:
        """The error codes of the GOAWAY frames that clients sent, oldest first."""
        return list(self._core.recorder.goaways)

    async def wait_for[T](self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109 - a limit of this very wait, in the words of asyncio.wait_for
        """Wait until the predicate is true, looking again whenever something happened.

        Returns what the predicate gave; raises TimeoutError.
        """
        return await self._core.recorder.wait_for(predicate, timeout)

    def forget_requests(self) -> int:
        """Empty `requests`; tells how many there were."""
        return self._core.recorder.forget_requests()

    @override
    def lift_faults(self) -> int:
        """Forget the faults that are still to happen, and open closed windows; tells how many."""
        lifted = super().lift_faults()
        for connection in self._listener.connections:
            if connection.window == 0:
                connection.set_window(DEFAULT_WINDOW)
                lifted += 1
        return lifted
