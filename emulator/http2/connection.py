"""One connection: TLS bytes to h2 and back. HTTP/2 only; CIC is the owner's."""

import asyncio
import socket
import ssl
import struct
from typing import Final, override

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import RequestReceived
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes

from ..recorder import request_of
from .frames import ACK_FLAG, GOAWAY, PING, FrameFilter, goaway
from .http1 import REFUSAL
from .inbox import Inbox
from .owner import Owner
from .stream import Action, Exchange, Stream

DEFAULT_WINDOW: Final = 65535  # RFC 9113, 6.9.2
LINGER_NOT: Final = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: close with RST


class Connection(asyncio.Protocol):
    """Speaks HTTP/2 with one client. `number` is set by the owner when it is connected."""

    def __init__(self, owner: Owner[Connection]) -> None:
        self.number = 0
        self.http2 = False
        self.h2 = H2Connection(
            H2Configuration(
                client_side=False,
                header_encoding=None,
                # Response headers are ours: right already, or wrong on purpose.
                validate_outbound_headers=False,
                normalize_outbound_headers=False,
            )
        )
        self.leaving = False
        """GOAWAY was said: what the client opens from here on is refused."""
        self.tls_context: ssl.SSLContext | None = None
        """What the handshake was made with."""
        self.window = DEFAULT_WINDOW
        """The SETTINGS_INITIAL_WINDOW_SIZE in force."""
        self.closed: asyncio.Future[None] | None = None
        self.channel_ended = False
        """The server ended this connection's downchannel; the client may not know yet."""
        self._owner = owner
        self._filter = FrameFilter(self._drops)
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._writable = True
        self.began_at = 0.0
        """When it was made, by the event loop's clock, seconds."""
        self._receiving = False
        self._timers: set[asyncio.TimerHandle] = set()
        self.inbox = Inbox(
            self.h2,
            opened=self._opened,
            requested=self._requested,
            farewell=self._said_farewell,
        )

    # The transport's side.

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("the emulator listens on TCP")
        self._transport = transport
        self.began_at = self._loop.time()
        self.closed = self._loop.create_future()
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        if tls is not None:
            self.tls_context = tls.context
            self.http2 = tls.selected_alpn_protocol() == "h2"
        if self.http2:
            self.h2.initiate_connection()
        self._owner.connected(self)
        self.flush()

    @override
    def data_received(self, data: bytes) -> None:
        if not self.http2:
            self._refuse_http1()
            return
        try:
            events = self.h2.receive_data(self._filter.feed(data))
        except ProtocolError as error:
            self._owner.broke_http2(self, f"{type(error).__name__}: {error}")
            self.flush()
            self.close_at_once()
            return
        self._receiving = True
        try:
            self.inbox.take(events)
        finally:
            self._receiving = False
        self._pump()
        self.flush()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self.inbox.lost()
        self._owner.disconnected(self)
        if self.closed is not None and not self.closed.done():
            self.closed.set_result(None)

    @override
    def pause_writing(self) -> None:
        self._writable = False
        # A client that does not read must not make us collect answers to what it goes on sending.
        if self._transport is not None:
            self._transport.pause_reading()

    @override
    def resume_writing(self) -> None:
        self._writable = True
        if self._transport is not None:
            self._transport.resume_reading()
        self._pump()
        self.flush()

    # What streams and the owner use.

    @property
    def alive(self) -> bool:
        """Whether something can still be sent."""
        return self._transport is not None and not self._transport.is_closing()

    @property
    def writable(self) -> bool:
        """Whether the transport takes more at this time."""
        return self._writable

    def now(self) -> float:
        """The event loop's clock, seconds."""
        return self._loop.time()

    def date(self) -> str:
        """What the server's clock shows."""
        return self._owner.date()

    def later(self, seconds: float, action: Action) -> None:
        """Do something, and flush; not if the connection is gone by then."""

        def run() -> None:
            self._timers.discard(timer)
            action()
            self.flush()

        timer = self._loop.call_later(seconds, run)
        self._timers.add(timer)

    def left(self, stream: Stream) -> None:
        """The response is complete."""
        self.inbox.left(stream)

    def flush(self) -> None:
        """Write what h2 has ready, all at once."""
        if (data := self.h2.data_to_send()) and self.alive and self._transport is not None:
            self._transport.write(data)

    def flush_soon(self) -> None:
        """Write what h2 has ready; with the rest if input is being dealt with, which takes no time."""
        if not self._receiving:
            self.flush()

    def set_window(self, size: int) -> None:
        """A new SETTINGS_INITIAL_WINDOW_SIZE for what the client sends."""
        self.window = size
        self._set(SettingCodes.INITIAL_WINDOW_SIZE, size)

    def set_max_streams(self, count: int) -> None:
        """A new SETTINGS_MAX_CONCURRENT_STREAMS."""
        self._set(SettingCodes.MAX_CONCURRENT_STREAMS, count)

    def _set(self, code: SettingCodes, value: int) -> None:
        if self.alive and not self.inbox.silent:
            self.h2.update_settings({code: value})
            self.flush()

    def say_goaway(self, last_stream_id: int, error_code: int = 0) -> None:
        """GOAWAY; the running streams go on."""
        self.leaving = True
        self.flush()
        if self._transport is not None:
            self._transport.write(goaway(last_stream_id, error_code))

    def abort(self) -> None:
        """End the TCP connection with RST, whatever is still to be sent."""
        if self._transport is None:
            return
        sock: socket.socket | None = self._transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self._transport.abort()

    def close_at_once(self) -> None:
        """Close when everything is written."""
        if self._transport is not None:
            self._transport.close()

    def close(self) -> None:
        """Say GOAWAY (NO_ERROR) and close when everything is written."""
        if self.http2 and self.alive:
            self.say_goaway(self.h2.highest_inbound_stream_id)
        self.close_at_once()

    # What the inbox asks.

    def _opened(self, event: RequestReceived) -> Stream | None:
        record = request_of(self.number, event.stream_id, event.headers or (), self._loop.time())
        stream = Stream(self, event.stream_id, record)
        if self.leaving:
            stream.reset(ErrorCodes.REFUSED_STREAM)
            return None
        return stream

    def _requested(self, stream: Stream) -> Exchange:
        return self._owner.requested(stream, self)

    def _said_farewell(self, code: int) -> None:
        self._owner.goaway_arrived(code)
        if code:
            self._owner.broke_http2(self, f"the client gave up with error {code}")
        # h2 takes no more output after this; a client that says GOAWAY is about to leave.
        self.close_at_once()

    # The rest.

    def _pump(self) -> None:
        for stream in list(self.inbox.streams.values()):
            stream.pump()

    def _drops(self, frame_type: int, flags: int) -> bool:
        """Leave out PINGs that are to get no ACK, and what follows a GOAWAY."""
        if self.inbox.silent:
            return True
        self.inbox.silent = frame_type == GOAWAY
        return frame_type == PING and not flags & ACK_FLAG and not self._owner.ping_arrived()

    def _refuse_http1(self) -> None:
        if self._transport is not None:
            self._transport.write(REFUSAL)
        self.close_at_once()
