"""A question that is spoken to Assist, as a microphone and a loudspeaker in the browser do it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
import time
from typing import Any, Final

from .api import ApiError, RestApi, Websocket
from .speech import Speech, microphone

RUN_LIMIT: Final = 30.0
"""Seconds in which Home Assistant gives up on a spoken question."""
_STEP: Final = 0.02
"""Seconds of audio that are sent at once."""
_MICROPHONE_LIMIT: Final = 12.0
"""Seconds after which nobody speaks any more, though CLOVA has not said that it heard enough."""


@dataclass(slots=True)
class SpokenAnswer:
    """What came of a spoken question."""

    heard: str = ""
    """What Home Assistant takes it for."""
    text: str = ""
    sound: bytes = b""
    """What Home Assistant has to play."""
    stopped: bool = False
    """CLOVA ended the listening."""
    milliseconds: float = 0.0
    """From the end of the listening to the first sound."""
    sounding: float = 0.0
    """Seconds from the first piece of sound to the end of it."""
    failure: str | None = None
    """Why there is no answer."""
    conversation_id: str | None = None
    """To go on with."""


async def speak(
    rest: RestApi, websocket: Websocket, speech: Speech, *, conversation_id: str | None = None
) -> SpokenAnswer:
    """Ask the default Assist pipeline; what goes wrong in it is in the answer."""
    return await _Run(rest, websocket, speech, conversation_id).result()


class _Run:
    """One run of the pipeline, from the microphone to the loudspeaker."""

    def __init__(
        self, rest: RestApi, websocket: Websocket, speech: Speech, conversation_id: str | None
    ) -> None:
        self._rest = rest
        self._websocket = websocket
        self._speech = speech
        self._answer = SpokenAnswer(conversation_id=conversation_id)
        self._talking: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None
        self._understood = 0.0
        self._sound_path = ""

    async def result(self) -> SpokenAnswer:
        try:
            await self._follow()
            if self._listening is not None:
                await self._listening
        except ApiError as err:
            self._answer.failure = str(err)
        finally:
            for task in (self._talking, self._listening):
                await _end(task)
        return self._answer

    async def _follow(self) -> None:
        """Do what each event asks for, until the run has ended."""
        async for event in self._websocket.events(
            "assist_pipeline/run",
            start_stage="stt",
            end_stage="tts",
            input={"sample_rate": self._speech.rate},
            timeout=RUN_LIMIT,
            conversation_id=self._answer.conversation_id,
        ):
            kind, data = event["type"], event["data"]
            match kind:
                case "run-start":
                    self._begin(data)
                case "stt-end":
                    await self._heard(data["stt_output"]["text"])
                case "intent-progress" if data.get("tts_start_streaming"):
                    self._listen()
                case "intent-end":
                    response = data["intent_output"]["response"]
                    self._answer.text = response["speech"]["plain"]["speech"]
                    if response["response_type"] == "error":
                        self._answer.failure = self._answer.text
                case "tts-end":
                    self._listen()
                case "error":
                    self._answer.failure = data["message"]
                case "run-end":
                    return

    def _begin(self, data: dict[str, Any]) -> None:
        self._answer.conversation_id = data["conversation_id"]
        self._sound_path = data["tts_output"]["url"]
        handler: int = data["runner_data"]["stt_binary_handler_id"]
        self._talking = asyncio.create_task(self._talk(bytes([handler])))

    async def _talk(self, handler: bytes) -> None:
        """Send what the microphone hears, as it hears it; an empty piece says that it is over."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        pieces = microphone(self._speech, seconds=_MICROPHONE_LIMIT, step=_STEP)
        for number, piece in enumerate(pieces, 1):
            await asyncio.sleep(began + number * _STEP - loop.time())
            await self._websocket.send_bytes(handler + piece)
        await self._websocket.send_bytes(handler)

    async def _heard(self, text: str) -> None:
        self._understood = time.perf_counter()
        self._answer.heard = text
        self._answer.stopped = self._talking is not None and not self._talking.done()
        await _end(self._talking)

    def _listen(self) -> None:
        if self._listening is None:
            self._listening = asyncio.create_task(self._play())

    async def _play(self) -> None:
        began = time.perf_counter()
        async for piece in self._rest.pieces(self._sound_path):
            if not self._answer.sound:
                began = time.perf_counter()
                self._answer.milliseconds = (began - self._understood) * 1000
            self._answer.sound += piece
        self._answer.sounding = time.perf_counter() - began


async def _end(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError, ApiError):
            await task
