"""Speech for the tests: audio by the sample, and requests that grow."""

import json
import math
import struct
from typing import Any

from .client import (
    AUDIO_HEADERS,
    METADATA_HEADERS,
    Client,
    Response,
    event,
    event_body,
    multipart,
    new_id,
)

RATE = 16_000
BYTES_PER_SECOND = 2 * RATE
SLICE = 6400
"""Bytes of 200 ms."""


def tone(seconds: float, level: int = 8000) -> bytes:
    count = round(seconds * RATE)
    samples = (round(level * math.sin(index * 2 * math.pi * 440 / RATE)) for index in range(count))
    return struct.pack(f"<{count}h", *samples)


def silence(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * 2)


def speech(lang: str = "en", **payload: Any) -> dict[str, Any]:
    """A Recognize event of its own dialogue."""
    return event("SpeechRecognizer.Recognize", {"lang": lang, **payload}, dialogRequestId=new_id())


async def pour(response: Response, data: bytes, *, end: bool = False) -> None:
    """Send more of a request, as the server gives room for it."""
    h2, stream = response.client.h2, response.stream_id
    while data:
        size = min(h2.local_flow_control_window(stream), h2.max_outbound_frame_size, len(data))
        if size:
            h2.send_data(stream, data[:size], end_stream=end and size == len(data))
            response.client.flush()
            data = data[size:]
        else:
            await response.client.until(lambda: h2.local_flow_control_window(stream))


class Speaker:
    """One request whose audio is sent piece by piece, in one part or each in its own."""

    def __init__(self, client: Client, message: dict[str, Any], *, many: bool = False) -> None:
        self.many = many
        self.dialogue_id = message["event"]["header"].get("dialogRequestId")
        self._audio_head = "".join(f"{line}\r\n" for line in AUDIO_HEADERS).encode() + b"\r\n"
        head = multipart((METADATA_HEADERS, json.dumps(message).encode()), end=b"\r\n")
        self.response = client.post(head if many else head + self._audio_head, end=False)

    async def say(self, audio: bytes) -> None:
        for at in range(0, len(audio), SLICE):
            piece = audio[at : at + SLICE]
            await pour(
                self.response,
                self._audio_head + piece + b"\r\n--q7\r\n" if self.many else piece,
            )

    async def end(self) -> Response:
        tail = b"\r\n--q7--\r\n"
        await pour(self.response, self._audio_head + tail if self.many else tail, end=True)
        return await self.response.finished()


async def send(client: Client, message: dict[str, Any], audio: bytes | None = None) -> Response:
    """An event with audio, an utterance if there is no other; its response."""
    response = client.post(b"", end=False)
    await pour(response, event_body(message, UTTERANCE if audio is None else audio), end=True)
    return await response.finished()


UTTERANCE = tone(0.8) + silence(0.7)
