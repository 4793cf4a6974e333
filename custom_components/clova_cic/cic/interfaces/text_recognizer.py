"""TextRecognizer: a typed request (docs/protocol/interfaces/text_recognizer.md)."""

from ..errors import UsageError
from ..messages import Event, new_id
from .message import event, event_of
from .speech_recognizer import ExpectSpeech


@event("TextRecognizer.Recognize")
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
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("the sentence is not valid text") from None
    return text


def recognize(text: str) -> Event:
    """Build the request that begins a dialogue (CIC-TX-003). Raises UsageError without words."""
    return event_of(Recognize(text=words_of(text)), dialogue_id=new_id())


def answer(text: str, question: ExpectSpeech, dialogue_id: str) -> Event:
    """Build the answer to a question, in the dialogue in which it was asked (CIC-TX-005).

    Raises UsageError for a text without words.
    """
    request = Recognize(
        text=words_of(text), speech_id=question.expect_speech_id, explicit=question.explicit
    )
    return event_of(request, dialogue_id=dialogue_id)
