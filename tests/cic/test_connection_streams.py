"""CicConnection: bodies that grow, responses that are paused, and streams that end one another."""

from typing import override

import h2.events
from hyperframe.frame import DataFrame

from custom_components.clova_cic.cic.errors import CicError, ConnectionLostError
from custom_components.clova_cic.cic.protocol import CONNECTION_WINDOW, STREAM_WINDOW
from custom_components.clova_cic.cic.stream import Stream

from .peer import REQUEST, Recorder, Wired

FRAME = bytes(16_000)  # less than the largest that a server may send


async def test_a_body_grows_until_it_is_finished() -> None:
    wired, recorder = Wired(), Recorder()
    stream = wired.connection.request(REQUEST, recorder, b"head", tail=b"tail")
    wired.connection.write(stream, b", more, ")
    wired.pump()
    assert stream.id is not None
    assert (wired.peer.body(stream.id), recorder.heard) == (b"head, more, ", [])
    wired.connection.finish(stream)
    wired.pump()
    assert (wired.peer.body(stream.id), recorder.heard) == (b"head, more, tail", ["sent"])


async def test_nothing_is_added_to_what_is_complete() -> None:
    wired = Wired()
    grown = wired.connection.request(REQUEST, Recorder(), b"a", tail=b"b")
    wired.connection.finish(grown)
    whole = wired.connection.request(REQUEST, Recorder(), b"c")
    for stream in (grown, whole):
        wired.connection.write(stream, b"more")
        wired.connection.finish(stream)
    wired.pump()
    assert grown.id is not None
    assert whole.id is not None
    assert [wired.peer.body(each) for each in (grown.id, whole.id)] == [b"ab", b"c"]
    assert wired.connection.error is None


async def test_nothing_is_added_to_what_was_given_up() -> None:
    wired = Wired()
    stream = wired.connection.request(REQUEST, Recorder(), b"a", tail=b"b")
    wired.pump()
    wired.connection.cancel(stream)
    wired.connection.write(stream, b"more")
    wired.connection.finish(stream)
    wired.pump()
    assert stream.id is not None
    assert wired.peer.body(stream.id) == b"a"
    assert wired.connection.error is None


async def test_what_comes_during_a_pause_is_acknowledged_afterwards() -> None:
    wired, recorder = Wired(), Recorder()
    stream = flooded(wired, recorder)
    assert recorder.heard[-1] == FRAME  # nothing is kept back: the closed window does that
    assert granted(wired, stream.id) == 0
    wired.connection.resume(stream)
    assert granted(wired, stream.id) == STREAM_WINDOW // len(FRAME) * len(FRAME)


async def test_a_paused_stream_that_ends_gives_the_connection_its_window_back() -> None:
    wired = Wired()
    streams = [flooded(wired, Recorder()) for _ in range(10)]
    before = granted(wired)
    for stream in streams:
        wired.connection.cancel(stream)
    assert granted(wired) - before > CONNECTION_WINDOW // 2


def flooded(wired: Wired, recorder: Recorder) -> Stream:
    """Return a paused stream on which the server has sent what its window allowed."""
    stream = wired.connection.request(REQUEST, recorder)
    wired.pump()
    assert stream.id is not None
    wired.peer.headers(stream.id)
    wired.pump()
    wired.connection.pause(stream)
    for _ in range(STREAM_WINDOW // len(FRAME)):
        wired.connection.data_received(DataFrame(stream.id, FRAME).serialize())
    return stream


def granted(wired: Wired, stream_id: int | None = 0) -> int:
    """How many bytes the client has given back so far: on a stream, or on the connection."""
    wired.peer.take(bytes(wired.transport.written))
    wired.transport.written.clear()
    return sum(
        event.delta or 0
        for event in wired.peer.said(h2.events.WindowUpdated)
        if isinstance(event, h2.events.WindowUpdated) and event.stream_id == stream_id
    )


async def test_a_stream_that_ends_with_another_hears_nothing_of_the_end() -> None:
    class Takes(Recorder):
        """Gives up another request as soon as its own has failed."""

        other: Stream

        @override
        def response_failed(self, error: CicError) -> None:
            super().response_failed(error)
            wired.connection.cancel(self.other)

    wired, first, second = Wired(), Takes(), Recorder()
    wired.connection.request(REQUEST, first)
    first.other = wired.connection.request(REQUEST, second)
    wired.pump()
    wired.connection.fail(ConnectionLostError("gone"))
    assert isinstance(first.error, ConnectionLostError)
    assert second.heard == ["sent"]
