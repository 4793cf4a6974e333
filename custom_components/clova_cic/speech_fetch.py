"""Speech that CLOVA left at an address: fetched by Home Assistant, from public places only."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial
import ipaddress
import socket
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, TCPConnector, ThreadedResolver
from homeassistant.core import HomeAssistant
from homeassistant.util.ssl import client_context
from yarl import URL

MAX_BYTES: Final = 64 * 1024 * 1024  # of one item: more than an hour of speech
CHUNK: Final = 16 * 1024
MAX_REDIRECTS: Final = 5
TIMEOUT: Final = ClientTimeout(total=None, sock_connect=5, sock_read=10)  # seconds
SCHEMES: Final = frozenset({"http", "https"})


class FetchError(Exception):
    """The address must not be fetched, or brings too much; the text is safe to log."""


async def async_fetch(
    hass: HomeAssistant, url: str, *, server: str, user_agent: str
) -> AsyncGenerator[bytes]:
    """Yield what is there. `server` is the base URL of CIC, whose own addresses may be private.

    Raises FetchError, aiohttp.ClientError, OSError or TimeoutError.
    """
    address = _usable(url)
    own = await _addresses(URL(server).host or "")
    own_port = hass.config.api.port if hass.config.api is not None else None
    connector = TCPConnector(
        ssl=client_context(),
        resolver=ThreadedResolver(),
        socket_factory=partial(_guarded_socket, own, own_port),
    )
    size = 0
    async with (
        ClientSession(connector=connector, timeout=TIMEOUT) as session,
        session.get(
            address,
            headers={"User-Agent": user_agent},
            max_redirects=MAX_REDIRECTS,
            raise_for_status=True,
        ) as response,
    ):
        async for chunk in response.content.iter_chunked(CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise FetchError("it is too large")
            yield chunk


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
