"""TextRecognizer: a typed request (docs/protocol/interfaces/text_recognizer.md)."""

from ..errors import UsageError
from ..messages import Event, new_id
from .payload import payload, write
from .speech_recognizer import ExpectSpeech


@payload
class Recognize:
    """What the user typed; the other two only in an answer to ExpectSpeech (CIC-TX-006)."""

    text: str
    speech_id: str | None = None
    explicit: bool | None = None


def words_of(text: str) -> str:
    """Return a sentence without the blanks around it. Raises UsageError for an empty one (CIC-TX-001)."""
    text = text.strip()
    if not text:
        raise UsageError("the sentence is empty")
    return text


def recognize(
    text: str, *, answers: ExpectSpeech | None = None, dialogue_id: str | None = None
) -> Event:
    """Build the event: a new dialogue (CIC-TX-003), or the answer to a question in one.

    An answer goes with the id of the dialogue in which the question came (CIC-TX-005). Raises
    UsageError for a text without words.
    """
    request = Recognize(
        text=words_of(text),
        speech_id=answers.expect_speech_id if answers else None,
        explicit=answers.explicit if answers else None,
    )
    return Event(
        namespace="TextRecognizer",
        name="Recognize",
        payload=write(request),
        dialogue_id=dialogue_id or new_id(),
    )
