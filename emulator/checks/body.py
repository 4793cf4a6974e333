"""The parts of an event (transport.md §5.1)."""

from collections.abc import Iterator

from ..event import IncomingEvent
from ..findings import Finding
from ..http2.multipart import ReceivedPart, parse_parameters

JSON = "application/json"
BINARY = "application/octet-stream"
SAMPLE_SIZE = 2
"""Bytes of one 16-bit sample."""


def _type(part: ReceivedPart) -> tuple[str, dict[str, str]]:
    return parse_parameters(part.headers.get("content-type", ""))


def part_name(part: ReceivedPart) -> str:
    """The `name` in Content-Disposition; empty if there is none."""
    kind, parameters = parse_parameters(part.headers.get("content-disposition", ""))
    return parameters.get("name", "") if kind == "form-data" else ""


def metadata_part(event: IncomingEvent) -> Iterator[Finding]:
    """The first part is called metadata and typed as JSON in UTF-8."""
    first = event.parts[0]
    if part_name(first) != "metadata":
        yield Finding("CIC-T-032", 'the first part is not form-data; name="metadata"')
    kind, parameters = _type(first)
    if kind != JSON or parameters.get("charset", "").lower() != "utf-8":
        yield Finding("CIC-T-032", "the first part is not typed application/json; charset=UTF-8")


def audio_parts(event: IncomingEvent) -> Iterator[Finding]:
    """Every further part is called audio and typed as plain bytes."""
    for part in event.parts[1:]:
        if part_name(part) != "audio":
            yield Finding("CIC-T-033", 'a part after the first is not form-data; name="audio"')
        elif _type(part)[0] != BINARY:
            yield Finding("CIC-T-033", f"an audio part is not typed {BINARY}")


def audio_with_speech_only(event: IncomingEvent) -> Iterator[Finding]:
    """Audio travels with SpeechRecognizer.Recognize, and nowhere else."""
    has_audio = len(event.parts) > 1
    if event.name == "TextRecognizer.Recognize" and has_audio:
        yield Finding("CIC-TX-002", "TextRecognizer.Recognize has a part besides the metadata")
    elif event.name == "SpeechRecognizer.Recognize" and not has_audio:
        yield Finding("CIC-T-036", "SpeechRecognizer.Recognize has no audio part")
    elif event.name != "SpeechRecognizer.Recognize" and has_audio:
        yield Finding("CIC-T-036", f"{event.name} has an audio part")


def sample_size(event: IncomingEvent) -> Iterator[Finding]:
    """Audio is whole 16-bit samples."""
    if sum(len(part.body) for part in event.parts[1:]) % SAMPLE_SIZE:
        yield Finding("CIC-T-038", "the audio ends in the middle of a 16-bit sample")


def boundary_inside(event: IncomingEvent) -> Iterator[Finding]:
    """The boundary occurs in no part."""
    boundary = event.boundary.encode("latin-1")
    if any(boundary in part.body for part in event.parts):
        yield Finding("CIC-T-035", "the boundary occurs inside a part")


CHECKS = (
    metadata_part,
    audio_parts,
    audio_with_speech_only,
    sample_size,
    boundary_inside,
)
