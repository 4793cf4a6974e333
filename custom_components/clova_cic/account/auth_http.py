"""How the authorization API is reached: Home Assistant's aiohttp, with nothing of it in an error.

Every request carries secrets in its address, and aiohttp prints addresses.
"""

import asyncio
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
import time
from typing import Final, override
from urllib.parse import urlsplit

import aiohttp
from aiohttp.hdrs import ACCEPT_ENCODING, CONNECTION, DATE
from aiohttp.http_exceptions import HttpProcessingError
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from yarl import URL

from ..cic import AuthTransport, AuthUnavailableError, UsageError, normalise_base_url
from ..tls import ALPN_HTTP11_ONLY, tls_factory

LIMIT: Final = 10.0  # seconds for a whole request; an answer is a few hundred bytes
MAX_BODY: Final = 65536  # bytes; a token answer has well under 10 KiB
CLOCK_TOLERANCE: Final = 300.0  # seconds; Kerberos (RFC 4120 §1.3) calls five minutes in step

_NOT_VALID_NOW: Final = (9, 10)  # OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and …_HAS_EXPIRED
_HTTP: Final = "http://"
_HTTPS_PORT: Final = 443


class PlainHttpError(UsageError):
    """An http address of another machine: secrets would cross the network for all to read."""


def normalise_auth_url(value: str) -> str:
    """Return `https://host[:port]` for what a person typed; http stays for this machine alone.

    Raises UsageError, or PlainHttpError for http to another machine.
    """
    value = value.strip()
    if not value.lower().startswith(_HTTP):
        return normalise_base_url(value)
    rest = value[len(_HTTP) :]
    host = urlsplit(normalise_base_url(rest))
    if not _is_loopback(host.hostname or ""):
        raise PlainHttpError("the address has to begin with https")
    # The default port of https, which was left out above, is none for http.
    explicit = urlsplit(f"//{rest}").port == _HTTPS_PORT
    return f"{_HTTP}{host.netloc}" + (f":{_HTTPS_PORT}" if explicit else "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class AuthHttp(AuthTransport):
    """GET over HTTP/1.1: no redirects, no cookies, 10 s and 64 KiB at most."""

    def __init__(self, hass: HomeAssistant, *, verify: bool) -> None:
        """Prepare; `verify` as for the connection to CIC."""
        self._hass = hass
        self._verify = verify
        self._tls = tls_factory(hass, verify=verify, alpn=ALPN_HTTP11_ONLY)
        self.clock_skew: float | None = None
        """Seconds that this machine's clock is ahead of the server's; None: not told yet."""
        self.certificate_refused = False
        """Whether the last request failed by the server's certificate."""
        self.certificate_untimely = False
        """Whether that certificate is not valid yet, or no longer, by this machine's clock."""
        self.status: int | None = None
        """What the server answered the last time; None if it did not."""

    @property
    def clock_is_wrong(self) -> bool:
        """Whether this machine's clock is not to be trusted, as far as the server told."""
        skewed = self.clock_skew is not None and abs(self.clock_skew) > CLOCK_TOLERANCE
        return skewed or self.certificate_untimely

    @override
    async def get(self, url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Return status and body; raises AuthUnavailableError."""
        self.certificate_refused = self.certificate_untimely = False
        self.status = None
        context = await self._tls()
        # Cookies of one account have no business with another.
        session = async_create_clientsession(
            self._hass,
            self._verify,
            auto_cleanup=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_once,),
        )
        try:
            async with (
                asyncio.timeout(LIMIT),
                session.get(
                    URL(url, encoded=True),
                    headers={**headers, ACCEPT_ENCODING: "identity", CONNECTION: "close"},
                    allow_redirects=False,
                    ssl=context,
                ) as response,
            ):
                self._compare_clocks(response.headers.get(DATE))
                self.status = response.status
                return response.status, await _read(response.content)
        except aiohttp.ClientConnectorCertificateError as err:
            self.certificate_refused = True
            code = getattr(err.certificate_error, "verify_code", None)
            self.certificate_untimely = code in _NOT_VALID_NOW
            reason = "the certificate of the authorization server is not trusted"
        except TimeoutError:
            reason = "the authorization server took too long"
        except aiohttp.ClientPayloadError, HttpProcessingError:
            reason = "the answer of the authorization server broke off"
        except aiohttp.ClientError, OSError, ValueError:
            reason = "the authorization server cannot be reached"
        finally:
            session.detach()  # the pool of connections is Home Assistant's
        # Outside the handlers, so that the library's error is not even this one's context.
        raise AuthUnavailableError(reason)

    def _compare_clocks(self, date: str | None) -> None:
        if date is None:
            return
        try:
            self.clock_skew = time.time() - parsedate_to_datetime(date).timestamp()
        except ValueError:
            return


class _LostError(aiohttp.ClientError):
    """The connection broke after the request had begun."""


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a GET again after its connection broke.

    The server may have used the code or the refresh token up with the first one.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise  # nothing was sent
    except aiohttp.ClientOSError, aiohttp.ServerDisconnectedError:
        raise _LostError from None


async def _read(content: aiohttp.StreamReader) -> bytes:
    """Return a body; raises AuthUnavailableError for one that is too long."""
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > MAX_BODY:
            raise AuthUnavailableError("the answer of the authorization server is too long")
    return bytes(body)
