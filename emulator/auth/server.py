"""The authorization API's server: HTTPS/1.1, paths, and carrying out what goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
import logging
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler
import orjson

from ..findings import Finding
from ..http2.certificates import CertificateFiles, server_context
from ..listening import name_in_url
from ..messages import Json
from .checks import Ask
from .desk import AuthDesk
from .faults import AuthFault, AuthFaultKind
from .operations import AUTHORIZE, GRANT_TYPES, TERMS, TOKEN, Operation
from .query import Parameters
from .terms import Terms

_LOGGER = logging.getLogger(__name__)
CLOSING_LIMIT: Final = 1.0
"""Seconds for an orderly end of a TLS connection."""
HANDSHAKE_LIMIT: Final = 10.0
MAX_BODY: Final = 64 * 1024
"""Bytes of a form."""
_PAGE: Final = (
    "<!DOCTYPE html><title>Sign in to this network</title><p>Sign in to this network.</p>"
)
_INSTEAD: Final = (AuthFaultKind.DROP, AuthFaultKind.HANG, AuthFaultKind.HTML, AuthFaultKind.STATUS)
"""What takes the place of an answer, the strongest first."""

type Faults = dict[AuthFaultKind, AuthFault]


class AuthServer:
    """Serves one AuthDesk."""

    def __init__(self, desk: AuthDesk) -> None:
        self._desk = desk
        self._terms = Terms(desk)
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    async def start(self, files: CertificateFiles, host: str, port: int) -> None:
        """Listen; raises OSError if the port cannot be had."""
        loop = asyncio.get_running_loop()
        context = await loop.run_in_executor(None, server_context, files, "http/1.1")
        app = web.Application(client_max_size=MAX_BODY, middlewares=[_errors])
        app.on_response_prepare.append(self._tell_time)
        app.router.add_route("*", AUTHORIZE, self._authorize)
        app.router.add_route("*", TOKEN, self._token)
        app.add_routes([web.get(TERMS, self._show), web.post(TERMS, self._submit)])
        # Whoever hangs up waits for nothing any longer.
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=CLOSING_LIMIT, handler_cancellation=True
        )
        await self._runner.setup()
        assert self._runner.server is not None
        self._server = await loop.create_server(
            self._runner.server,
            host,
            port,
            ssl=context,
            ssl_handshake_timeout=HANDSHAKE_LIMIT,
            ssl_shutdown_timeout=CLOSING_LIMIT,
        )
        port = self._server.sockets[0].getsockname()[1]
        self._desk.url = f"https://{name_in_url(host)}:{port}"

    async def stop(self) -> None:
        """End the listener and its connections."""
        self._desk.faults.clear()
        if self._server is not None:
            self._server.close()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()
        if self._server is not None:
            server, self._server = self._server, None
            server.abort_clients()
            await server.wait_closed()

    # Paths.

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        if request.method != "GET":
            self._desk.note([Finding("CIC-A-002", f"{request.method} {AUTHORIZE}")], "authorize")
            raise web.HTTPMethodNotAllowed(request.method, ["GET"])
        return await self._api(request, Operation.AUTHORIZE, _parameters(request))

    async def _token(self, request: web.Request) -> web.StreamResponse:
        """GET, or POST with a form as the guide's samples have it (auth.md §1)."""
        if request.method not in {"GET", "POST"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "POST"])
        form = await request.text() if request.method == "POST" else ""
        parameters = _parameters(request, form)
        operation = GRANT_TYPES.get(parameters.get("grant_type"))
        if operation is None:
            text = "grant_type is none of: " + ", ".join(GRANT_TYPES)
            self._desk.note([Finding("CIC-A-020", text)], "token")
            return _json(400, {"error": text})
        return await self._api(request, operation, parameters)

    async def _api(
        self, request: web.Request, operation: Operation, parameters: Parameters
    ) -> web.StreamResponse:
        ask = Ask(
            operation,
            parameters,
            tuple(request.headers.getall("Authorization", ())),
            f"https://{request.host}",
        )

        async def answer(faults: Faults) -> web.Response:
            status, body = self._desk.answer(ask)
            if change := faults.get(AuthFaultKind.CHANGE):
                changed = body | dict(change.fields or {})
                body = {name: value for name, value in changed.items() if value is not None}
            return _json(status, {"value": body} if AuthFaultKind.WRAP in faults else body)

        return await self._under_faults(request, operation, answer)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        return self._terms.show(request)

    async def _submit(self, request: web.Request) -> web.StreamResponse:
        async def answer(faults: Faults) -> web.Response:
            fault = faults.get(AuthFaultKind.TERMS_ERROR)
            return await self._terms.submit(request, None if fault is None else fault.error)

        return await self._under_faults(request, Operation.TERMS, answer)

    async def _tell_time(self, _: web.Request, response: web.StreamResponse) -> None:
        """The Date of every answer is by the emulator's clock."""
        now = self._desk.config.clock().astimezone(UTC)
        response.headers["Date"] = format_datetime(now, usegmt=True)

    # What goes wrong.

    async def _under_faults(
        self,
        request: web.Request,
        operation: Operation,
        answer: Callable[[Faults], Awaitable[web.Response]],
    ) -> web.StreamResponse:
        """The answer, or what was ordered instead of it."""
        status: int | None = None
        try:
            faults = self._desk.take_faults(operation)
            if late := faults.get(AuthFaultKind.LATENCY):
                await asyncio.sleep(late.seconds)
            response = None
            instead = next((faults[kind] for kind in _INSTEAD if kind in faults), None)
            if instead is not None:
                lost = await answer(faults) if instead.after else None
                response = await self._instead(request, instead) or lost
            response = response or await answer(faults)
            if instead is None or instead.kind is not AuthFaultKind.DROP:
                status = response.status
            return response
        finally:
            self._desk.answered(operation, status)

    async def _instead(self, request: web.Request, fault: AuthFault) -> web.Response | None:
        """What takes the place of the answer; None: it comes, after a long time."""
        if fault.kind is AuthFaultKind.STATUS:
            return _json(fault.status or 500, {"error": "ordered fault"})
        if fault.kind is AuthFaultKind.HTML:
            return web.Response(status=fault.status or 200, text=_PAGE, content_type="text/html")
        if fault.kind is AuthFaultKind.HANG:
            await self._desk.faults.lifted()
            return None
        if request.transport is not None:
            request.transport.abort()
        return web.Response()  # nobody gets it


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """JSON for refusals that are not the desk's; 500 when it fails (CIC-A-038)."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return _json(error.status, {"error": error.reason})
    except Exception:
        _LOGGER.exception("auth: internal error")
        return _json(500, {"error": "internal error"})


def _parameters(request: web.Request, form: str = "") -> Parameters:
    return Parameters.of(request.raw_path.partition("?")[2], form)


def _json(status: int, body: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
