"""HTTP/2 as CIC uses it, without I/O: bytes in, events out; commands in, bytes out.

No loop, no clock, no sockets: whoever drives it writes `data_to_send()` after each call.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
import logging

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
import h2.events
from h2.exceptions import H2Error, StreamClosedError
from h2.settings import SettingCodes, Settings

from .errors import ProtocolViolationError
from .goaway import GoAwayFilter

STREAM_WINDOW = 64 * 1024  # bytes a server may send ahead on one stream: 4 s of 128 kbit/s MP3
CONNECTION_WINDOW = 1024 * 1024  # bytes it may send ahead on all streams together
MAX_HEADER_LIST = 64 * 1024  # bytes of one header block; CIC's stay under 1 KiB

# hpack writes each header it encodes to its debug log, the access token among them. Nobody's debug
# level may bring that to light.
for _name in ("hpack.hpack", "hpack.table"):
    logging.getLogger(_name).addFilter(lambda record: record.levelno > logging.DEBUG)

type Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResponseStarted:
    """The final response headers of a stream came."""

    stream_id: int
    status: int
    content_type: str
    date: str = ""  # when the server says that it is (RFC 9110 §6.6.1)


@dataclass(frozen=True, slots=True)
class DataArrived:
    """Body bytes of a stream came; `flow_length` is what they cost of the window."""

    stream_id: int
    data: bytes = field(repr=False)
    flow_length: int


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """The server finished its side of a stream."""

    stream_id: int


@dataclass(frozen=True, slots=True)
class StreamWasReset:
    """The server reset a stream."""

    stream_id: int
    error_code: int


@dataclass(frozen=True, slots=True)
class PingAcknowledged:
    """The ACK of a PING with this payload came."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class GoAwayCame:
    """The server takes no new streams; those above `last_stream_id` were not handled."""

    last_stream_id: int
    error_code: int


@dataclass(frozen=True, slots=True)
class RoomMayHaveGrown:
    """A window or the number of allowed streams changed: what waits may be tried again."""


type ProtocolEvent = (
    ResponseStarted
    | DataArrived
    | StreamEnded
    | StreamWasReset
    | PingAcknowledged
    | GoAwayCame
    | RoomMayHaveGrown
)


class CicProtocol:
    """One HTTP/2 connection seen from the client."""

    def __init__(self) -> None:
        """Queue the preface and the settings."""
        self._h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self._goaway = GoAwayFilter()
        self._h2.local_settings = Settings(
            client=True,
            initial_values={
                SettingCodes.ENABLE_PUSH: 0,
                SettingCodes.INITIAL_WINDOW_SIZE: STREAM_WINDOW,
                SettingCodes.MAX_HEADER_LIST_SIZE: MAX_HEADER_LIST,
            },
        )
        self._h2.initiate_connection()
        self._h2.increment_flow_control_window(
            CONNECTION_WINDOW - self._h2.inbound_flow_control_window
        )

    def data_to_send(self) -> bytes:
        """Return and forget the bytes that wait to be written."""
        return self._h2.data_to_send()

    def receive(self, data: bytes) -> list[ProtocolEvent]:
        """Take bytes from the server.

        Raises ProtocolViolationError when they are no HTTP/2; a GOAWAY then waits to be written.
        """
        try:
            data, goaways = self._goaway.feed(data)
        except ProtocolViolationError:
            self._h2.close_connection(ErrorCodes.FRAME_SIZE_ERROR)
            raise
        try:
            events = self._translate(self._h2.receive_data(data))
        except H2Error as error:
            raise ProtocolViolationError(f"HTTP/2 error ({type(error).__name__})") from error
        except (UnicodeDecodeError, ValueError) as error:
            raise ProtocolViolationError("unreadable HTTP/2 headers") from error
        events.extend(GoAwayCame(goaway.last_stream_id, goaway.error_code) for goaway in goaways)
        return events

    def can_open(self) -> bool:
        """Say whether the server allows one more stream now."""
        return self._h2.open_outbound_streams < self._h2.remote_settings.max_concurrent_streams

    def open(self, headers: Headers, *, end: bool) -> int:
        """Send request headers on a new stream and return its id; `end` if there is no body."""
        stream_id = self._h2.get_next_available_stream_id()
        self._h2.send_headers(stream_id, headers, end_stream=end)
        return stream_id

    def send(self, stream_id: int, data: memoryview, *, end: bool) -> int:
        """Send as much of a body as the windows allow and return how many bytes that was.

        `end` closes our side with the last byte. Nothing is sent on a stream that h2 has closed
        with bytes it was just given: the event that says so is on its way.
        """
        try:
            return self._send(stream_id, data, end=end)
        except StreamClosedError:
            return 0

    def _send(self, stream_id: int, data: memoryview, *, end: bool) -> int:
        """Write frames until the body or a window ends."""
        sent = 0
        while True:
            size = min(
                len(data) - sent,
                max(0, self._h2.local_flow_control_window(stream_id)),
                self._h2.max_outbound_frame_size,
            )
            last = end and sent + size == len(data)
            if size == 0 and not last:
                return sent
            self._h2.send_data(stream_id, bytes(data[sent : sent + size]), end_stream=last)
            sent += size
            if sent == len(data):
                return sent

    def acknowledge(self, stream_id: int, flow_length: int) -> None:
        """Give the window back that received bytes took (RFC 9113 §6.9)."""
        if flow_length > 0:
            self._h2.acknowledge_received_data(flow_length, stream_id)

    def ping(self, payload: bytes) -> None:
        """Send a PING of eight bytes (CIC-T-021)."""
        self._h2.ping(payload)

    def reset(self, stream_id: int) -> None:
        """Tell the server that nobody waits for this stream any more, unless it is closed."""
        with suppress(StreamClosedError):
            self._h2.reset_stream(stream_id, ErrorCodes.CANCEL)

    def close(self) -> None:
        """Say GOAWAY; nothing may be sent after it."""
        self._h2.close_connection()

    def _translate(self, events: Iterable[h2.events.Event]) -> list[ProtocolEvent]:
        """Keep what matters to a CIC client."""
        translated: list[ProtocolEvent] = []
        for event in events:
            match event:
                case h2.events.ResponseReceived():
                    translated.append(_response(event))
                case h2.events.DataReceived():
                    translated.append(
                        DataArrived(event.stream_id, event.data, event.flow_controlled_length)
                    )
                case h2.events.StreamEnded():
                    translated.append(StreamEnded(event.stream_id))
                case h2.events.StreamReset():
                    translated.append(StreamWasReset(event.stream_id, int(event.error_code or 0)))
                case h2.events.PingAckReceived():
                    translated.append(PingAcknowledged(event.ping_data))
                case h2.events.WindowUpdated() | h2.events.RemoteSettingsChanged():
                    translated.append(RoomMayHaveGrown())
        return translated


def _response(event: h2.events.ResponseReceived) -> ResponseStarted:
    """Pick the status and the content type; h2 has checked that there is one status."""
    headers = {str(name): str(value) for name, value in event.headers}
    return ResponseStarted(
        stream_id=event.stream_id,
        status=int(headers[":status"]),
        content_type=headers.get("content-type", ""),
        date=headers.get("date", ""),
    )
