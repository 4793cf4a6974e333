"""CicConnection over a pipe without time, with h2 at its other end."""

from collections.abc import Iterator
from typing import override
from unittest.mock import patch

from h2.errors import ErrorCodes
import h2.events
from h2.settings import SettingCodes
from hyperframe.frame import DataFrame, GoAwayFrame, RstStreamFrame, WindowUpdateFrame
import pytest

from custom_components.clova_cic.cic import connection as module
from custom_components.clova_cic.cic.connection import CicConnection
from custom_components.clova_cic.cic.errors import (
    CicError,
    ConnectionLostError,
    GoAwayError,
    MultipartError,
    PingTimeoutError,
    ProtocolViolationError,
    StreamFailedError,
)

from .peer import REQUEST, Peer, Recorder, Wired


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Do not wait seconds for a peer that takes no farewell."""
    with patch.object(module, "CLOSE_LIMIT", 0.01):
        yield


async def test_a_request_and_its_response() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder, b"body")
    wired.pump()
    assert stream.id is not None
    assert wired.peer.body(stream.id) == b"body"
    wired.peer.headers(stream.id)
    wired.peer.h2.send_data(stream.id, b"answer", end_stream=True)
    wired.pump()
    assert recorder.heard == ["sent", 200, b"answer", "ended"]
    assert wired.connection.error is None


async def test_what_comes_before_the_transport_is_answered_once_it_is_there() -> None:
    wired = Wired(attach=False)
    wired.connection.data_received(wired.peer.h2.data_to_send())
    assert not wired.transport.written
    wired.connection.attach(wired.transport)
    wired.pump()
    assert wired.peer.said(h2.events.RemoteSettingsChanged)


async def test_headers_and_body_leave_in_one_write() -> None:
    wired = Wired()
    wired.pump()
    with patch.object(wired.transport, "write", wraps=wired.transport.write) as write:
        wired.connection.request(REQUEST, Recorder(), b"body")
    assert write.call_count == 1


async def test_empty_data_frames_are_passed_over() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    wired.peer.headers(stream.id)
    wired.peer.h2.send_data(stream.id, b"")
    wired.pump()
    assert recorder.heard == ["sent", 200]


async def test_a_receiver_that_refuses_its_data_ends_its_stream_alone() -> None:
    wired = Wired()
    bad, good = Recorder(MultipartError("no")), Recorder()
    refused = wired.connection.request(REQUEST, bad)
    other = wired.connection.request(REQUEST, good)
    wired.pump()
    assert refused.id is not None
    assert other.id is not None
    wired.peer.headers(refused.id)
    wired.peer.h2.send_data(refused.id, b"junk")
    wired.peer.headers(other.id)
    wired.peer.h2.send_data(other.id, b"fine", end_stream=True)
    wired.pump()
    assert isinstance(bad.error, MultipartError)
    assert good.heard == ["sent", 200, b"fine", "ended"]
    assert wired.peer.said(h2.events.StreamReset)


async def test_a_closed_window_holds_a_body_back_until_it_opens() -> None:
    wired, recorder = Wired(Peer(initial_window_size=0)), Recorder()
    wired.pump()
    stream = wired.connection.request(REQUEST, recorder, b"body")
    wired.pump()
    assert recorder.heard == []
    wired.peer.h2.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 3})
    wired.pump()
    assert recorder.heard == ["sent"]
    assert stream.id is not None
    assert wired.peer.body(stream.id) == b"body"


async def test_a_full_socket_holds_a_body_back_until_it_drains() -> None:
    wired, recorder = Wired(), Recorder()
    wired.pump()
    wired.connection.pause_writing()
    wired.connection.request(REQUEST, recorder, b"body")
    wired.pump()
    assert recorder.heard == []
    wired.connection.resume_writing()
    wired.pump()
    assert recorder.heard == ["sent"]


async def test_requests_wait_for_the_servers_limit_of_streams() -> None:
    wired = Wired(Peer(max_concurrent_streams=1))
    wired.pump()
    first, second, third = Recorder(), Recorder(), Recorder()
    running = wired.connection.request(REQUEST, first)
    waiting = wired.connection.request(REQUEST, second)
    given_up = wired.connection.request(REQUEST, third)
    wired.pump()
    assert second.heard == []
    wired.connection.cancel(given_up)
    assert running.id is not None
    wired.peer.headers(running.id, end=True)
    wired.pump()
    assert waiting.id is not None
    assert (second.heard, third.heard) == (["sent"], [])


async def test_a_limit_that_grows_lets_waiting_requests_go() -> None:
    wired, recorder = Wired(Peer(max_concurrent_streams=0)), Recorder()
    wired.pump()
    wired.connection.request(REQUEST, recorder)
    assert recorder.heard == []
    wired.peer.h2.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 5})
    wired.pump()
    assert recorder.heard == ["sent"]


async def test_a_reset_by_the_server_ends_one_stream_and_makes_room() -> None:
    wired = Wired(Peer(max_concurrent_streams=1))
    wired.pump()
    first, second = Recorder(), Recorder()
    stream = wired.connection.request(REQUEST, first)
    wired.connection.request(REQUEST, second)
    wired.pump()
    assert stream.id is not None
    wired.peer.h2.reset_stream(stream.id, ErrorCodes.INTERNAL_ERROR)
    wired.pump()
    assert isinstance(first.error, StreamFailedError)
    assert second.heard == ["sent"]


async def test_a_window_update_and_a_reset_in_one_read() -> None:
    wired, recorder = Wired(Peer(initial_window_size=0)), Recorder()
    wired.pump()
    stream = wired.connection.request(REQUEST, recorder, b"body")
    wired.pump()
    assert stream.id is not None
    update = WindowUpdateFrame(stream.id, window_increment=10).serialize()
    reset = RstStreamFrame(stream.id, error_code=8).serialize()
    wired.connection.data_received(update + reset)
    assert isinstance(recorder.error, StreamFailedError)
    assert wired.connection.error is None


async def test_a_response_that_ends_before_its_request() -> None:
    wired, recorder = Wired(Peer(initial_window_size=2)), Recorder()
    wired.pump()
    stream = wired.connection.request(REQUEST, recorder, b"too long")
    assert stream.id is not None
    wired.peer.take(bytes(wired.transport.written))
    wired.transport.written.clear()
    wired.peer.h2.send_headers(stream.id, [(":status", "413")], end_stream=True)
    wired.connection.data_received(wired.peer.h2.data_to_send())
    assert recorder.heard == [413, "ended"]
    wired.pump()
    assert wired.peer.said(h2.events.StreamReset)


async def test_events_of_streams_nobody_waits_for() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder)
    other = wired.connection.request(REQUEST, Recorder())
    wired.pump()
    assert stream.id is not None
    wired.connection.cancel(stream)
    wired.connection.cancel(stream)
    # The server's answer crosses the reset on its way.
    wired.peer.headers(stream.id)
    wired.peer.h2.send_data(stream.id, b"late", end_stream=True)
    wired.connection.data_received(wired.peer.h2.data_to_send())
    assert recorder.heard == ["sent"]
    assert not other.ended


async def test_frames_that_follow_a_cancel_in_the_same_read() -> None:
    wired = Wired()
    bad = Recorder(MultipartError("no"))
    stream = wired.connection.request(REQUEST, bad)
    wired.pump()
    assert stream.id is not None
    wired.peer.headers(stream.id)
    wired.peer.h2.send_data(stream.id, b"junk")
    wired.peer.h2.send_data(stream.id, b"more junk", end_stream=True)
    wired.pump()
    assert bad.heard[:2] == ["sent", 200]
    assert len(bad.heard) == 3


async def test_headers_and_reset_for_a_stream_that_is_gone() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    headers, reset = Peer(), RstStreamFrame(stream.id, error_code=8).serialize()
    headers.h2.data_to_send()
    wired.peer.headers(stream.id)
    data = wired.peer.h2.data_to_send()
    # h2 has seen neither when the receiver gives up.
    original = wired.connection._protocol.receive

    def receive(raw: bytes) -> list[object]:
        events = original(raw)
        wired.connection.cancel(stream)
        return list(events)

    with patch.object(wired.connection._protocol, "receive", receive):
        wired.connection.data_received(data + reset)
    assert recorder.heard == ["sent"]


async def test_the_first_fatal_error_ends_every_stream_and_stays() -> None:
    wired = Wired(Peer(max_concurrent_streams=1))
    wired.pump()
    open_one, waiting = Recorder(), Recorder()
    wired.connection.request(REQUEST, open_one)
    wired.connection.request(REQUEST, waiting)
    first = PingTimeoutError("first")
    wired.connection.fail(first)
    wired.connection.fail(ConnectionLostError("second"))
    wired.connection.connection_lost(OSError("third"))
    assert (open_one.error, waiting.error) == (first, first)
    assert wired.connection.error is first
    assert len(open_one.heard) == 2
    with pytest.raises(PingTimeoutError):
        wired.connection.request(REQUEST, Recorder())


@pytest.mark.parametrize(
    ("cause", "reason"),
    [(None, "the server closed the connection"), (OSError("reset"), "the connection broke")],
)
async def test_a_lost_socket(cause: OSError | None, reason: str) -> None:
    wired, recorder = Wired(), Recorder()
    wired.connection.request(REQUEST, recorder)
    wired.connection.connection_lost(cause)
    assert isinstance(recorder.error, ConnectionLostError)
    assert recorder.error.reason == reason
    assert recorder.error.__cause__ is cause
    assert wired.connection.is_closed


async def test_bytes_that_are_no_http2_end_the_connection_with_goaway() -> None:
    wired, recorder = Wired(), Recorder()
    wired.connection.request(REQUEST, recorder)
    wired.pump()
    wired.connection.data_received(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert isinstance(recorder.error, ProtocolViolationError)
    wired.peer.take(bytes(wired.transport.written))
    assert wired.peer.said(h2.events.ConnectionTerminated)
    assert wired.transport.is_closing()


async def test_goaway_fails_what_was_not_begun_and_lets_the_rest_end() -> None:
    wired = Wired(Peer(max_concurrent_streams=2))
    wired.pump()
    begun, not_begun, waiting = Recorder(), Recorder(), Recorder()
    first = wired.connection.request(REQUEST, begun)
    wired.connection.request(REQUEST, not_begun)
    wired.connection.request(REQUEST, waiting)
    wired.pump()
    assert first.id is not None
    goaway = GoAwayFrame(0, last_stream_id=first.id, error_code=0).serialize()
    wired.connection.data_received(goaway)
    assert isinstance(not_begun.error, GoAwayError)
    assert isinstance(waiting.error, GoAwayError)
    with pytest.raises(GoAwayError):
        wired.connection.request(REQUEST, Recorder())
    assert not wired.transport.is_closing()

    wired.peer.headers(first.id)
    wired.peer.h2.send_data(first.id, b"answer", end_stream=True)
    wired.connection.data_received(wired.peer.h2.data_to_send())
    assert begun.heard == ["sent", 200, b"answer", "ended"]
    assert wired.transport.is_closing()


async def test_goaway_twice_and_the_last_stream_given_up() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    for last_stream in (2**31 - 1, stream.id):
        goaway = GoAwayFrame(0, last_stream_id=last_stream, error_code=0).serialize()
        wired.connection.data_received(goaway)
    assert not wired.transport.is_closing()
    wired.connection.cancel(stream)
    assert wired.transport.is_closing()


async def test_a_reset_of_the_last_stream_after_goaway_closes_the_connection() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    goaway = GoAwayFrame(0, last_stream_id=stream.id, error_code=0).serialize()
    wired.connection.data_received(goaway)
    assert not wired.transport.is_closing()
    wired.connection.data_received(RstStreamFrame(stream.id, error_code=8).serialize())
    assert isinstance(recorder.error, StreamFailedError)
    assert wired.transport.is_closing()


async def test_goaway_on_an_idle_connection_closes_it() -> None:
    wired = Wired()
    wired.connection.data_received(wired.peer.h2.data_to_send())
    wired.connection.data_received(GoAwayFrame(0, last_stream_id=0, error_code=2).serialize())
    assert wired.transport.is_closing()
    assert isinstance(wired.connection.error, GoAwayError)


async def test_ping_acks_reach_the_listener() -> None:
    class Listener:
        def __init__(self) -> None:
            self.heard: list[bytes] = []

        def acknowledged(self, payload: bytes, now: float) -> None:
            assert now > 0
            self.heard.append(payload)

    wired, listener = Wired(), Listener()
    wired.connection.ping(b"unheard!")
    wired.pump()
    wired.connection.reception.pings = listener
    wired.connection.ping(b"12345678")
    wired.pump()
    assert listener.heard == [b"12345678"]


async def test_closing_says_goaway_and_waits_for_the_socket() -> None:
    wired, recorder = Wired(), Recorder()
    wired.connection.request(REQUEST, recorder)
    wired.pump()
    await wired.connection.aclose()
    wired.peer.take(bytes(wired.transport.written))
    assert wired.peer.said(h2.events.ConnectionTerminated)
    assert isinstance(recorder.error, ConnectionLostError)
    assert wired.connection.is_closed
    # What is asked of a closed connection changes nothing and breaks nothing.
    wired.connection.ping(b"12345678")
    wired.connection.expire(60)
    await wired.connection.aclose()


async def test_closing_a_dead_peer_takes_bounded_time() -> None:
    wired = Wired()
    wired.transport.stuck = True
    await wired.connection.aclose(PingTimeoutError("dead"))
    assert wired.transport.aborted
    assert isinstance(wired.connection.error, PingTimeoutError)


async def test_closing_before_there_is_a_transport() -> None:
    connection = CicConnection()
    await connection.aclose()
    connection._abort()
    assert isinstance(connection.error, CicError)


async def test_an_expiry_drops_what_is_still_open() -> None:
    wired, recorder = Wired(), Recorder()
    wired.transport.stuck = True
    wired.connection.request(REQUEST, recorder)
    wired.connection.expire(0.0)
    await wired.connection.lost
    assert wired.transport.aborted
    assert isinstance(recorder.error, ConnectionLostError)


async def test_data_for_a_closed_stream_still_gives_the_connection_its_window_back() -> None:
    wired = Wired()
    stream = wired.connection.request(REQUEST, Recorder())
    wired.pump()
    assert stream.id is not None
    wired.peer.headers(stream.id)
    wired.pump()
    wired.connection.cancel(stream)
    late = DataFrame(stream.id, bytes(16_000)).serialize()
    for _ in range(100):
        wired.connection.data_received(late)
    wired.peer.take(bytes(wired.transport.written))
    updates = wired.peer.said(h2.events.WindowUpdated)
    assert (
        sum(event.delta for event in updates if isinstance(event, h2.events.WindowUpdated)) > 10**6
    )


async def test_a_receiver_that_refuses_the_end_ends_its_stream_alone() -> None:
    class Refuses(Recorder):
        @override
        def response_ended(self) -> None:
            raise MultipartError("no")

    wired, recorder = Wired(), Refuses()
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    wired.peer.headers(stream.id, end=True)
    wired.pump()
    assert isinstance(recorder.error, MultipartError)
    assert wired.connection.error is None
