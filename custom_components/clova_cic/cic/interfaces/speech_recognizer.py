"""SpeechRecognizer: spoken requests and questions (docs/protocol/interfaces/speech_recognizer.md)."""

from typing import Final, Literal

from ..errors import UsageError
from .message import LEGACY, directive, event
from .payload import Code, named, payload, tolerated

EXPECT_SPEECH = "SpeechRecognizer.ExpectSpeech"


@directive(EXPECT_SPEECH)
class ExpectSpeech:
    """CLOVA waits for an answer; `timeout_in_milliseconds` bounds how long a microphone listens."""

    expect_speech_id: str
    explicit: bool
    timeout_in_milliseconds: float | None = tolerated()
    expect_content_type: Code | None = None


@directive("SpeechRecognizer.StopCapture")
class StopCapture:
    """Stop recording; the text only by agreement with the vendor (CIC-SR-030)."""

    recognized_text: str | None = None


@directive("SpeechRecognizer.ShowRecognizedText")
class ShowRecognizedText:
    """What has been recognised so far (CIC-SR-041)."""

    text: str


@directive("SpeechRecognizer.KeepRecording")
class KeepRecording:
    """Speech is coming in, go on (CIC-SR-050)."""


@payload
class WakeWordIndices:
    """Where in the audio the wake word is, in samples from the first one sent (CIC-SR-019)."""

    start_index_in_samples: int
    end_index_in_samples: int


@payload
class WakeWord:
    """The wake word that was heard."""

    indices: WakeWordIndices
    name: str | None = None
    confidence: float | None = None  # 0 to 1


@payload
class InitiatorDetails:
    """Who listened; the id is random and kept (CIC-SR-017)."""

    device_uuid: str = named("deviceUUID")
    wake_word: WakeWord | None = None


@payload
class Initiator:
    """How the device was invoked (CIC-SR-016)."""

    type: Literal["PRESS_AND_HOLD", "TAP", "WAKEWORD"]
    input_source: str  # SELF, or CUSTOM_ and an id agreed with the vendor
    payload: InitiatorDetails | None = None


@event("SpeechRecognizer.Recognize")
class Recognize:
    """Speech follows as audio; the two of a question only in its answer (CIC-SR-015)."""

    lang: Literal["en", "ja", "ko"]
    format: Literal["AUDIO_L16_RATE_16000_CHANNELS_1"] | None = None
    profile: Literal["CLOSE_TALK"] | None = None
    speech_id: str | None = None
    explicit: bool | None = None
    initiator: Initiator | None = None


FORMAT: Final = "AUDIO_L16_RATE_16000_CHANNELS_1"
PROFILE: Final = "CLOSE_TALK"


PRE_ROLL: Final = 4800  # samples: the 300 ms before a wake word (CIC-SR-018)


def tapped(device_uuid: str) -> Initiator:
    """Say that somebody asked the device itself to listen; the id is random and kept (CIC-SR-017)."""
    return Initiator(
        type="TAP", input_source="SELF", payload=InitiatorDetails(device_uuid=device_uuid)
    )


def woken(device_uuid: str, *, name: str, samples: int) -> Initiator:
    """Say that the audio begins PRE_ROLL before a wake word of so many samples (CIC-SR-019).

    Raises UsageError for a wake word without a length.
    """
    if samples <= 0:
        raise UsageError("a wake word has a length")
    indices = WakeWordIndices(
        start_index_in_samples=PRE_ROLL, end_index_in_samples=PRE_ROLL + samples
    )
    wake_word = WakeWord(name=name, indices=indices)
    details = InitiatorDetails(device_uuid=device_uuid, wake_word=wake_word)
    return Initiator(type="WAKEWORD", input_source="SELF", payload=details)


def listening(
    lang: Literal["en", "ja", "ko"],
    *,
    initiator: Initiator | None = None,
    question: ExpectSpeech | None = None,
) -> Recognize:
    """Announce speech in a language; in answer to a question its two values go back as they came.

    How the device was invoked is told only where somebody invoked it (CIC-SR-016).
    """
    return Recognize(
        lang=lang,
        format=FORMAT,
        profile=PROFILE,
        speech_id=question.expect_speech_id if question else None,
        explicit=question.explicit if question else None,
        initiator=None if question else initiator,
    )


@event("SpeechRecognizer.ExpectSpeechTimedOut", edition=LEGACY)
class ExpectSpeechTimedOut:
    """Nobody answered; never sent (CIC-SR-080)."""
