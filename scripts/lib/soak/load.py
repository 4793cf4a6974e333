"""What a home does all day, in quick time: several rooms speak and type, and the cloud pushes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
import math
from random import Random
import struct
from typing import Final

from custom_components.clova_cic.cic import CicClient, CicError
from custom_components.clova_cic.cic.turn import Turn
from emulator import Emulator

ROOMS: Final = ("kitchen", "study", "nursery")
PATIENCE: Final = 40.0  # seconds; all limits of one turn together are less
PAUSE: Final = 0.5  # seconds at the most between two requests of a room
SENTENCES: Final = ("지금 몇 시야?", "오늘 날씨 어때?", "안녕", "what time is it", "今何時?")
RATE: Final = 16_000  # samples per second (CIC-T-038)


class Load:
    """Asks, and counts what became of it."""

    def __init__(self, cloud: Emulator, client: CicClient, random: Random) -> None:
        """Do nothing yet."""
        self.answered: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.hung: list[str] = []
        self.broken: list[str] = []
        self.pushed = 0
        self._cloud = cloud
        self._client = client
        self._random = random
        self._kinds: dict[str, Callable[[str], Awaitable[None]]] = {
            "typed": self._type,
            "spoken": self._speak,
            "read aloud": self._read,
            "given up": self._give_up,
        }

    async def run(self) -> None:
        """Go on until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for room in ROOMS:
                tasks.create_task(self._live_in(room))
            tasks.create_task(self._push())

    async def _live_in(self, room: str) -> None:
        """One request after the other."""
        while True:
            kind = self._random.choice(list(self._kinds))
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._kinds[kind](room)
                self.answered[kind] += 1
            except CicError:
                self.failed[kind] += 1
            except TimeoutError:
                self.hung.append(kind)
            except Exception as error:  # noqa: BLE001 - whatever it is, the report tells it
                self.broken.append(f"{kind}: {type(error).__name__}: {error}")
            await asyncio.sleep(self._random.uniform(0, PAUSE))

    async def _type(self, room: str) -> None:
        turn = self._client.begin(self._random.choice(SENTENCES), conversation=room)
        await _hear(turn)
        await turn.reply()

    async def _speak(self, room: str) -> None:
        self._cloud.hear_next(self._random.choice(SENTENCES))
        turn = self._client.listen(lang="ko", conversation=room)
        await turn.hear(_microphone())
        turn.claim()
        await _hear(turn)
        await turn.reply()

    async def _read(self, room: str) -> None:
        turn = self._client.synthesize(f"{room}: {self._random.random()}", "en")
        await _hear(turn)
        await turn.reply()

    async def _give_up(self, room: str) -> None:
        turn = self._client.begin(self._random.choice(SENTENCES), conversation=room)
        await asyncio.sleep(self._random.uniform(0, 0.05))
        turn.discard()

    async def _push(self) -> None:
        """Push what answers nobody."""
        while True:
            await asyncio.sleep(self._random.uniform(0, PAUSE))
            self.pushed += self._cloud.push("Clova", "RenderText", {"text": str(self.pushed)})


async def _hear(turn: Turn) -> None:
    """Listen to all there is."""
    async for item in turn.speech.listen():
        async for _ in item.chunks():
            pass


async def _microphone() -> AsyncIterator[bytes]:
    """Half a second of a tone and then silence, in pieces of 20 ms, faster than a voice."""
    loud = (int(8000 * math.sin(n * 0.2)) for n in range(RATE // 2))
    sound = struct.pack(f"<{RATE // 2}h", *loud) + bytes(RATE * 2)
    for start in range(0, len(sound), 640):
        yield sound[start : start + 640]
        await asyncio.sleep(0.002)
