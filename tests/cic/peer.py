"""A second HTTP/2 state machine in memory, at the other end of a connection or protocol under test."""

import asyncio
from typing import cast, override

from h2.config import H2Configuration
from h2.connection import H2Connection
import h2.events
from h2.settings import SettingCodes, Settings

from custom_components.clova_cic.cic.connection import CicConnection
from custom_components.clova_cic.cic.errors import CicError
from custom_components.clova_cic.cic.protocol import Headers

REQUEST: Headers = [
    (":method", "POST"),
    (":scheme", "https"),
    (":authority", "cic.test"),
    (":path", "/v1/events"),
]


class PipeTransport(asyncio.Transport):
    """Keeps what is written; closes at once."""

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self.written = bytearray()
        self.aborted = False
        self.stuck = False  # a peer that takes nothing more, so that close() never completes
        self._protocol = protocol
        self._closing = False

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self._closing
        self.written += data

    @override
    def is_closing(self) -> bool:
        return self._closing

    @override
    def close(self) -> None:
        if not self._closing:
            self._closing = True
            if not self.stuck:
                asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    @override
    def abort(self) -> None:
        if not self.aborted and self.stuck:
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)
        self.aborted = self._closing = True


class Peer:
    """The server's end: h2 in server mode, fed by hand."""

    def __init__(self, **settings: int) -> None:
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.h2.local_settings = Settings(
            client=False,
            initial_values={SettingCodes[name.upper()]: value for name, value in settings.items()},
        )
        self.h2.initiate_connection()
        self.events: list[h2.events.Event] = []

    def take(self, data: bytes) -> None:
        """Receive what the client wrote; data is acknowledged so that windows open again."""
        for event in self.h2.receive_data(data):
            self.events.append(event)
            if isinstance(event, h2.events.DataReceived):
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)

    def said(self, kind: type[h2.events.Event]) -> list[h2.events.Event]:
        """What the client has told so far, of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def body(self, stream_id: int) -> bytes:
        """The body bytes that came on a stream."""
        return b"".join(
            event.data
            for event in self.events
            if isinstance(event, h2.events.DataReceived) and event.stream_id == stream_id
        )

    def headers(self, stream_id: int, status: int = 200, *, end: bool = False) -> None:
        """Answer with headers."""
        content_type = "multipart/related; boundary=b"
        self.h2.send_headers(
            stream_id, [(":status", str(status)), ("content-type", content_type)], end_stream=end
        )


class Wired:
    """A connection under test with a peer at its other end, over a pipe without time."""

    def __init__(self, peer: Peer | None = None, *, attach: bool = True) -> None:
        self.peer = peer or Peer()
        self.connection = CicConnection()
        self.transport = PipeTransport(self.connection)
        if attach:
            self.connection.attach(self.transport)

    def pump(self) -> None:
        """Carry bytes both ways until neither side has more."""
        while True:
            up = bytes(self.transport.written)
            self.transport.written.clear()
            if up:
                self.peer.take(up)
            down = self.peer.h2.data_to_send()
            if down and not self.transport.is_closing():
                self.connection.data_received(down)
            if not up and not down:
                return


class Recorder:
    """A receiver that writes down what it hears."""

    def __init__(self, refuse: CicError | None = None) -> None:
        self.heard: list[object] = []
        self.refuse = refuse

    def request_sent(self) -> None:
        self.heard.append("sent")

    def response_started(self, status: int, content_type: str) -> None:
        self.heard.append(status)

    def data_received(self, data: bytes) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.heard.append(data)

    def response_ended(self) -> None:
        self.heard.append("ended")

    def response_failed(self, error: CicError) -> None:
        self.heard.append(error)

    @property
    def error(self) -> CicError:
        """The failure heard last."""
        return cast("CicError", self.heard[-1])
