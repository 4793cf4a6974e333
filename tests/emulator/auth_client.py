"""A client of the authorization API for the tests, over real TLS; and a clock to turn."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json
import socket
import ssl
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from emulator import Emulator

from .client import Client

DEVICE = "3f0c2c5e-7a51-4a3c-9d1e-0b8f6f1d2a90"
OTHER_DEVICE = "00:1b:44:11:3a:b7"


@dataclass
class Clock:
    """The present, as the emulator sees it."""

    now: datetime = datetime(2026, 11, 20, 15, 5, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class ConnectionLost(Exception):  # noqa: N818 - it is what happened
    """The server hung up instead of answering."""


@dataclass
class Answer:
    """A response of the authorization API."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> dict[str, Any]:
        assert self.headers["Content-Type"].startswith("application/json")
        body = json.loads(self.text)
        assert isinstance(body, dict)
        return body


def query_of(parameters: Mapping[str, str | None]) -> str:
    """Each value percent-encoded once; those that are None are left out."""
    return "&".join(
        f"{name}={quote(value, safe='')}" for name, value in parameters.items() if value is not None
    )


@dataclass
class AuthClient:
    """Asks as a well-behaved client does; keywords change parameters, None leaves one out."""

    emulator: Emulator
    clock: Clock
    session: aiohttp.ClientSession = field(repr=False)

    async def request(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        data: Any = None,
    ) -> Answer:
        """Exactly this request."""
        address = self.emulator.auth_url + path + (f"?{query}" if query else "")
        async with self.session.request(
            method, URL(address, encoded=True), headers=headers, data=data, allow_redirects=False
        ) as response:
            return Answer(response.status, dict(response.headers), await response.text())

    async def authorize(self, account: str | None = "naver-demo", **changes: str | None) -> Answer:
        parameters = {
            "client_id": "demo-client",
            "device_id": DEVICE,
            "model_id": "bot-2",
            "response_type": "code",
            "state": "s-1",
        }
        headers = {} if account is None else {"Authorization": f"Bearer {account}"}
        query = query_of({**parameters, **changes})
        return await self.request("GET", "/authorize", query, headers=headers)

    async def token(self, grant_type: str | None, **parameters: str | None) -> Answer:
        query = query_of({"grant_type": grant_type, **self.token_parameters(**parameters)})
        return await self.request("GET", "/token", query)

    @staticmethod
    def token_parameters(**changes: str | None) -> dict[str, str | None]:
        return {
            "client_id": "demo-client",
            "client_secret": "demo-secret",
            "device_id": DEVICE,
            "model_id": "bot-2",
            **changes,
        }

    async def issue(self, code: str | None, **changes: str | None) -> Answer:
        return await self.token("authorization_code", code=code, **changes)

    async def refresh(self, token: str | None, **changes: str | None) -> Answer:
        return await self.token("refresh_token", refresh_token=token, **changes)

    async def delete(self, token: str | None, **changes: str | None) -> Answer:
        return await self.token("delete", access_token=token, **changes)

    async def code(self, account: str | None = "naver-demo", **changes: str | None) -> str:
        code = (await self.authorize(account, **changes)).body["code"]
        assert isinstance(code, str)
        return code

    async def sign_in(self, device_id: str = DEVICE) -> dict[str, Any]:
        """A whole sign-in: the tokenResult."""
        answer = await self.issue(await self.code(device_id=device_id), device_id=device_id)
        assert answer.status == 200
        return answer.body

    @asynccontextmanager
    async def at_cic(self, access_token: str) -> AsyncIterator[Client]:
        """A connection to CIC with this token."""
        context = ssl.create_default_context(cafile=str(self.emulator.ca_file))
        context.set_alpn_protocols(["h2"])
        client = Client(access_token)
        try:
            await client.connect(self.emulator.port, context)
            yield client
        finally:
            await client.close()

    async def at_the_door(self, access_token: str) -> int:
        """The status with which CIC answers a ping with this token."""
        async with self.at_cic(access_token) as client:
            return (await client.get("/ping")).status


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a GET again whose answer did not come."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise ConnectionLost from error


@asynccontextmanager
async def auth_client_of(emulator: Emulator, clock: Clock) -> AsyncIterator[AuthClient]:
    """A client that trusts this emulator alone."""
    context = ssl.create_default_context(cafile=str(emulator.ca_file))
    connector = aiohttp.TCPConnector(ssl=context, family=socket.AF_INET)
    async with aiohttp.ClientSession(connector=connector, middlewares=(_once,)) as session:
        yield AuthClient(emulator, clock, session)
