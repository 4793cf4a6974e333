"""Requests to the authorization API: bounded, sent once, and mute about their addresses."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path
import time

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest

from custom_components.clova_cic.account import auth_http
from custom_components.clova_cic.account.auth_http import (
    MAX_BODY,
    AuthHttp,
    PlainHttpError,
    normalise_auth_url,
)
from custom_components.clova_cic.cic import AuthUnavailableError, UsageError
from emulator import Emulator
from tests.cic.tls import make_certificate, server_context
from tests.ha import free_port, resolve_names, trust

SECRET = "s3cret%2Bvalue"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """Run a plain HTTP server on loopback; yields its address."""
    app = web.Application()
    app.router.add_get("/{path:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
def transport(
    hass: HomeAssistant, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AuthHttp:
    """What is tested."""
    resolve_names(monkeypatch)
    return AuthHttp(hass, verify=True)


async def refused(transport: AuthHttp, url: str) -> AuthUnavailableError:
    """Do a request that fails, and return its error, which tells nothing of the request."""
    with pytest.raises(AuthUnavailableError) as caught:
        await transport.get(f"{url}/token?client_secret={SECRET}", {})
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert SECRET not in str(error)
    return error


@pytest.mark.cic("CIC-A-039")
async def test_the_address_is_sent_as_it_is(transport: AuthHttp) -> None:
    seen: list[tuple[str, str | None]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.raw_path, request.headers.get("Authorization")))
        return web.Response(text='{"a":1}')

    async with serving(answer) as url:
        path = "/token?secret=a%2Bb%3D%7E%2525&x=%ED%95%9C"
        got = await transport.get(f"{url}{path}", {"Authorization": "Bearer t"})
    assert got == (200, b'{"a":1}')
    assert seen == [(path, "Bearer t")]


async def test_a_redirect_is_not_followed_and_no_cookie_kept(transport: AuthHttp) -> None:
    cookies: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        cookies.append(request.headers.get("Cookie"))
        headers = {"Location": "/elsewhere", "Set-Cookie": "account=1"}
        return web.Response(status=302, headers=headers)

    async with serving(answer) as url:
        assert await transport.get(f"{url}/authorize", {}) == (302, b"")
        assert await transport.get(f"{url}/authorize", {}) == (302, b"")
    assert cookies == [None, None]
    assert transport.status == 302


@pytest.mark.parametrize("size", [MAX_BODY, MAX_BODY + 1])
async def test_a_long_answer_is_cut_off(transport: AuthHttp, size: int) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"x" * size)

    async with serving(answer) as url:
        if size == MAX_BODY:
            assert await transport.get(url, {}) == (200, b"x" * size)
        else:
            error = await refused(transport, url)
            assert "too long" in str(error)


async def test_a_server_that_hangs_is_given_up(
    transport: AuthHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth_http, "LIMIT", 0.1)
    over = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await over.wait()
        return response

    async with serving(answer) as url:
        error = await refused(transport, url)
        over.set()
    assert "too long" in str(error)


async def test_nobody_listens(transport: AuthHttp) -> None:
    await refused(transport, f"http://127.0.0.1:{free_port()}")
    assert transport.status is None


async def test_a_request_whose_connection_breaks_is_not_sent_again(transport: AuthHttp) -> None:
    requests = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal requests
        requests += 1
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with serving(answer) as url:
        await refused(transport, url)
    # The server may have used a refresh token up with the first one.
    assert requests == 1


async def test_an_answer_that_breaks_off_is_none(transport: AuthHttp) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"{")
        assert request.transport is not None
        request.transport.close()
        return response

    async with serving(answer) as url:
        error = await refused(transport, url)
    assert "broke off" in str(error)


async def test_what_is_no_http_is_no_answer(transport: AuthHttp) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example ESMTP\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        await refused(transport, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")


@pytest.mark.parametrize(
    ("seconds", "wrong"), [(0, False), (-3600, True), (3600, True), (200, False)]
)
async def test_the_clocks_are_compared(transport: AuthHttp, seconds: int, wrong: bool) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": formatdate(time.time() + seconds, usegmt=True)})

    assert not transport.clock_is_wrong
    async with serving(answer) as url:
        await transport.get(url, {})
    assert transport.clock_is_wrong is wrong
    assert transport.clock_skew == pytest.approx(-seconds, abs=30)


async def test_a_date_that_is_none_tells_nothing(transport: AuthHttp) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": "yesterday"})

    async with serving(answer) as url:
        await transport.get(url, {})
    assert transport.clock_skew is None


async def test_a_certificate_has_to_be_trusted(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch, transport: AuthHttp
) -> None:
    hass.loop.set_debug(False)  # else the emulator's half of the handshake counts as a failure
    await refused(transport, emulator.auth_url)
    assert transport.certificate_refused
    assert not transport.clock_is_wrong
    unverified = AuthHttp(hass, verify=False)
    assert (await unverified.get(f"{emulator.auth_url}/nothing", {}))[0] == 404
    trust(emulator, monkeypatch)
    assert (await AuthHttp(hass, verify=True).get(f"{emulator.auth_url}/nothing", {}))[0] == 404


@pytest.mark.parametrize("shift", [timedelta(days=30), timedelta(days=-30)])
async def test_a_certificate_out_of_its_time_is_told_as_such(
    hass: HomeAssistant,
    transport: AuthHttp,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    shift: timedelta,
) -> None:
    hass.loop.set_debug(False)
    shown = make_certificate(tmp_path, shift=shift)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shown))
    server = await asyncio.start_server(
        lambda *_: None, "127.0.0.1", 0, ssl=server_context(shown, "http/1.1")
    )
    async with server:
        port = server.sockets[0].getsockname()[1]
        await refused(transport, f"https://localhost:{port}")
    assert transport.certificate_untimely
    assert transport.clock_is_wrong


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("auth.clova.ai", "https://auth.clova.ai"),
        (" https://auth.clova.ai/ ", "https://auth.clova.ai"),
        ("https://auth.example:443", "https://auth.example"),
        ("auth.example:8444", "https://auth.example:8444"),
        ("http://localhost:8444/", "http://localhost:8444"),
        ("HTTP://LocalHost", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("http://[::1]:8444", "http://[::1]:8444"),
        ("http://ha.localhost", "http://ha.localhost"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_an_address_is_brought_into_form(typed: str, url: str) -> None:
    assert normalise_auth_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    ["http://auth.example", "http://192.168.1.9", "http://localhost.example", "http://127.0.0.1.x"],
)
def test_http_to_another_machine_is_refused(typed: str) -> None:
    with pytest.raises(PlainHttpError):
        normalise_auth_url(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "http://", "http://https://x", "auth.example/token", "ftp://x", "http://u@localhost"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        normalise_auth_url(typed)
