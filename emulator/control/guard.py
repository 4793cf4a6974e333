"""Who may use the control API: whoever asks for a loopback name and shows the token."""

import hmac
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})


def refusal(status: int, sentence: str) -> web.Response:
    """An error as `{"error": "a sentence"}`."""
    return web.json_response({"error": sentence}, status=status)


def guard(token: str) -> Middleware:
    """A middleware that lets nobody else in.

    The Host header must name this machine: a page in a browser that made its own name resolve to
    127.0.0.1 (DNS rebinding) cannot get past it. `GET /` needs no token, as it tells no secrets.
    """
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        name, _, port = host.rpartition(":")
        if not port.isdecimal():
            name = host
        if name.lower() not in LOOPBACK_NAMES:
            return refusal(403, "The Host header must be localhost or 127.0.0.1.")
        if request.path != "/":
            given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(given, expected):
                return refusal(401, "Send the control token as `Authorization: Bearer <token>`.")
        return await handler(request)

    return middleware
