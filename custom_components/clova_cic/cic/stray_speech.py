"""Speech that no request asked for: CLOVA speaks up, and its sound comes beside the directive.

It comes on the downchannel, where nothing may hold the next directive up, or with the answer to an
event that is no request. So its parts are kept here until somebody hears them, within bounds.
"""

from .errors import MessageError
from .interfaces.payload import read
from .interfaces.speech_synthesizer import Speak
from .messages import Directive
from .multipart import AttachmentData, AttachmentEnd, AttachmentStart
from .speech import Sound, SpeechItem, content_id_of

MAX_PARTS = 16  # the oldest goes first
MAX_HELD = 2 * 1024 * 1024  # bytes that nobody has heard: two minutes of speech


class _Part:
    """One part: named by a Speak, begun to come, or both. An id may be used again."""

    def __init__(self) -> None:
        self.sound = Sound()
        self.named = False
        self.begun = False


class StrayParts:
    """The parts by their Content-ID, whichever comes first: the part or the Speak (CIC-SS-004)."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._parts: dict[str, _Part] = {}

    @property
    def held(self) -> int:
        """Bytes that nobody has heard yet."""
        return sum(part.sound.held for part in self._parts.values())

    def item(self, directive: Directive) -> SpeechItem | None:
        """Return what a Speak directive wants said, None if it does not fit its type."""
        try:
            speak = read(Speak, directive.payload)
        except MessageError:
            return None
        content_id = content_id_of(speak)
        return SpeechItem(speak, None if content_id is None else self._named(content_id), _nothing)

    def begin(self, content_id: str) -> Sound:
        """A part begins to come; return where its bytes belong."""
        part = self._parts.get(content_id)
        if part is None or part.begun:
            part = self._add(content_id)
        part.begun = True
        return part.sound

    def _named(self, content_id: str) -> Sound:
        part = self._parts.get(content_id)
        if part is None or part.named:
            part = self._add(content_id)
        part.named = True
        return part.sound

    def _add(self, content_id: str) -> _Part:
        """Make room for a part, and for no more than there may be."""
        self._parts.pop(content_id, None)
        while len(self._parts) >= MAX_PARTS:
            oldest = self._parts.pop(next(iter(self._parts))).sound
            oldest.drop()
            oldest.end()
        part = self._parts[content_id] = _Part()
        return part


class StrayFeed:
    """One response in which such parts come, one after another."""

    def __init__(self, parts: StrayParts) -> None:
        """Nothing has come."""
        self._parts = parts
        self._arriving: Sound | None = None

    def take(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        """Take a piece; a part that is too much is skipped (CIC-SS-015)."""
        match item:
            case AttachmentStart(content_id):
                self._arriving = self._parts.begin(content_id)
            case AttachmentData(data) if self._arriving is not None:
                self._arriving.feed(data)
                if self._parts.held > MAX_HELD:
                    self._arriving.drop()
                    self.close()
            case AttachmentData():
                pass
            case _:
                self.close()

    def close(self) -> None:
        """Nothing more comes of the part that began last (CIC-SS-005)."""
        if self._arriving is not None:
            self._arriving.end()
            self._arriving = None


def _nothing() -> None:
    """Nothing waits for what is read here."""
