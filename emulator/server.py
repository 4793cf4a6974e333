"""The emulator: CIC, its authorization API and its control API, in the caller's event loop."""

import asyncio
from types import TracebackType
from typing import Self, override

from . import state
from .auth.server import AuthServer
from .cloud import Cloud
from .config import EmulatorConfig
from .control import HOST as CONTROL_HOST, ControlServer
from .listening import listening


class Emulator(Cloud):
    """A CIC server, its authorization API, and the API that controls both.

    An asynchronous context manager.
    """

    def __init__(self, config: EmulatorConfig | None = None) -> None:
        super().__init__(config)
        self._auth = AuthServer(self._core.auth)
        self._control = ControlServer(self)

    async def __aenter__(self) -> Self:
        """Start."""
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    @override
    async def start(self) -> None:
        """Start CIC, then its other APIs; raises OSError if a port cannot be had."""
        await super().start()
        config = self.config
        with listening("--auth-port", config.host, config.auth_port):
            await self._auth.start(self._certificates, config.host, config.auth_port)
        with listening("--control-port", CONTROL_HOST, self.config.control_port):
            await self._control.start(self.config.control_port)
        await asyncio.get_running_loop().run_in_executor(
            None, state.write_secret, self.state_dir / "control_token", self.control_token.encode()
        )

    @override
    async def stop(self) -> None:
        """End the control API, the authorization API, then CIC."""
        await self._control.stop()
        await self._auth.stop()
        await super().stop()

    @property
    def auth_url(self) -> str:
        """The authorization API's address, such as `https://localhost:8444`."""
        return self.auth.url

    @property
    def control_url(self) -> str:
        """The control API's address, such as `http://127.0.0.1:8480`."""
        return self._control.url

    @property
    def control_token(self) -> str:
        """The control API's bearer token, a new one at each start."""
        return self._control.token
