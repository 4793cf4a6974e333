"""A response whose attachments leave as fast as they play, as a live voice would."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from .answers import Speed
from .http2.stream import Stream
from .speech.mp3 import bytes_per_second

STEP: Final = 0.05
"""Seconds between two pieces of an attachment."""
OTHER_SPEED: Final = 4000.0
"""Bytes per second of what is no MP3: 32 kbit/s, a usual rate for speech."""


class Dribble:
    """Sends pieces of a body, in order; of those that are sound, a STEP's worth at a time."""

    def __init__(self, stream: Stream, pieces: Sequence[tuple[bytes, bool]], speed: Speed) -> None:
        """Each piece with whether it is sound."""
        self._stream = stream
        self._pieces = deque(pieces)
        self._speed = speed
        self._rate = 0.0
        self._began: float | None = None  # when the piece in front began, if it is sound
        self._sent = 0  # bytes of it

    def go_on(self) -> None:
        """Send what is due now, and see to the rest."""
        while self._pieces and not self._stream.gone:
            data, is_sound = self._pieces[0]
            if is_sound and not self._send_due(data):
                self._stream.later(STEP, self.go_on)
                return
            if not is_sound:
                self._stream.send(data)
            self._pieces.popleft()
            self._began = None
        self._stream.finish()

    def _send_due(self, data: bytes) -> bool:
        """The sound that is due by the clock, so that late timers do not add up; True: all of it."""
        now = self._stream.now()
        if self._began is None:
            self._began, self._sent = now, 0
            self._rate = (
                bytes_per_second(data) or OTHER_SPEED if self._speed == "playing" else self._speed
            )
        due = min(len(data), max(self._sent + 1, int((now - self._began + STEP) * self._rate)))
        self._stream.send(data[self._sent : due])
        self._sent = due
        return due == len(data)
