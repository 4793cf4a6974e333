"""CicProtocol against a second state machine, in memory."""

import logging

from h2.errors import ErrorCodes
import h2.events
from h2.settings import SettingCodes
from hyperframe.frame import DataFrame, GoAwayFrame, HeadersFrame, PushPromiseFrame
import pytest

from custom_components.clova_cic.cic.errors import ProtocolViolationError
from custom_components.clova_cic.cic.protocol import (
    CONNECTION_WINDOW,
    STREAM_WINDOW,
    CicProtocol,
    DataArrived,
    GoAwayCame,
    PingAcknowledged,
    ResponseStarted,
    RoomMayHaveGrown,
    StreamEnded,
    StreamWasReset,
)

from .peer import REQUEST, Peer


def talk(protocol: CicProtocol, peer: Peer) -> list[object]:
    """Exchange bytes until both are silent; return what the protocol made of them."""
    heard: list[object] = []
    while True:
        up = protocol.data_to_send()
        if up:
            peer.take(up)
        down = peer.h2.data_to_send()
        if down:
            heard += protocol.receive(down)
        if not up and not down:
            return heard


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
def protocol(peer: Peer) -> CicProtocol:
    protocol = CicProtocol()
    talk(protocol, peer)
    return protocol


@pytest.mark.cic("CIC-T-001")
def test_it_opens_with_the_http2_preface() -> None:
    assert CicProtocol().data_to_send().startswith(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")


def test_it_offers_its_windows_and_no_push(protocol: CicProtocol, peer: Peer) -> None:
    assert peer.h2.remote_settings.enable_push == 0
    assert peer.h2.remote_settings.initial_window_size == STREAM_WINDOW
    assert peer.h2.outbound_flow_control_window == CONNECTION_WINDOW


def test_request_and_response(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=False)
    assert protocol.send(stream, memoryview(b"hello"), end=True) == 5
    talk(protocol, peer)
    assert peer.body(stream) == b"hello"
    assert peer.said(h2.events.StreamEnded)

    peer.headers(stream)
    peer.h2.send_data(stream, b"answer", end_stream=True)
    assert talk(protocol, peer) == [
        ResponseStarted(stream, 200, "multipart/related; boundary=b"),
        DataArrived(stream, b"answer", 6),
        StreamEnded(stream),
    ]


def test_a_response_without_content_type(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    peer.h2.send_headers(stream, [(":status", "204")], end_stream=True)
    assert talk(protocol, peer)[0] == ResponseStarted(stream, 204, "")


def test_informational_responses_are_passed_over(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    peer.h2.send_headers(stream, [(":status", "103")])
    peer.headers(stream, end=True)
    started = [event for event in talk(protocol, peer) if isinstance(event, ResponseStarted)]
    assert [event.status for event in started] == [200]


def test_an_empty_body_ends_the_request(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=False)
    assert protocol.send(stream, memoryview(b""), end=True) == 0
    talk(protocol, peer)
    assert peer.said(h2.events.StreamEnded)


def test_a_body_waits_for_the_window() -> None:
    peer = Peer(initial_window_size=10)
    protocol = CicProtocol()
    talk(protocol, peer)
    stream = protocol.open(REQUEST, end=False)
    assert protocol.send(stream, memoryview(bytes(25)), end=True) == 10
    assert protocol.send(stream, memoryview(bytes(15)), end=True) == 0
    assert RoomMayHaveGrown() in talk(protocol, peer)
    assert protocol.send(stream, memoryview(bytes(15)), end=True) == 10


def test_a_window_below_zero_takes_nothing() -> None:
    peer = Peer(initial_window_size=10)
    protocol = CicProtocol()
    talk(protocol, peer)
    stream = protocol.open(REQUEST, end=False)
    assert protocol.send(stream, memoryview(bytes(10)), end=False) == 10
    protocol.data_to_send()
    peer.h2.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 0})
    protocol.receive(peer.h2.data_to_send())
    assert protocol.send(stream, memoryview(b"x"), end=True) == 0


def test_a_long_body_is_cut_into_frames(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=False)
    assert protocol.send(stream, memoryview(bytes(40_000)), end=True) == 40_000
    talk(protocol, peer)
    sizes = [len(event.data) for event in peer.events if isinstance(event, h2.events.DataReceived)]
    assert sizes == [16_384, 16_384, 7_232]


def test_windows_are_given_back(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    peer.headers(stream)
    for _ in range(3 * STREAM_WINDOW // 16_384):
        peer.h2.send_data(stream, bytes(16_384))
        for event in talk(protocol, peer):
            if isinstance(event, DataArrived):
                protocol.acknowledge(stream, event.flow_length)
        talk(protocol, peer)
    assert peer.h2.local_flow_control_window(stream) > 0


def test_data_that_cost_nothing_is_not_acknowledged(protocol: CicProtocol) -> None:
    stream = protocol.open(REQUEST, end=True)
    protocol.data_to_send()
    protocol.acknowledge(stream, 0)
    assert protocol.data_to_send() == b""


@pytest.mark.cic("CIC-T-021")
def test_ping_frames_and_their_acks(protocol: CicProtocol, peer: Peer) -> None:
    protocol.ping(b"12345678")
    assert talk(protocol, peer) == [PingAcknowledged(b"12345678")]
    assert peer.said(h2.events.PingReceived)


def test_streams_up_to_the_servers_limit() -> None:
    peer = Peer(max_concurrent_streams=1)
    protocol = CicProtocol()
    talk(protocol, peer)
    assert protocol.can_open()
    stream = protocol.open(REQUEST, end=True)
    assert not protocol.can_open()
    talk(protocol, peer)
    peer.headers(stream, end=True)
    talk(protocol, peer)
    assert protocol.can_open()


def test_a_stream_that_the_server_resets(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=False)
    talk(protocol, peer)
    peer.h2.reset_stream(stream, ErrorCodes.REFUSED_STREAM)
    assert talk(protocol, peer) == [StreamWasReset(stream, ErrorCodes.REFUSED_STREAM)]
    # A body or a reset that crosses the server's reset on its way does no harm.
    assert protocol.send(stream, memoryview(b"late"), end=True) == 0
    protocol.reset(stream)
    assert talk(protocol, peer) == []


def test_a_reset_tells_the_server(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=False)
    protocol.reset(stream)
    talk(protocol, peer)
    (event,) = peer.said(h2.events.StreamReset)
    assert isinstance(event, h2.events.StreamReset)
    assert event.error_code == ErrorCodes.CANCEL


def test_streams_go_on_after_goaway(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    peer.headers(stream)
    before = peer.h2.data_to_send()
    goaway = GoAwayFrame(0, last_stream_id=stream, error_code=0).serialize()
    after = DataFrame(stream, b"more", flags=["END_STREAM"]).serialize()
    assert protocol.receive(before + goaway + after) == [
        ResponseStarted(stream, 200, "multipart/related; boundary=b"),
        DataArrived(stream, b"more", 4),
        StreamEnded(stream),
        GoAwayCame(stream, 0),
    ]


def test_goodbye_is_a_goaway_frame(protocol: CicProtocol, peer: Peer) -> None:
    protocol.close()
    peer.take(protocol.data_to_send())
    assert peer.said(h2.events.ConnectionTerminated)


@pytest.mark.parametrize(
    "garbage",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        DataFrame(99, b"nobody asked").serialize(),
        HeadersFrame(1, b"\xff\xff\xff\xff", flags=["END_HEADERS"]).serialize(),
        PushPromiseFrame(1, promised_stream_id=2, data=b"", flags=["END_HEADERS"]).serialize(),
    ],
    ids=["http1", "data on an idle stream", "headers that are no HPACK", "push"],
)
def test_bytes_that_are_no_http2(protocol: CicProtocol, peer: Peer, garbage: bytes) -> None:
    protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    with pytest.raises(ProtocolViolationError):
        protocol.receive(garbage)
    peer.take(protocol.data_to_send())
    assert peer.said(h2.events.ConnectionTerminated)


def test_headers_that_are_no_text(protocol: CicProtocol, peer: Peer) -> None:
    stream = protocol.open(REQUEST, end=True)
    talk(protocol, peer)
    peer.h2.config.header_encoding = None
    peer.h2.send_headers(stream, [(b":status", b"200"), (b"x-odd", b"\xff\xfe")])
    with pytest.raises(ProtocolViolationError):
        talk(protocol, peer)


def test_no_debug_level_brings_the_token_to_the_log(
    peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (None, "hpack", "hpack.hpack", "hpack.table", "h2", "hyperframe"):
        caplog.set_level(logging.DEBUG, name)
    protocol = CicProtocol()
    for _ in range(2):
        stream = protocol.open([*REQUEST, ("authorization", "Bearer tok-secret")], end=True)
        talk(protocol, peer)
        peer.headers(stream, end=True)
        talk(protocol, peer)
    assert "tok-secret" not in caplog.text
    assert b"tok-secret".hex() not in caplog.text
