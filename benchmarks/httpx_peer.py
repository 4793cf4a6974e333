"""The peer of ring 1: what one would write with httpx and aiohttp's multipart reader."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
import ssl
from typing import Any, Self
from uuid import uuid4

from aiohttp import BodyPartReader, MultipartReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import StreamReader
import httpx
from multidict import CIMultiDict
import orjson

_READ_LIMIT = 2**16  # aiohttp's default


class HttpxDevice:
    """A CIC device on httpx: one HTTP/2 connection with its downchannel open on it."""

    def __init__(self, base_url: str, tls: ssl.SSLContext, token: str, user_agent: str) -> None:
        """Prepare; `async with` connects."""
        self._stack = AsyncExitStack()
        self._client = httpx.AsyncClient(
            base_url=base_url,
            http1=False,
            http2=True,
            verify=tls,
            headers={"authorization": f"Bearer {token}", "user-agent": user_agent},
            timeout=httpx.Timeout(10, read=None),
        )

    async def __aenter__(self) -> Self:
        """Open the downchannel and wait for Hello."""
        await self._stack.enter_async_context(self._client)
        channel = await self._stack.enter_async_context(
            self._client.stream("GET", "/v1/directives")
        )
        channel.raise_for_status()
        self._channel = channel.aiter_raw()
        while b"Hello" not in await anext(self._channel):
            pass
        return self

    async def __aexit__(self, *_exc: object) -> None:
        """Close."""
        await self._stack.aclose()

    async def ask(self, text: str) -> list[dict[str, Any]]:
        """Send one TextRecognizer.Recognize; return the directives that answer it."""
        body, headers = _request(text)
        response = await self._client.post("/v1/events", content=body, headers=headers)
        response.raise_for_status()
        return await _directives(response)

    async def stream(self, text: str) -> AsyncGenerator[bytes]:
        """Send the same; yield the bytes of the answer as they come, without taking them apart."""
        body, headers = _request(text)
        async with self._client.stream(
            "POST", "/v1/events", content=body, headers=headers
        ) as response:
            response.raise_for_status()
            async for chunk in response.aiter_raw():
                yield chunk


def _request(text: str) -> tuple[bytes, dict[str, str]]:
    """Build body and headers of a request."""
    boundary = uuid4().hex
    header = {
        "namespace": "TextRecognizer",
        "name": "Recognize",
        "messageId": str(uuid4()),
        "dialogRequestId": str(uuid4()),
    }
    event = {"context": [], "event": {"header": header, "payload": {"text": text}}}
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="metadata"\r\n'
        "Content-Type: application/json; charset=UTF-8\r\n\r\n"
    ).encode() + orjson.dumps(event)
    return (
        body + f"\r\n--{boundary}--\r\n".encode(),
        {"content-type": f"multipart/form-data; boundary={boundary}"},
    )


async def _directives(response: httpx.Response) -> list[dict[str, Any]]:
    """Parse a whole answer with aiohttp's reader."""
    stream = StreamReader(
        BaseProtocol(asyncio.get_running_loop()), _READ_LIMIT, loop=asyncio.get_running_loop()
    )
    stream.feed_data(response.content)
    stream.feed_eof()
    content_type = response.headers["content-type"].rstrip(";")
    directives = []
    reader = MultipartReader(CIMultiDict({"content-type": content_type}), stream)
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            continue
        body = bytes(await part.read())
        if "json" in part.headers.get("content-type", ""):
            directives.append(orjson.loads(body)["directive"])
    return directives
