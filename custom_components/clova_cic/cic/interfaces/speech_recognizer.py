"""SpeechRecognizer: the follow-up question (docs/protocol/interfaces/speech_recognizer.md)."""

from .payload import payload

EXPECT_SPEECH = "SpeechRecognizer.ExpectSpeech"


@payload
class ExpectSpeech:
    """CLOVA waits for an answer; `timeout_in_milliseconds` bounds how long a microphone listens."""

    expect_speech_id: str
    explicit: bool
    timeout_in_milliseconds: float | None = None
    expect_content_type: str | None = None
