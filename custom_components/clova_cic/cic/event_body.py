"""The multipart body of an event (transport.md §5.1)."""

from dataclasses import dataclass, field
from uuid import uuid4

_METADATA_HEADERS = (
    b'Content-Disposition: form-data; name="metadata"\r\n'
    b"Content-Type: application/json; charset=UTF-8\r\n\r\n"
)
_AUDIO_HEADERS = (
    b'Content-Disposition: form-data; name="audio"\r\n'
    b"Content-Type: application/octet-stream\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class EncodedEvent:
    """The body of an event, and the content type that goes with it.

    That of a spoken request has its audio between head and tail; any other is all head.
    """

    content_type: str
    head: bytes = field(repr=False)
    tail: bytes = b""


def encode_event(metadata: bytes) -> EncodedEvent:
    """Wrap an event's JSON as a one-part body (CIC-T-031, CIC-T-032, CIC-T-034)."""
    boundary = new_boundary(metadata)
    term = boundary.encode()
    body = b"".join((b"--", term, b"\r\n", _METADATA_HEADERS, metadata, b"\r\n--", term, b"--\r\n"))
    return EncodedEvent(_content_type(boundary), body)


def encode_speech(metadata: bytes) -> EncodedEvent:
    """Wrap an event's JSON with one open audio part after it (CIC-T-033, CIC-SR-003, CIC-SR-005).

    The audio is not known yet, so the boundary is one that nobody can have said (CIC-T-035).
    """
    boundary = _random_boundary()
    term = boundary.encode()
    head = b"".join(
        (
            b"--",
            term,
            b"\r\n",
            _METADATA_HEADERS,
            metadata,
            b"\r\n--",
            term,
            b"\r\n",
            _AUDIO_HEADERS,
        )
    )
    return EncodedEvent(_content_type(boundary), head, b"\r\n--" + term + b"--\r\n")


def new_boundary(*bodies: bytes) -> str:
    """Return a boundary term that occurs in none of the bodies (CIC-T-035).

    The same one as long as that holds: HPACK then sends the content type as one byte.
    """
    boundary = _BOUNDARY
    while any(boundary.encode() in body for body in bodies):
        boundary = _random_boundary()
    return boundary


def _content_type(boundary: str) -> str:
    return f"multipart/form-data; boundary={boundary}"


def _random_boundary() -> str:
    """Make a term of 128 random bits."""
    return f"cic-{uuid4().hex}"


_BOUNDARY = _random_boundary()
