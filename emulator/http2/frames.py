"""HTTP/2 frames below h2: leaving some out before h2 sees them, and writing GOAWAY by hand."""

from collections.abc import Callable
from typing import Final

from hyperframe.frame import GoAwayFrame

PREFACE_SIZE: Final = 24  # RFC 9113, 3.4: what a client sends before its first frame
HEADER_SIZE: Final = 9  # RFC 9113, 4.1
PING: Final = 0x6
GOAWAY: Final = 0x7
ACK_FLAG: Final = 0x1


def goaway(last_stream_id: int, error_code: int = 0) -> bytes:
    """A GOAWAY frame.

    h2's own close_connection() refuses everything afterwards; a server that says GOAWAY goes on
    with the streams it has (RFC 9113, 6.8), so the frame is written past h2.
    """
    frame = GoAwayFrame(0)
    frame.last_stream_id = last_stream_id
    frame.error_code = error_code
    return frame.serialize()


class FrameFilter:
    """Follows the frame boundaries in what a client sends, and leaves chosen frames out."""

    def __init__(self, drop: Callable[[int, int], bool]) -> None:
        """`drop` is asked once per frame with its type and flags, in order of arrival."""
        self._drop = drop
        self._rest = PREFACE_SIZE
        self._dropping = False
        self._head = b""

    def feed(self, data: bytes) -> bytes:
        """The bytes that h2 is to see; up to 8 bytes of an unfinished header are held back."""
        if self._head:
            data = self._head + data
            self._head = b""
        kept: list[bytes] = []
        start = position = 0
        while True:
            step = min(self._rest, len(data) - position)
            position += step
            self._rest -= step
            if self._dropping:
                start = position
            if self._rest:
                break
            if len(data) - position < HEADER_SIZE:
                self._head = data[position:]
                break
            self._rest = int.from_bytes(data[position : position + 3])
            self._dropping = self._drop(data[position + 3], data[position + 4])
            if self._dropping:
                kept.append(data[start:position])
            position += HEADER_SIZE
        kept.append(data[start:position])
        return b"".join(kept)
