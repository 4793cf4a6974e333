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


class StrayParts:
    """The parts by their Content-ID, whichever comes first: the part or the Speak (CIC-SS-004)."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._sounds: dict[str, Sound] = {}

    @property
    def held(self) -> int:
        """Bytes that nobody has heard yet."""
        return sum(sound.held for sound in self._sounds.values())

    def item(self, directive: Directive) -> SpeechItem | None:
        """Return what a Speak directive wants said, None if it does not fit its type."""
        try:
            speak = read(Speak, directive.payload)
        except MessageError:
            return None
        content_id = content_id_of(speak)
        sound = None if content_id is None else self.sound(content_id)
        return SpeechItem(speak, sound, _nothing)

    def sound(self, content_id: str) -> Sound:
        """Find or make the sound of a part."""
        found = self._sounds.get(content_id)
        if found is None:
            while len(self._sounds) >= MAX_PARTS:
                oldest = self._sounds.pop(next(iter(self._sounds)))
                oldest.drop()
                oldest.end()
            found = self._sounds[content_id] = Sound()
        return found


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
                self._arriving = self._parts.sound(content_id)
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
