"""Leaving frames out below h2."""

from hyperframe.frame import DataFrame, Frame, GoAwayFrame, PingFrame, SettingsFrame
from hypothesis import given, strategies as st

from emulator.http2.frames import ACK_FLAG, PING, FrameFilter, goaway

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def ack() -> PingFrame:
    frame = PingFrame(0, b"12345678")
    frame.flags.add("ACK")
    return frame


FRAMES: list[Frame] = [
    SettingsFrame(0),
    PingFrame(0, b"12345678"),
    DataFrame(1, b"hello"),
    ack(),
    PingFrame(0, b"abcdefgh"),
    DataFrame(1, b""),
]


@given(st.lists(st.sampled_from(FRAMES), max_size=8), st.lists(st.integers(1, 40), max_size=30))
def test_pings_are_cut_out_wherever_the_reads_end(frames: list[Frame], sizes: list[int]) -> None:
    filtered = FrameFilter(lambda kind, flags: kind == PING and not flags & ACK_FLAG)
    data = PREFACE + b"".join(frame.serialize() for frame in frames)
    out = b""
    for size in [*sizes, len(data)]:
        out += filtered.feed(data[:size])
        data = data[size:]
    kept = [f for f in frames if not isinstance(f, PingFrame) or "ACK" in f.flags]
    assert out == PREFACE + b"".join(frame.serialize() for frame in kept)


def test_nothing_is_copied_when_nothing_is_cut() -> None:
    filtered = FrameFilter(lambda _kind, _flags: False)
    data = PREFACE + SettingsFrame(0).serialize()
    assert filtered.feed(data) is data


def test_goaway() -> None:
    frame, length = Frame.parse_frame_header(memoryview(goaway(5, 11))[:9])
    frame.parse_body(memoryview(goaway(5, 11))[9:])
    assert isinstance(frame, GoAwayFrame)
    assert (frame.last_stream_id, frame.error_code, length) == (5, 11, 8)
