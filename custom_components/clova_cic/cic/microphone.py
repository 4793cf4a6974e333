"""What a person says, on its way to CLOVA: any chunks in, steps of 200 ms out."""

import asyncio
from collections.abc import AsyncIterator

BYTES_PER_SECOND = 32_000  # 16 kHz, 16 bits, one channel (CIC-SR-002)
STEP = BYTES_PER_SECOND // 5  # bytes of 200 ms (CIC-SR-004)
MAX_KEPT = 15 * BYTES_PER_SECOND  # bytes that can be said twice: a request of full length
_SAMPLE = 2  # bytes


class Microphone:
    """Audio that is being captured, and kept until it is certain that it goes up only once.

    Bounded by MAX_KEPT and by who feeds it: nothing is taken after the end.
    """

    def __init__(self) -> None:
        """Nothing has been said."""
        self.taken = 0  # bytes that were said
        self._said = bytearray()  # what is kept, then what waits
        self._sent = 0  # bytes of it that went out and are kept
        self._keeps = True
        self._ended = False
        self._halted = False
        self._news = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether it takes no more."""
        return self._ended

    @property
    def waiting(self) -> int:
        """Bytes that have been said and not sent."""
        return len(self._said) - self._sent

    @property
    def repeatable(self) -> bool:
        """Whether everything that was said is still here."""
        return self._keeps

    def feed(self, data: bytes) -> None:
        """Take audio, unless capturing has ended."""
        if not self._ended:
            self.taken += len(data)
            self._said += data
            if self.taken > MAX_KEPT:
                self.release()
            if self.waiting >= STEP:
                self._news.set()

    def end(self, *, drop: bool = False) -> None:
        """Stop capturing; with `drop` also forget everything that has been said."""
        if drop:
            self.release()
            self._said.clear()
        self._ended = True
        self._news.set()

    def release(self) -> None:
        """Forget what has been sent, from now on at once: nobody will ask for it again."""
        self._keeps = False
        del self._said[: self._sent]
        self._sent = 0

    def halt(self) -> None:
        """Let who takes the steps go: they do not get anywhere."""
        self._halted = True
        self._news.set()

    def rewind(self) -> None:
        """Begin again with the first step that is kept."""
        self._halted = False
        self._sent = 0

    async def steps(self) -> AsyncIterator[bytes]:
        """Yield 200 ms at a time as they are captured, and the rest at the end (CIC-T-037)."""
        while not self._halted:
            if size := self._complete():
                yield self._take(size)
            elif self._ended:
                return
            else:
                self._news.clear()
                await self._news.wait()

    def _complete(self) -> int:
        """Return the size of the step that is complete, 0 if none is."""
        if self.waiting >= STEP:
            return STEP
        return self.waiting // _SAMPLE * _SAMPLE if self._ended else 0

    def _take(self, size: int) -> bytes:
        """Return the next bytes; they stay only as long as they may be needed again."""
        step = bytes(self._said[self._sent : self._sent + size])
        if self._keeps:
            self._sent += size
        else:
            del self._said[:size]
        return step
