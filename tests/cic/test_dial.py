"""dial against real sockets on loopback; each failure names its stage."""

import asyncio
from pathlib import Path
import socket
import ssl
from typing import override
from unittest.mock import patch

import pytest

from custom_components.clova_cic.cic.dial import dial
from custom_components.clova_cic.cic.errors import (
    CertificateRefusedError,
    ConnectFailedError,
    Stage,
)

from .tls import client_context, make_certificate, server_context, serving

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    return client_context(certificate)


class HangsUp(asyncio.Protocol):
    """Closes at once."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


class HangsUpOnData(asyncio.Protocol):
    """Closes at the first byte."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        self.transport.close()


class TalksPlainly(HangsUpOnData):
    """Answers in clear text."""

    @override
    def data_received(self, data: bytes) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")


async def stage_of(host: str, port: int, tls: ssl.SSLContext, limit: float = 5.0) -> Stage | None:
    """Dial in vain and return the stage that failed."""
    with pytest.raises(ConnectFailedError) as caught:
        await dial(host, port, tls, limit=limit)
    return caught.value.stage


@pytest.mark.cic("CIC-T-001")
async def test_it_connects_with_http2_over_tls(certificate: Path, tls: ssl.SSLContext) -> None:
    received: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    class Server(asyncio.Protocol):
        @override
        def data_received(self, data: bytes) -> None:
            if not received.done():
                received.set_result(data)

    async with serving(Server, server_context(certificate, "h2", "http/1.1")) as port:
        connection = await dial("localhost", port, tls, limit=5)
        assert (await received).startswith(b"PRI * HTTP/2.0")
        assert connection.error is None
        await connection.aclose()


async def test_a_name_that_does_not_exist(tls: ssl.SSLContext) -> None:
    with patch("socket.getaddrinfo", side_effect=socket.gaierror(-2, "not known")):
        assert await stage_of("cic.invalid", 443, tls) is Stage.DNS


async def test_a_name_that_is_none(tls: ssl.SSLContext) -> None:
    error = UnicodeError("label too long")  # what the idna codec says of 64 characters and more
    with patch("socket.getaddrinfo", side_effect=error):
        assert await stage_of("a" * 70 + ".test", 443, tls) is Stage.DNS


async def test_a_closed_port(tls: ssl.SSLContext) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert await stage_of("127.0.0.1", unused.getsockname()[1], tls) is Stage.TCP


async def test_the_systems_own_time_out(tls: ssl.SSLContext) -> None:
    loop = asyncio.get_running_loop()
    with patch.object(loop, "create_connection", side_effect=TimeoutError(110, "timed out")):
        assert await stage_of("127.0.0.1", 443, tls) is Stage.TCP


async def test_a_host_that_does_not_answer(tls: ssl.SSLContext) -> None:
    with patch.object(asyncio.get_running_loop(), "create_connection", _never):
        assert await stage_of("127.0.0.1", 443, tls, limit=0.01) is Stage.TCP


async def test_a_name_server_that_does_not_answer(tls: ssl.SSLContext) -> None:
    loop = asyncio.get_running_loop()
    error = socket.gaierror(-3, "try again")
    with (
        patch.object(loop, "create_connection", _never),
        patch.object(loop, "getaddrinfo", side_effect=error),
    ):
        assert await stage_of("cic.test", 443, tls, limit=0.01) is Stage.DNS


async def _never(*_args: object, **_kwargs: object) -> None:
    """Stay silent."""
    await asyncio.get_running_loop().create_future()


@pytest.mark.parametrize("server", [HangsUp, HangsUpOnData, TalksPlainly])
async def test_a_server_without_tls(server: type[asyncio.Protocol], tls: ssl.SSLContext) -> None:
    async with serving(server) as port:
        assert await stage_of("127.0.0.1", port, tls) is Stage.TLS


async def test_a_server_that_stays_silent_in_the_handshake(tls: ssl.SSLContext) -> None:
    async with serving(asyncio.Protocol) as port:
        assert await stage_of("127.0.0.1", port, tls, limit=0.1) is Stage.TLS


async def test_a_transport_that_is_gone_before_the_handshake(tls: ssl.SSLContext) -> None:
    async def gone(*_args: object, **_kwargs: object) -> None:
        return None

    async with serving(asyncio.Protocol) as port:
        with patch.object(asyncio.get_running_loop(), "start_tls", gone):
            assert await stage_of("127.0.0.1", port, tls) is Stage.TLS


async def test_a_certificate_nobody_trusts(certificate: Path) -> None:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2"])
    async with serving(asyncio.Protocol, server_context(certificate, "h2")) as port:
        with pytest.raises(CertificateRefusedError) as caught:
            await dial("localhost", port, context, limit=5)
    assert caught.value.stage is Stage.TLS
    assert "self-signed" in str(caught.value)


async def test_a_certificate_for_another_host(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "elsewhere.test")
    async with serving(asyncio.Protocol, server_context(certificate, "h2")) as port:
        with pytest.raises(CertificateRefusedError, match="localhost"):
            await dial("localhost", port, client_context(certificate), limit=5)


@pytest.mark.parametrize("offered", [("http/1.1",), ()])
@pytest.mark.cic("CIC-T-001")
async def test_a_server_that_speaks_http1_only(
    offered: tuple[str, ...], certificate: Path, tls: ssl.SSLContext
) -> None:
    async with serving(asyncio.Protocol, server_context(certificate, *offered)) as port:
        assert await stage_of("localhost", port, tls) is Stage.ALPN


async def test_a_server_that_refuses_for_want_of_a_common_protocol(tls: ssl.SSLContext) -> None:
    error = ssl.SSLError(1, "tlsv1 alert no application protocol")
    error.reason = "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"
    async with serving(asyncio.Protocol) as port:
        with patch.object(asyncio.get_running_loop(), "start_tls", side_effect=error):
            assert await stage_of("127.0.0.1", port, tls) is Stage.ALPN


async def test_a_cancelled_dial_leaves_no_socket(tls: ssl.SSLContext) -> None:
    lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    hello: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    class Server(asyncio.Protocol):
        @override
        def data_received(self, data: bytes) -> None:
            hello.set_result(None)

        @override
        def connection_lost(self, exc: Exception | None) -> None:
            lost.set_result(None)

    async with serving(Server) as port:
        task = asyncio.create_task(dial("127.0.0.1", port, tls, limit=5))
        await hello
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await lost
