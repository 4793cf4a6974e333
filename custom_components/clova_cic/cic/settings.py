"""What a client is told when it is made: where, as whom, how patient; and how it gets its token."""

from dataclasses import dataclass, replace
from typing import Protocol

from .errors import TokenRefusedError
from .protocol import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientConfig:
    """Where CIC is, and how the device presents itself."""

    base_url: str  # normalised: https://host[:port]
    user_agent: str  # follows transport.md §3
    device_tags: tuple[str, ...] = ()  # CIC-T-008; assigned by the vendor
    # False asks with GET /ping instead (CIC-T-023): a proxy in between answers PING frames itself.
    ping_frames: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """All limits and intervals of a client, in seconds."""

    dial: float = (
        8.0  # name, TCP and TLS together; a set-up that waits 10 s can then name the stage
    )
    hello: float = 10.0  # from the request for a downchannel to its Hello
    ping_interval: float = 60.0  # CIC-T-021
    ping_ack: float = 10.0  # a PING crosses the world in under one second
    ready_wait: float = 5.0  # that an event waits for a downchannel
    listen: float = 15.0  # of speech; a pipeline of Home Assistant listens as long
    understand: float = 5.0  # from the last word to the sign that CLOVA has heard enough
    first_directive: float = 10.0  # from a request to its first directive
    idle: float = 10.0  # between two signs of life within a response
    turn: float = 60.0  # for a whole response
    turn_wait: float = 10.0  # that one room's request waits for another room's answer
    stable: float = 60.0  # after which a connection's earlier failures are forgotten
    calm: float = 600.0  # that a downchannel lasts before nobody else seems to want it
    follow_up: float = 300.0  # that a question stays open; HA keeps a conversation as long
    drain: float = 30.0  # that streams may go on after GOAWAY


class TokenProvider(Protocol):
    """Keeps the CLOVA access token."""

    async def token(self) -> str:
        """Return the token to use now."""

    async def renew(self, rejected: str) -> str:
        """Return another token than the rejected one. Raises TokenRefusedError if there is none."""

    async def keep_fresh(self) -> None:
        """Renew the token ahead of its end; runs while there is a link. Raises TokenRefusedError."""


class StaticToken:
    """A token that was given once and cannot be renewed."""

    def __init__(self, token: str) -> None:
        """Keep it."""
        self._token = token

    async def token(self) -> str:
        """Return it."""
        return self._token

    async def renew(self, rejected: str) -> str:
        """Raise TokenRefusedError: there is no other."""
        raise TokenRefusedError("the access token is not valid and cannot be renewed")

    async def keep_fresh(self) -> None:
        """Return: there is nothing to renew."""


def request_headers(
    config: ClientConfig, authority: str, method: str, path: str, token: str
) -> Headers:
    """Build the headers that every request needs (transport.md §2, CIC-T-003, CIC-T-004)."""
    headers = [
        (":method", method),
        (":scheme", "https"),
        (":authority", authority),
        (":path", path),
        ("user-agent", config.user_agent),
        ("authorization", f"Bearer {token}"),
    ]
    if config.device_tags:
        headers.append(("x-clova-device-tags", ",".join(config.device_tags)))
    return headers


def ping_headers(config: ClientConfig, authority: str, token: str) -> Headers:
    """Build the headers of `GET /ping` (CIC-T-023), which knows no tags."""
    return request_headers(replace(config, device_tags=()), authority, "GET", "/ping", token)
