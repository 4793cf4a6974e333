"""From a host name to an HTTP/2 connection, with the stage named when it fails."""

import asyncio
import socket
import ssl

from .connection import CicConnection
from .errors import CertificateRefusedError, ConnectFailedError, Stage

HAPPY_EYEBALLS_DELAY = 0.25  # seconds until the other address family is tried too (RFC 8305 §8)
_UNTIMELY = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL
_DNS_CHECK_LIMIT = 1.0  # seconds to find out, after a time-out, whether the name was the trouble


async def dial(host: str, port: int, tls: ssl.SSLContext, *, limit: float) -> CicConnection:
    """Connect within `limit` seconds; `tls` offers h2 alone.

    Raises ConnectFailedError with the stage DNS, TCP, TLS or ALPN.
    """
    transport: asyncio.Transport | None = None
    try:
        async with asyncio.timeout(limit):
            transport = await _connect_tcp(host, port)
            return await _start_tls(transport, host, tls)
    except TimeoutError:
        stage = Stage.TLS if transport else await _stage_of_time_out(host, port)
        raise ConnectFailedError("no answer in time", stage=stage) from None
    except BaseException:
        if transport is not None:
            transport.abort()
        raise


async def _connect_tcp(host: str, port: int) -> asyncio.Transport:
    """Resolve the name and open a TCP connection, over IPv6 or IPv4, whichever answers first."""
    try:
        transport, _ = await asyncio.get_running_loop().create_connection(
            asyncio.Protocol, host, port, happy_eyeballs_delay=HAPPY_EYEBALLS_DELAY
        )
    except TimeoutError as error:
        # The system's own time-out, not ours.
        raise ConnectFailedError("no answer in time", stage=Stage.TCP) from error
    except (socket.gaierror, UnicodeError) as error:
        raise ConnectFailedError("the name was not found", stage=Stage.DNS) from error
    except OSError as error:
        raise ConnectFailedError("the connection was refused", stage=Stage.TCP) from error
    return transport


async def _start_tls(transport: asyncio.Transport, host: str, tls: ssl.SSLContext) -> CicConnection:
    """Do the handshake and make sure that HTTP/2 was chosen (CIC-T-001)."""
    connection = CicConnection()
    try:
        secured = await asyncio.get_running_loop().start_tls(
            transport, connection, tls, server_hostname=host
        )
    except ssl.SSLCertVerificationError as error:
        untimely = error.verify_code in _UNTIMELY
        raise CertificateRefusedError(_why_refused(error), untimely=untimely) from error
    except ssl.SSLError as error:
        no_common = "NO_APPLICATION_PROTOCOL" in (error.reason or "")
        stage = Stage.ALPN if no_common else Stage.TLS
        raise ConnectFailedError("the TLS handshake failed", stage=stage) from error
    except OSError as error:
        raise ConnectFailedError("the server ended the TLS handshake", stage=Stage.TLS) from error
    if secured is None:
        raise ConnectFailedError("the server ended the TLS handshake", stage=Stage.TLS)
    ssl_object = secured.get_extra_info("ssl_object")
    if ssl_object.selected_alpn_protocol() != "h2":
        secured.abort()
        raise ConnectFailedError("the server does not offer HTTP/2", stage=Stage.ALPN)
    connection.attach(secured)
    return connection


def _why_refused(error: ssl.SSLCertVerificationError) -> str:
    """OpenSSL's own words, which name the host or the flaw and hold no secret."""
    return f"the certificate was refused ({error.verify_message or 'verification failed'})"


async def _stage_of_time_out(host: str, port: int) -> Stage:
    """Tell a name server that does not answer from a host that does not."""
    try:
        async with asyncio.timeout(_DNS_CHECK_LIMIT):
            await asyncio.get_running_loop().getaddrinfo(host, port)
    except TimeoutError, OSError, UnicodeError:
        return Stage.DNS
    return Stage.TCP
