"""The peer of the voice turn: an ear, a mind and a voice that answer at once.

usage: python -m benchmarks.wyoming_peer SECONDS     how long answers sound

They are served by Wyoming's own library, as the servers that people use are.
"""

from abc import abstractmethod
import asyncio
from collections.abc import Iterable
from itertools import count
import sys
from typing import Final, override

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event, Eventable
from wyoming.handle import Handled
from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    Describe,
    HandleModel,
    HandleProgram,
    Info,
    TtsProgram,
    TtsVoice,
)
from wyoming.server import AsyncEventHandler, AsyncTcpServer
from wyoming.tts import SynthesizeChunk, SynthesizeStop, SynthesizeStopped

from scripts.lib.demo.ports import claim

from .child import obey
from .sound import SAMPLE_BYTES, SAMPLE_RATE

HOST: Final = "127.0.0.1"
LANGUAGE: Final = "en"
_NUMBERS: Final = count(1)  # fresh words each time, or Home Assistant would remember the sound

_ATTRIBUTION: Final = Attribution(name="bench", url="")


def _about(name: str) -> dict[str, object]:
    """Return what every program and model tells about itself."""
    return {
        "name": name,
        "attribution": _ATTRIBUTION,
        "installed": True,
        "description": name,
        "version": None,
    }


class _Handler(AsyncEventHandler):
    """One connection."""

    info: Info

    @override
    async def handle_event(self, event: Event) -> bool:
        """Answer; go on until the client leaves."""
        answers = [self.info] if Describe.is_type(event.type) else self.answers(event)
        for answer in answers:
            await self.write_event(answer.event())
        return True

    @abstractmethod
    def answers(self, event: Event) -> Iterable[Eventable]:
        """Return what an event is answered with."""


class Ear(_Handler):
    """Understands at the end of the audio, without any delay."""

    info = Info(
        asr=[
            AsrProgram(
                **_about("bench ear"),  # type: ignore[arg-type]
                models=[AsrModel(**_about("bench ear"), languages=[LANGUAGE])],  # type: ignore[arg-type]
                requires_external_vad=False,
            )
        ]
    )

    @override
    def answers(self, event: Event) -> Iterable[Eventable]:
        if AudioStop.is_type(event.type):
            yield Transcript(text=f"This is what was said, number {next(_NUMBERS)}.")


class Mind(_Handler):
    """Knows an answer to everything."""

    info = Info(
        handle=[
            HandleProgram(
                **_about("bench mind"),  # type: ignore[arg-type]
                models=[HandleModel(**_about("bench mind"), languages=[LANGUAGE])],  # type: ignore[arg-type]
            )
        ]
    )

    @override
    def answers(self, event: Event) -> Iterable[Eventable]:
        if Transcript.is_type(event.type):
            yield Handled(text=f"This is the answer, number {next(_NUMBERS)}.")


class Voice(_Handler):
    """Speaks as soon as it has words, as a voice does that takes them one by one."""

    info = Info(
        tts=[
            TtsProgram(
                **_about("bench voice"),  # type: ignore[arg-type]
                voices=[TtsVoice(**_about("bench voice"), languages=[LANGUAGE])],  # type: ignore[arg-type]
                supports_synthesize_streaming=True,
            )
        ]
    )
    sound = b""

    @override
    def answers(self, event: Event) -> Iterable[Eventable]:
        how = {"rate": SAMPLE_RATE, "width": SAMPLE_BYTES, "channels": 1}
        if SynthesizeChunk.is_type(event.type):
            yield AudioStart(**how)
            yield AudioChunk(**how, audio=self.sound)
        elif SynthesizeStop.is_type(event.type):
            yield AudioStop()
            yield SynthesizeStopped()


async def main(seconds: float) -> None:
    """Serve."""
    Voice.sound = bytes(int(seconds * SAMPLE_RATE) * SAMPLE_BYTES)
    ports = {}
    for name, handler in (("ear", Ear), ("mind", Mind), ("voice", Voice)):
        ports[name] = claim(HOST, 0, name)
        await AsyncTcpServer(HOST, ports[name]).start(handler)
    await obey(ports, {})


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
