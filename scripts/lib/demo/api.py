"""Home Assistant's REST and websocket API, as far as the demo needs them."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from .errors import DemoError


class ApiError(DemoError):
    """Home Assistant refused a request."""


class RestApi:
    """Requests over HTTP."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str | None = None) -> None:
        """Talk to the Home Assistant at `url`, with an access token from when there is one."""
        self._session = session
        self.url = url
        self.token = token

    async def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        return await self._request("GET", path)

    async def pieces(self, path: str) -> AsyncGenerator[bytes]:
        """Yield what is at a path as it comes; the path is its own key, as that of speech is."""
        async with self._session.get(self.url + path) as response:
            if not response.ok:
                raise ApiError(f"Home Assistant answered with status {response.status}")
            async for piece in response.content.iter_any():
                yield piece

    async def post(self, path: str, data: Mapping[str, Any]) -> Any:
        """Send JSON, return JSON."""
        return await self._request("POST", path, json=data)

    async def post_form(self, path: str, data: Mapping[str, str]) -> Any:
        """Send a form, return JSON."""
        return await self._request("POST", path, data=data)

    async def delete(self, path: str) -> Any:
        """Have something removed, return JSON."""
        return await self._request("DELETE", path)

    async def _request(self, method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self._session.request(
            method, self.url + path, headers=headers, **body
        ) as response:
            if not response.ok:
                raise ApiError(f"Home Assistant answered {path} with status {response.status}")
            return await response.json()


class Websocket:
    """A conversation over the websocket; one command at a time."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last_id = 0

    @classmethod
    @asynccontextmanager
    async def connect(cls, rest: RestApi, session: aiohttp.ClientSession) -> AsyncGenerator[Self]:
        """Open the websocket and sign in with the token; raises ApiError if it is refused."""
        async with session.ws_connect(f"{rest.url}/api/websocket", max_msg_size=0) as socket:
            await socket.receive_json()  # auth_required
            await socket.send_json({"type": "auth", "access_token": rest.token})
            answer = await socket.receive_json()
            if answer["type"] != "auth_ok":
                raise ApiError("Home Assistant does not take the demo's token")
            yield cls(socket)

    async def command(self, kind: str, **fields: Any) -> Any:
        """Return the result of one command; raises ApiError."""
        number = await self._send(kind, fields)
        while True:
            message = await self._receive()
            if message.get("id") == number and message["type"] == "result":
                return _result(kind, message)

    async def events(self, kind: str, **fields: Any) -> AsyncGenerator[dict[str, Any]]:
        """Yield the events that a command brings, for ever; raises ApiError."""
        number = await self._send(kind, fields)
        while True:
            message = await self._receive()
            if message.get("id") != number:
                continue
            if message["type"] == "event":
                yield message["event"]
            else:
                _result(kind, message)

    async def send_bytes(self, data: bytes) -> None:
        """Send a binary message, which belongs to a command that runs."""
        await self._socket.send_bytes(data)

    async def _send(self, kind: str, fields: Mapping[str, Any]) -> int:
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "type": kind, **fields})
        return self._last_id

    async def _receive(self) -> dict[str, Any]:
        try:
            message: dict[str, Any] = await self._socket.receive_json()
        except TypeError:  # what aiohttp raises for a close frame
            raise ApiError("Home Assistant has closed the connection") from None
        return message


def _result(kind: str, message: Mapping[str, Any]) -> Any:
    if not message["success"]:
        raise ApiError(f"Home Assistant refused {kind}: {message['error']['message']}")
    return message["result"]
