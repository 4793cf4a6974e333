"""What a person says, on its way to CLOVA: any chunks in, steps of 200 ms out."""

import asyncio
from collections.abc import AsyncIterator

BYTES_PER_SECOND = 32_000  # 16 kHz, 16 bits, one channel (CIC-SR-002)
STEP = BYTES_PER_SECOND // 5  # bytes of 200 ms (CIC-SR-004)
_SAMPLE = 2  # bytes


class Microphone:
    """Audio that is being captured. Bounded by who feeds it: nothing is taken after the end."""

    def __init__(self) -> None:
        """Nothing has been said."""
        self.taken = 0  # bytes that were said
        self._buffer = bytearray()
        self._ended = False
        self._news = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether it takes no more."""
        return self._ended

    def feed(self, data: bytes) -> None:
        """Take audio, unless capturing has ended."""
        if not self._ended:
            self.taken += len(data)
            self._buffer += data
            if len(self._buffer) >= STEP:
                self._news.set()

    def end(self, *, drop: bool = False) -> None:
        """Stop capturing; with `drop` also forget what has not been sent."""
        if drop:
            self._buffer.clear()
        self._ended = True
        self._news.set()

    async def steps(self) -> AsyncIterator[bytes]:
        """Yield 200 ms at a time as they are captured, and the rest at the end (CIC-T-037)."""
        while True:
            while len(self._buffer) >= STEP:
                yield self._take(STEP)
            if self._ended:
                if rest := len(self._buffer) // _SAMPLE * _SAMPLE:
                    yield self._take(rest)
                return
            self._news.clear()
            await self._news.wait()

    def _take(self, size: int) -> bytes:
        """Remove the oldest bytes."""
        step = bytes(self._buffer[:size])
        del self._buffer[:size]
        return step
