"""The device around the client: it can say of itself what every device must, and acts on everything."""

from typing import Final

from custom_components.clova_cic.cic import (
    CicError,
    ContextObject,
    Directive,
    TokenRefusedError,
    build_user_agent,
)

USER_AGENT: Final = build_user_agent("Soak", "bot", "1.0.0", "Linux", "loopback")

_MP3: Final = {"mimeType": "audio/mpeg", "audioCodec": "MP3", "fileExtension": "MP3"}
_CONTEXT: Final = (
    ContextObject(namespace="Device", name="Audio", payload={"acceptContentType": [_MP3]}),
    ContextObject(namespace="Device", name="Display", payload={"size": "none"}),
    ContextObject(
        namespace="Device", name="DeviceState", payload={"localTime": "2026-11-20T15:05:30+09:00"}
    ),
)


class Device:
    """Counts."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.handled = 0

    def connected(self) -> None:
        """The statistics count it."""

    def disconnected(self, error: CicError) -> None:
        """The statistics count it."""

    def sign_in_needed(self, error: TokenRefusedError) -> None:
        """No fault here is about the token."""
        raise RuntimeError("the token was refused") from error

    def directive_received(self, directive: Directive) -> None:
        """What counts is what is handled."""

    def directive_dropped(self, reason: str) -> None:
        """Answers of turns that were given up are dropped."""

    async def handle(self, directive: Directive, *, answers: bool) -> bool:
        """Act on everything, by counting it."""
        self.handled += 1
        return answers or bool(directive.name)

    def context(self) -> list[ContextObject]:
        """Tell what never changes."""
        return list(_CONTEXT)
