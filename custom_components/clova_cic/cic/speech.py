"""What there is to hear of an answer: its Speak items in order, their bytes as they arrive.

Bounded whatever the length of the answer: while nobody reads the item that is due, the network
waits. Parts that come before they are due are held, up to a bound of their own.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable

from .interfaces.speech_synthesizer import Speak

PAUSE_AT = (
    64 * 1024
)  # bytes that nobody has read: as many as a stream's window, four seconds of speech
RESUME_AT = 16 * 1024
MAX_HELD = 1024 * 1024  # bytes of parts that came before the one that is due
HLS = "application/vnd.apple.mpegurl"  # a `contentType` that wins over `format` (CIC-SS-008)

_CID = "cid:"
_MILLISECONDS = 1000


def content_id_of(speak: Speak) -> str | None:
    """Return which part has the sound of a Speak; None: it is elsewhere (CIC-SS-003, CIC-SS-006)."""
    if not speak.url.startswith(_CID):
        return None
    return speak.url.removeprefix(_CID).strip("<> ")


class Sound:
    """The bytes of one attachment: fed from the network, read once."""

    def __init__(self) -> None:
        """Nothing has come."""
        self.held = 0
        self.complete = False
        self._chunks: deque[bytes] = deque()
        self._news = asyncio.Event()

    def feed(self, data: bytes) -> None:
        """Append bytes."""
        self._chunks.append(data)
        self.held += len(data)
        self._news.set()

    def end(self) -> None:
        """Nothing more comes."""
        self.complete = True
        self._news.set()

    @property
    def exhausted(self) -> bool:
        """Whether everything has been read."""
        return self.complete and not self.held

    def drop(self) -> None:
        """Forget what has come."""
        self._chunks.clear()
        self.held = 0

    async def chunks(self, read: Callable[[], None]) -> AsyncGenerator[bytes]:
        """Yield the bytes as they come; `read` is called after each chunk that was taken."""
        while True:
            while self._chunks:
                chunk = self._chunks.popleft()
                self.held -= len(chunk)
                read()
                yield chunk
            if self.complete:
                return
            self._news.clear()
            await self._news.wait()


class SpeechItem:
    """One Speak directive: where its audio is, and the audio if it comes with the answer."""

    def __init__(self, speak: Speak, sound: Sound | None, read: Callable[[], None]) -> None:
        """Wait to be due; `sound` is None for audio that is elsewhere."""
        self.token = speak.token
        self.url = None if sound is not None else speak.url
        self.is_playlist = speak.content_type == HLS
        self.pause = max(speak.pause_before or 0.0, 0.0) / _MILLISECONDS  # seconds (CIC-SS-009)
        self.sound = sound
        self._read = read

    async def chunks(self) -> AsyncGenerator[bytes]:
        """Yield the bytes as they arrive; none if the part never came (CIC-SS-005)."""
        if self.sound is not None:
            async for chunk in self.sound.chunks(self._read):
                yield chunk


class Speech:
    """The spoken side of an answer. `pause` and `resume` stop and start the network."""

    def __init__(self) -> None:
        """Nothing to hear yet."""
        self.pause: Callable[[], None] = _nothing
        self.resume: Callable[[], None] = _nothing
        self.wanted = False  # somebody listens
        self.complete = False  # nothing more is to come
        self.begun = asyncio.Event()  # the first item is known, or there will be none
        self._items: deque[SpeechItem] = deque()  # that nobody has taken yet
        self._due: SpeechItem | None = None  # the one that is being read
        self._sounds: dict[str, Sound] = {}  # by Content-ID
        self._arriving: Sound | None = None
        self.stopped = False  # nobody will hear it
        self._paused = False
        self._news = asyncio.Event()

    # What the network tells

    def reopen(self) -> None:
        """The request is sent again: nothing had come."""
        self.complete = False
        self.begun.clear()

    def speak(self, speak: Speak) -> None:
        """A Speak directive came: it is the next to be heard (CIC-SS-001)."""
        self.begun.set()
        if self.stopped:
            return
        sound = None
        if (content_id := content_id_of(speak)) is not None:
            sound = self._sound(content_id)
            if self.complete:
                sound.end()
        self._items.append(SpeechItem(speak, sound, self._balance))
        self._news.set()

    def attachment_started(self, content_id: str) -> None:
        """A part begins; its Speak may have come, or come later (CIC-SS-004)."""
        self._arriving = None if self.stopped else self._sound(content_id)

    def attachment_data(self, data: bytes) -> None:
        """Bytes of the part that began last."""
        sound = self._arriving
        if sound is None:
            return
        sound.feed(data)
        self._balance()
        if not self._paused and self._held() > MAX_HELD:
            # What is due has not come, and too much else has: this part is skipped, so that the
            # rest can come (CIC-SS-015).
            sound.drop()
            sound.end()
            self._arriving = None

    def attachment_ended(self) -> None:
        """The part that began last is complete."""
        if self._arriving is not None:
            self._arriving.end()
            self._arriving = None

    def end(self) -> None:
        """The response has ended: what has not come by now never will (CIC-SS-005)."""
        self.complete = True
        self.begun.set()
        for sound in self._sounds.values():
            sound.end()
        self._arriving = None
        self._news.set()

    # What a listener does

    async def listen(self) -> AsyncGenerator[SpeechItem]:
        """Yield the items in order, each as soon as it is known. To be called once.

        Who leaves before the end closes the generator, or calls `let_go`.
        """
        self.wanted = True
        self._balance()
        try:
            while not self.stopped:
                if self._items:
                    self._due = self._items.popleft()
                    self._balance()
                    yield self._due
                elif self.complete:
                    return
                else:
                    self._news.clear()
                    await self._news.wait()
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Nobody will hear the rest; it is dropped as it comes."""
        self.stopped = True
        for sound in self._sounds.values():
            sound.drop()
            sound.end()
        self._arriving = None
        self._items.clear()
        self._due = None
        self._balance()
        self._news.set()

    # inside

    def _sound(self, content_id: str) -> Sound:
        """Find or make the sound of a part."""
        return self._sounds.setdefault(content_id, Sound())

    def _held(self) -> int:
        """Bytes that nobody has read yet."""
        return sum(sound.held for sound in self._sounds.values())

    def _can_be_read(self) -> bool:
        """Tell whether a listener would find bytes, or an end, without the network's help."""
        due = self._due
        if due is not None and (due.sound is None or not due.sound.exhausted):
            return due.sound is None or due.sound.held > 0 or due.sound.complete
        if not self._items:
            return False
        following = self._items[0].sound
        return following is None or following.held > 0 or following.complete

    def _balance(self) -> None:
        """Let the network wait while enough is held, and go on when it has been read."""
        held = self._held()
        if not self._paused and held >= PAUSE_AT and self._can_be_read():
            self._paused = True
            self.pause()
        elif self._paused and (held <= RESUME_AT or not self._can_be_read()):
            self._paused = False
            self.resume()


def _nothing() -> None:
    """Neither pause nor resume: there is no network behind it yet."""
