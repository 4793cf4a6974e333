"""The least a client needs around it. Not bound to the package's place: see memory_subject."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custom_components.clova_cic.cic import (
        CicError,
        ContextObject,
        Directive,
        TokenRefusedError,
    )


class BareHost:
    """A device without any state, on a loopback that loses nothing."""

    def connected(self) -> None:
        """Ignore."""

    def disconnected(self, error: CicError) -> None:
        """A benchmark on loopback loses no connection."""
        raise RuntimeError("the connection was lost") from error

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """The emulator takes the token."""
        raise RuntimeError("the token was refused") from error

    def directive_received(self, directive: Directive) -> None:
        """Ignore."""

    def directive_dropped(self, reason: str) -> None:
        """Every directive counts here."""
        raise RuntimeError(f"a directive was dropped: {reason}")

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        """Act on everything, by doing nothing."""
        return answers or bool(directive.name)

    def context(self) -> list[ContextObject]:
        """Send none, as the peers do."""
        return []
