"""Take GOAWAY frames out of the bytes that h2 is given.

RFC 9113 §6.8 lets a client finish the streams it has open after a GOAWAY. h2 closes its state
machine at the first one and calls every later DATA frame an error, so the frame is read here.
"""

from dataclasses import dataclass

from .errors import ProtocolViolationError

_HEADER = 9  # bytes of a frame header (RFC 9113 §4.1)
_GOAWAY = 0x7
_MIN_PAYLOAD = 8  # last stream id and error code
_MAX_PAYLOAD = 16_384  # the default SETTINGS_MAX_FRAME_SIZE, which this client never raises


@dataclass(frozen=True, slots=True)
class GoAway:
    """What a GOAWAY frame says: streams above `last_stream_id` were not and will not be handled."""

    last_stream_id: int
    error_code: int


class GoAwayFilter:
    """Split a server's byte stream into bytes for h2 and GOAWAY frames."""

    def __init__(self) -> None:
        """Start at a frame boundary: what a server sends begins with its SETTINGS."""
        self._rest = 0  # bytes of the current frame still to come
        self._head = b""  # a frame header, or a GOAWAY frame, that is not complete yet

    def feed(self, data: bytes) -> tuple[bytes, list[GoAway]]:
        """Return the bytes for h2 and the GOAWAY frames among them, in order.

        Raises ProtocolViolationError for a frame longer than allowed, before its payload is kept:
        an HTTP/1.1 answer looks like one of several MiB.
        """
        if self._rest >= len(data) and not self._head:
            self._rest -= len(data)
            return data, []
        data = self._head + data
        self._head = b""
        kept: list[bytes] = []
        found: list[GoAway] = []
        start, position = 0, self._rest
        while position < len(data):
            header = data[position : position + _HEADER]
            length = int.from_bytes(header[:3])
            end = position + _HEADER + length
            if length > _MAX_PAYLOAD:
                raise ProtocolViolationError("a frame is too long")
            # One on a stream, or too short, is an error that h2 knows how to answer.
            is_goaway = len(header) == _HEADER and header[3] == _GOAWAY and not any(header[5:])
            is_readable = is_goaway and length >= _MIN_PAYLOAD
            if len(header) < _HEADER or (is_readable and end > len(data)):
                kept.append(data[start:position])
                self._head = data[position:]
                self._rest = 0
                return b"".join(kept), found
            if is_readable:
                kept.append(data[start:position])
                found.append(_read(data[position + _HEADER : end]))
                start = end
            position = end
        self._rest = position - len(data)
        kept.append(data[start:])
        return (kept[0] if len(kept) == 1 else b"".join(kept)), found


def _read(payload: bytes) -> GoAway:
    """Read a GOAWAY payload (RFC 9113 §6.8); the first bit of the stream id is reserved."""
    return GoAway(
        last_stream_id=int.from_bytes(payload[:4]) & 0x7FFF_FFFF,
        error_code=int.from_bytes(payload[4:8]),
    )
