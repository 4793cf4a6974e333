"""An open downchannel: a multipart response that goes on (transport.md §4)."""

from collections.abc import Sequence

from .answers import Part
from .config import ResponseStyle
from .http2.connection import Connection
from .http2.stream import Stream
from .messages import directive
from .wire import CRLF, content_type, encode_parts, new_boundary


class Downchannel:
    """Writes parts; after each one stands the open delimiter of the next.

    With `closing` each part is followed by `--term--` instead (edition A).
    """

    def __init__(
        self, connection: Connection, stream: Stream, style: ResponseStyle, *, closing: bool = False
    ) -> None:
        self.connection = connection
        self.stream = stream
        self.opened_at = connection.now()
        self.said_hello = False
        self._ended = False
        self._style = style
        self._closing = closing
        boundary = new_boundary()
        self._delimiter = b"--" + boundary.encode()
        self._begun = False
        connection.channel_ended = False
        stream.start(200, [("content-type", content_type(style, boundary))])

    def hello(self) -> None:
        """`Clova.Hello`, without a dialogue id (CIC-CL-012)."""
        self.push([directive("Clova", "Hello")])
        self.said_hello = True

    def push(self, parts: Sequence[Part]) -> None:
        """Send parts; they leave with the connection's next flush()."""
        pieces: list[bytes] = []
        for part in encode_parts(parts, self._style):
            if self._closing or not self._begun:
                pieces += (self._delimiter, CRLF)
            self._begun = True
            pieces += (part, CRLF, self._delimiter, b"--" if self._closing else b"", CRLF)
        self.stream.send(b"".join(pieces))

    def push_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.stream.send(data)

    def end(self) -> None:
        """End of stream, and no more data."""
        self._ended = True
        self.connection.channel_ended = True
        self.stream.finish()

    def reset(self, code: int) -> None:
        """RST_STREAM with this error code."""
        self.connection.channel_ended = True
        self.stream.reset(code)

    @property
    def open(self) -> bool:
        """Whether neither side has ended it, nor the connection."""
        return not (self._ended or self.stream.gone) and self.connection.alive
