"""TLS contexts for ring 1, built as Home Assistant builds its own."""

import ssl
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util.ssl import (
    SSLCipherList,
    create_client_context,
    create_no_verify_ssl_context,
)

from .cic import TlsFactory

ALPN_H2_ONLY: Final = ("h2",)  # CIC speaks nothing else (CIC-T-001)
ALPN_HTTP11_ONLY: Final = ("http/1.1",)  # the authorization API, through aiohttp


def tls_factory(
    hass: HomeAssistant, *, verify: bool, alpn: tuple[str, ...] = ALPN_H2_ONLY
) -> TlsFactory:
    """Return a coroutine function that makes a context which offers `alpn` alone, once.

    With `verify`, Home Assistant's certificate authorities count, or those of REQUESTS_CA_BUNDLE.
    """
    create = create_client_context if verify else create_no_verify_ssl_context

    made: ssl.SSLContext | None = None

    async def build() -> ssl.SSLContext:
        nonlocal made
        if made is None:
            # Loading the authorities reads files, so it never happens in the event loop.
            made = await hass.async_add_executor_job(create, SSLCipherList.PYTHON_DEFAULT, alpn)
        return made

    return build
