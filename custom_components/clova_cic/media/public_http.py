"""HTTP to addresses that came from the cloud: to public places only, checked where it connects."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
import ipaddress
import socket
from typing import Any, Final

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector, ThreadedResolver
from homeassistant.core import HomeAssistant
from homeassistant.util.ssl import client_context
from yarl import URL

MAX_REDIRECTS: Final = 5
TIMEOUT: Final = ClientTimeout(total=None, sock_connect=5, sock_read=10)  # seconds
SCHEMES: Final = frozenset({"http", "https"})


class FetchError(Exception):
    """The address must not be fetched, or brings what it should not; the text is safe to log."""


@asynccontextmanager
async def async_open(
    hass: HomeAssistant,
    url: str,
    *,
    server: str,
    user_agent: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> AsyncGenerator[ClientResponse]:
    """Ask for what is there; redirects are followed, and any status is an answer.

    `server` is the base URL of CIC, whose own addresses may be private; `user_agent` is the
    device's (CIC-T-006). Raises FetchError, aiohttp.ClientError, OSError or TimeoutError.
    """
    address = _usable(url)
    own = await _addresses(URL(server).host or "")
    own_port = hass.config.api.port if hass.config.api is not None else None
    connector = TCPConnector(
        ssl=client_context(),
        resolver=ThreadedResolver(),
        socket_factory=partial(_guarded_socket, own, own_port),
    )
    async with (
        ClientSession(connector=connector, timeout=TIMEOUT) as session,
        session.request(
            method,
            address,
            headers={**(headers or {}), "User-Agent": user_agent},
            allow_redirects=True,
            max_redirects=MAX_REDIRECTS,
        ) as response,
    ):
        yield response


def _usable(url: str) -> URL:
    """Read an address of the web. Raises FetchError for any other."""
    try:
        address = URL(url)
    except ValueError:
        raise FetchError("its address cannot be read") from None
    if address.scheme not in SCHEMES or not address.host or address.user or address.password:
        raise FetchError("its address is not one of the web")
    return address


async def _addresses(host: str) -> frozenset[str]:
    """Resolve a host's name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return frozenset(str(entry[4][0]) for entry in found)


def _guarded_socket(
    own: frozenset[str], own_port: int | None, address: tuple[Any, ...]
) -> socket.socket:
    """Make a socket for an address that may be reached, on every hop. Raises OSError for others."""
    family, kind, protocol, _, place = address
    host, port = str(place[0]), place[1]
    if host in own:
        allowed = port != own_port  # Home Assistant itself may live beside the server
    else:
        allowed = ipaddress.ip_address(host.partition("%")[0]).is_global
    if not allowed:
        raise OSError("this address is not a public one")
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    return made
