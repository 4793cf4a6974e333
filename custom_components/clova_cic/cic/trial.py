"""Trying a connection out once, before anybody relies on it."""

from .errors import CicError, TokenRefusedError
from .link import Link, TlsFactory
from .messages import Directive
from .settings import ClientConfig, Timing, TokenProvider
from .stats import Stats


async def probe(
    config: ClientConfig,
    *,
    token: TokenProvider,
    tls: TlsFactory,
    timing: Timing | None = None,
) -> None:
    """Dial, open a downchannel and wait for Hello once, then close.

    Raises the CicError that says at which stage it failed.
    """
    link = Link(
        config,
        token=token,
        tls=tls,
        listener=_Nobody(),
        timing=timing or Timing(),
        stats=Stats(),
    )
    await link.open_once()


class _Nobody:
    """Listens to a link that is only tried out."""

    def link_up(self) -> None:
        """Do nothing: `probe` returns."""

    def link_down(self, error: CicError) -> None:
        """Do nothing: `probe` raises."""

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """Do nothing: `probe` raises."""

    def pushed(self, directive: Directive) -> None:
        """Leave it: the server sends it again to whoever stays."""

    def unreadable(self, reason: str) -> None:
        """Do nothing."""
