"""Listening to a SpeechRecognizer.Recognize while it arrives (speech_recognizer.md)."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from ..clients import Client
from ..config import MAX_AUDIO_TIMES
from ..core import Core
from ..event import IncomingEvent
from ..faults import Fault, FaultKind, Place
from ..http2.multipart import ReceivedPart
from ..interfaces.transcripts import greeting
from ..messages import Json, directive
from ..recorder import RecordedRequest
from ..speech.recognition import Hearing
from .utterance import Utterance

NAMESPACE: Final = "SpeechRecognizer"
UNHEARD: Final = (401, 412)
"""With these a request is refused for what comes before its audio."""


class Ear:
    """Listens from the first audio part on, says StopCapture, and finds out what was said.

    An event that is no speech passes by. One with a fault of SILENCE ahead gets no StopCapture, and
    one that will be refused unheard is not listened to.
    """

    def __init__(self, core: Core, client: Client, record: RecordedRequest) -> None:
        self._core = core
        self._client = client
        self._record = record
        self._audio = _AudioParts()
        self._judged = False
        self._utterance: Utterance | None = None  # None: it is no speech, or not known yet
        self._dialogue_id: str | None = None
        self._sentence = ""
        self._queued = False  # the sentence was waiting for a speech
        self._hearing: Hearing | None = None  # somebody finds out what the sentence is
        self._heard = bytearray()  # for them
        self._stopped = False
        self._shown = False
        self._then: Callable[[], None] | None = None

    def grown(self, parts: Sequence[ReceivedPart], now: float) -> None:
        """More of the request has arrived."""
        if len(parts) > 1 and not self._judged:
            # The first part is complete as soon as there is a second one.
            self._judge(_event_in(bytes(parts[0].body)))
        if self._utterance is None:
            return
        audio = self._audio.read(parts)
        if not audio:
            return
        if len(self._record.audio_times) < MAX_AUDIO_TIMES:
            self._record.audio_times.append((now, len(audio)))
        if not self._stopped:  # CIC-T-041
            self._listen(self._utterance, audio)
        self._core.recorder.notify()

    def _listen(self, utterance: Utterance, audio: bytes) -> None:
        if any(_leaves_unheard(fault) for fault in self._core.faults.pending):
            return
        over = utterance.feed(audio)
        self._record.heard = utterance.heard
        if self._hearing is not None:
            self._heard += audio
        if over:
            self._stop()
        elif utterance.begun and not self._shown and self._hearing is None:
            self._shown = True
            self._show(self._sentence[: (len(self._sentence) + 1) // 2])

    def ended(self, event: IncomingEvent) -> None:
        """The request is complete, and nothing is wrong with it."""
        self._judge(event.message["event"])
        if any(_leaves_unheard(fault) for fault in self._core.faults.pending):
            self.cancelled()
        elif self._utterance is not None:
            self._stop()

    def cancelled(self) -> None:
        """The request does not come to its end: the sentence waits for the next one."""
        if self._queued and not self._stopped:
            self._core.service.transcripts.give_back(self._sentence)
        if self._hearing is not None:
            self._hearing.give_up()
            self._hearing = None
        self._utterance = None
        self._queued = False

    def when_understood(self, then: Callable[[], None]) -> None:
        """Call `then` once when it is known what was said, if need be later; not if cancelled."""
        if self._hearing is None:
            then()
        else:
            self._then = then

    def _judge(self, event: Json | None) -> None:
        """Once: whether this is speech."""
        if self._judged:
            return
        self._judged = True
        header = event.get("header") if event is not None else None
        payload = event.get("payload") if event is not None else None
        if not isinstance(header, dict) or not isinstance(payload, dict):
            return
        if (header.get("namespace"), header.get("name")) != (NAMESPACE, "Recognize"):
            return
        dialogue_id = header.get("dialogRequestId")
        self._dialogue_id = dialogue_id if isinstance(dialogue_id, str) else None
        self._utterance = Utterance(self._core.config.listen_limit, _wake_word_end(payload))
        sentence = self._core.service.transcripts.take()
        self._queued = sentence is not None
        self._sentence = greeting(payload.get("lang")) if sentence is None else sentence
        if sentence is None:
            recognition = self._core.service.recognition
            self._hearing = recognition.begin(payload.get("lang"), self._recognised)

    def _stop(self) -> None:
        """The speech is over."""
        if self._stopped:
            return
        self._stopped = True
        if self._hearing is None or self._utterance is None:
            self._understood()
            self._stop_capture()
            return
        if not self._tells_words:
            self._stop_capture()
        self._hearing.over(bytes(self._heard[self._utterance.span]))

    def _recognised(self, words: str | None) -> None:
        """The speech was over, and now it is known what was said; None: not even now."""
        self._hearing = None
        if words is not None:
            self._sentence = words
        self._understood()
        if self._tells_words:
            self._stop_capture()
        self._core.recorder.notify()
        if self._then is not None:
            self._then()

    @property
    def _tells_words(self) -> bool:
        """Whether the words go to the client before it may stop sending."""
        return self._core.config.tells_text or self._core.config.shows_text

    def _understood(self) -> None:
        self._record.transcript = self._sentence
        self._show(self._sentence)

    def _stop_capture(self) -> None:
        tells = self._core.config.tells_text and self._sentence
        self._push("StopCapture", {"recognizedText": self._sentence} if tells else {})

    def _show(self, text: str) -> None:
        if self._core.config.shows_text and text:
            self._push("KeepRecording", {})
            self._push("ShowRecognizedText", {"text": text})

    def _push(self, name: str, payload: Json) -> None:
        """On the downchannel, in the dialogue of this very request (CIC-SR-032, CIC-SR-042)."""
        silenced = any(
            fault.kind is FaultKind.SILENCE and fault.place is Place.EVENT
            for fault in self._core.faults.pending
        )
        if self._dialogue_id is None or silenced:
            return
        message = directive(NAMESPACE, name, payload, dialogue_id=self._dialogue_id)
        self._core.service.push(self._client, message)


class _AudioParts:
    """Reads what is new in the parts after the first, joined in their order (CIC-T-043)."""

    def __init__(self) -> None:
        self._part = 1
        self._position = 0

    def read(self, parts: Sequence[ReceivedPart]) -> bytes:
        new = bytearray()
        for index in range(self._part, len(parts)):
            if index > self._part:
                self._part, self._position = index, 0
            body = parts[index].body
            new += body[self._position :]
            self._position = len(body)
        return bytes(new)


def _leaves_unheard(fault: Fault) -> bool:
    """Whether with this the next request is refused as if nobody had listened to it."""
    if fault.place is not Place.EVENT:
        return False
    if fault.kind is FaultKind.GOAWAY:
        return fault.when == "before"
    return fault.kind is FaultKind.EVENT_STATUS and fault.status in UNHEARD


def _event_in(body: bytes) -> Json | None:
    """`event` of a message, or the message itself if it lacks that wrapper; None: it is no JSON."""
    try:
        message: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    event = message.get("event", message) if isinstance(message, dict) else None
    return event if isinstance(event, dict) else None


def _wake_word_end(payload: Json) -> int:
    """Where the wake word ends, in samples; 0 without one (CIC-SR-019)."""
    value: Any = payload
    for key in ("initiator", "payload", "wakeWord", "indices", "endIndexInSamples"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, int) and value > 0 else 0
