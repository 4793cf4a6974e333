"""SpeechRecognizer.Recognize with its audio (speech_recognizer.md; transport.md §5.2)."""

from collections.abc import Iterator
from typing import Any, Final

from ..event import IncomingEvent
from ..findings import Finding
from ..history import device_uuid
from .body import SAMPLE_SIZE
from .message import is_uuid

BYTES_PER_SECOND: Final = 32_000
"""16-bit samples, 16 kHz, mono."""
STEP: Final = 6_400 + 640
"""Bytes of 200 ms, and a tenth for pieces that are cut a little differently on their way."""
HEAD_START: Final = 2.0
"""Seconds of audio that may be there when the request begins: a wake word, and what was said while
the microphone's stream was opened."""
REACTION: Final = 1.0
"""Seconds in which a StopCapture reaches the microphone."""
_CONTAINERS: Final = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3")
"""How files with a header begin."""


def _is_speech(event: IncomingEvent) -> bool:
    return event.name == "SpeechRecognizer.Recognize"


def _audio_bytes(event: IncomingEvent) -> int:
    return sum(len(part.body) for part in event.parts[1:])


def headerless(event: IncomingEvent) -> Iterator[Finding]:
    """Audio is bare samples, not a file."""
    if _is_speech(event) and len(event.parts) > 1:
        body = bytes(event.parts[1].body[:4])
        if any(body.startswith(each) for each in _CONTAINERS):
            yield Finding("CIC-SR-002", "the audio begins with the header of a file")


def _sent_again(event: IncomingEvent) -> bool:
    """Whether it was refused before: what was said until then comes at once."""
    return event.client.history.refused(event.header.get("messageId"))


def steps(event: IncomingEvent) -> Iterator[Finding]:
    """Audio is written in pieces of 200 ms; what was held up on its way may come in larger ones."""
    if _sent_again(event):
        return
    sizes = [size for _, size in event.request.audio_times]
    if sum(size for size in sizes if size > STEP) * 2 > sum(sizes):
        yield Finding("CIC-T-037", "most of the audio came in pieces longer than 200 ms")


def pace(event: IncomingEvent) -> Iterator[Finding]:
    """Audio is sent while it is captured, so it cannot be longer than the time that has passed."""
    if _sent_again(event):
        return
    total = 0
    for at, size in event.request.audio_times:
        total += size
        ahead = total / BYTES_PER_SECOND - (at - event.request.began_at)
        if ahead > HEAD_START:
            yield Finding("CIC-T-037", f"the audio came {ahead:.1f} s before it could be captured")
            return


def after_stop(event: IncomingEvent) -> Iterator[Finding]:
    """Recording stops as soon as StopCapture arrives."""
    stopped = event.client.history.captures_stopped.get(event.dialogue_id or "")
    if stopped is None or stopped < event.request.began_at:
        return
    if any(at > stopped + REACTION for at, _ in event.request.audio_times[-1:]):
        yield Finding("CIC-SR-030", f"audio came more than {REACTION:g} s after StopCapture")


def one_at_a_time(event: IncomingEvent) -> Iterator[Finding]:
    """No other request is sent while speech is being sent."""
    last = event.client.history.last_request
    if (
        event.is_user_request
        and last is not None
        and last.arrived_at > event.request.began_at
        and (_is_speech(event) or last.name == "SpeechRecognizer.Recognize")
    ):
        yield Finding("CIC-SR-021", "two requests of the user were sent at the same time")


def wake_word(event: IncomingEvent) -> Iterator[Finding]:
    """The wake word lies inside the audio; it may begin anywhere (CIC-SR-019)."""
    initiator = event.payload.get("initiator") if _is_speech(event) else None
    if not isinstance(initiator, dict):
        return
    indices = _indices(initiator)
    start, end = indices.get("startIndexInSamples"), indices.get("endIndexInSamples")
    if not isinstance(start, int) or not isinstance(end, int):
        return
    if end <= start:
        yield Finding("CIC-SR-019", "the wake word ends before it begins")
    elif initiator.get("type") == "WAKEWORD" and end * SAMPLE_SIZE > _audio_bytes(event):
        yield Finding("CIC-SR-018", "the audio does not contain the wake word")


def _indices(initiator: dict[str, Any]) -> dict[str, Any]:
    inner: Any = initiator
    for key in ("payload", "wakeWord", "indices"):
        inner = inner.get(key) if isinstance(inner, dict) else None
    return inner if isinstance(inner, dict) else {}


def device(event: IncomingEvent) -> Iterator[Finding]:
    """`deviceUUID` is a UUID, and always the same one."""
    uuid = device_uuid(event.payload) if _is_speech(event) else None
    if uuid is None:
        return
    known = event.client.history.device_uuid
    if not is_uuid(uuid):
        yield Finding("CIC-SR-017", "deviceUUID is not a UUID")
    elif known is not None and uuid.lower() != known.lower():
        yield Finding("CIC-SR-017", "deviceUUID is another one than before")


CHECKS = (headerless, steps, pace, after_stop, one_at_a_time, wake_word, device)
