"""Somebody who speaks to a pipeline and hears its answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import aiohttp

from .child import Child, child
from .home import LANGUAGE, Home
from .sound import SAMPLE_BYTES, SAMPLE_RATE, speech

CHUNK_SECONDS: Final = 0.02
_LIMIT: Final = 30.0
_SPEECH: Final = speech(0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One turn, by the system's monotonic clock."""

    said_at: float
    """The last byte of speech was sent."""
    heard_at: float
    """The first byte of the answer could be read."""
    size: int
    """Bytes of the answer that were read."""
    sha256: str
    """Of these, hexadecimal."""
    text: str | None
    """The words of the answer; None: nobody waited for them."""

    @property
    def milliseconds(self) -> float:
        """How long one waits."""
        return (self.heard_at - self.said_at) * 1000


class Satellite:
    """A connection to Home Assistant's websocket, used for one turn after the other."""

    def __init__(self, listener: Child, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._listener = listener
        self._socket = socket
        self._last_id = 0

    @classmethod
    @asynccontextmanager
    async def connected(cls, home: Home) -> AsyncIterator[Satellite]:
        """Sign in."""
        async with (
            child("benchmarks.listener", home.rest.url) as listener,
            home.session.ws_connect(f"{home.rest.url}/api/websocket", max_msg_size=0) as socket,
        ):
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": home.rest.token})
            answer = await socket.receive_json()
            if answer["type"] != "auth_ok":
                raise RuntimeError("Home Assistant does not take the token")
            yield cls(listener, socket)

    async def turn(
        self, pipeline: str, output: Mapping[str, Any], *, to_the_end: bool = True
    ) -> Heard:
        """Speak and listen; or leave as soon as there is something to hear.

        Raises RuntimeError if the pipeline fails.
        """
        async with asyncio.timeout(_LIMIT):
            await self._send(
                "bench_satellite/run", pipeline=pipeline, language=LANGUAGE, output=output
            )
            number = (await self._event("microphone"))["number"]
            url = (await self._event("run-start"))["tts_output"]["url"]
            text = None
            async with asyncio.TaskGroup() as tasks:
                speaking = tasks.create_task(self._speak(number))
                hearing = tasks.create_task(
                    self._listener.order("hear", path=url, to_the_end=to_the_end)
                )
                if to_the_end:
                    answer = (await self._event("intent-end"))["intent_output"]["response"]
                    text = answer["speech"]["plain"]["speech"]
                    await self._event("run-end")
            if not to_the_end:
                await self._leave()
            return Heard(said_at=speaking.result(), text=text, **hearing.result())

    async def _leave(self) -> None:
        """Cancel the run, as somebody does who says something else."""
        run = self._last_id
        await self._send("unsubscribe_events", subscription=run)
        while (await self._socket.receive_json()).get("id") != self._last_id:
            pass

    async def _send(self, kind: str, **fields: Any) -> None:
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "type": kind, **fields})

    async def _speak(self, number: int) -> float:
        """Send speech as fast as it is spoken; returns when its last byte was sent."""
        size = int(CHUNK_SECONDS * SAMPLE_RATE) * SAMPLE_BYTES
        began = monotonic()
        for start in range(0, len(_SPEECH), size):
            due = began + start / (SAMPLE_RATE * SAMPLE_BYTES)
            await asyncio.sleep(max(0.0, due - monotonic()))
            await self._socket.send_bytes(bytes([number]) + _SPEECH[start : start + size])
        said_at = monotonic()
        await self._socket.send_bytes(bytes([number]))
        return said_at

    async def _event(self, kind: str) -> dict[str, Any]:
        """Wait for an event of the pipeline and return what it tells."""
        while True:
            message = await self._socket.receive_json()
            if message.get("id") != self._last_id:
                continue
            if message["type"] == "result" and not message["success"]:
                raise RuntimeError(f"refused: {message['error']['message']}")
            if message["type"] != "event":
                continue
            event = message["event"]
            if event["type"] == "error":
                raise RuntimeError(f"the pipeline failed: {event['data']['message']}")
            if event["type"] == kind:
                data: dict[str, Any] = event["data"] or {}
                return data
