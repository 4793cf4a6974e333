"""GOAWAY frames are taken out of a byte stream; everything else stays as it is."""

from itertools import pairwise

from hyperframe.frame import (
    DataFrame,
    Frame,
    GoAwayFrame,
    HeadersFrame,
    PingFrame,
    SettingsFrame,
    WindowUpdateFrame,
)
from hypothesis import given, strategies as st
import pytest

from custom_components.clova_cic.cic.errors import ProtocolViolationError
from custom_components.clova_cic.cic.goaway import GoAway, GoAwayFilter

SETTINGS = SettingsFrame(0, settings={3: 100})
ANSWER = HeadersFrame(1, b"\x88", flags=["END_HEADERS"])
LOOKALIKE = DataFrame(1, GoAwayFrame(0, 9, 9).serialize())
MALFORMED = b"\x00\x00\x07\x07\x00\x00\x00\x00\x00" + bytes(7)


def goaway(last: int = 7, code: int = 2, debug: bytes = b"") -> bytes:
    """A GOAWAY frame."""
    return GoAwayFrame(0, last, code, debug).serialize()


def run(data: bytes, cuts: list[int]) -> tuple[bytes, list[GoAway]]:
    """Feed a filter in pieces."""
    under_test, kept, found = GoAwayFilter(), b"", list[GoAway]()
    for start, end in pairwise([0, *sorted(cuts), len(data)]):
        piece, frames = under_test.feed(data[start:end])
        kept += piece
        found += frames
    return kept, found


def join(*frames: Frame | bytes) -> bytes:
    """The frames as they stand on the wire."""
    return b"".join(one if isinstance(one, bytes) else one.serialize() for one in frames)


OTHERS = st.sampled_from(
    [
        SETTINGS,
        ANSWER,
        LOOKALIKE,
        DataFrame(1, b""),
        DataFrame(3, b"\x07" * 40),
        PingFrame(0, b"\x00\x00\x08\x07\x00\x00\x00\x00"),
        WindowUpdateFrame(0, 5),
    ]
).map(join)
GOAWAYS = st.builds(
    goaway, st.integers(0, 2**31 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=20)
)


@given(st.lists(st.tuples(st.booleans(), OTHERS, GOAWAYS), max_size=6), st.data())
def test_only_goaway_frames_are_taken_however_the_bytes_are_cut(
    frames: list[tuple[bool, bytes, bytes]], data: st.DataObject
) -> None:
    wire = b"".join(away if taken else other for taken, other, away in frames)
    cuts = data.draw(st.lists(st.integers(0, len(wire))))
    kept, found = run(wire, cuts)
    assert kept == b"".join(other for taken, other, _ in frames if not taken)
    assert found == [
        GoAway(int.from_bytes(away[9:13]), int.from_bytes(away[13:17]))
        for taken, _, away in frames
        if taken
    ]


def test_a_goaway_between_data_frames_is_taken_at_every_cut() -> None:
    before, after = join(SETTINGS, DataFrame(1, b"first")), join(DataFrame(1, b"second"))
    wire = before + goaway(1, 0, b"bye") + goaway(1, 2) + after
    for cut in range(len(wire) + 1):
        assert run(wire, [cut]) == (before + after, [GoAway(1, 0), GoAway(1, 2)])
    assert run(wire, list(range(len(wire)))) == (before + after, [GoAway(1, 0), GoAway(1, 2)])


def test_what_holds_no_goaway_passes_at_once_and_uncopied() -> None:
    under_test = GoAwayFilter()
    data = DataFrame(1, bytes(100)).serialize()
    assert under_test.feed(data[:20]) == (data[:20], [])
    rest = data[20:]
    assert under_test.feed(rest)[0] is rest


def test_bytes_of_a_frame_that_is_not_complete_pass_on() -> None:
    under_test = GoAwayFilter()
    data = DataFrame(1, b"abcdef").serialize()
    assert under_test.feed(data[:8]) == (b"", [])
    assert under_test.feed(data[8:11]) == (data[:11], [])
    assert under_test.feed(data[11:]) == (data[11:], [])


def test_the_reserved_bit_is_no_part_of_the_stream_id() -> None:
    wire = bytearray(goaway(5, 0))
    wire[9] |= 0x80
    assert run(bytes(wire), []) == (b"", [GoAway(5, 0)])


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(MALFORMED, id="too short for its fields"),
        pytest.param(b"\x00\x00\x00\x07\x00\x00\x00\x00\x00", id="empty"),
    ],
)
def test_a_malformed_goaway_is_left_to_h2(frame: bytes) -> None:
    after = DataFrame(1, b"x").serialize()
    wire = frame + after + goaway(3, 0)
    for cuts in ([], [5], [9], [12], [len(frame)], [len(frame) + 4]):
        assert run(wire, cuts) == (frame + after, [GoAway(3, 0)])


@pytest.mark.parametrize(
    "frame",
    [
        b"\x00\x40\x01\x07\x00\x00\x00\x00\x00",
        b"\x00\x40\x01\x00\x00\x00\x00\x00\x01",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
    ],
)
def test_a_frame_that_is_too_long_is_refused_before_its_payload_comes(frame: bytes) -> None:
    for cuts in ([], list(range(len(frame)))):
        with pytest.raises(ProtocolViolationError):
            run(join(SETTINGS) + frame, cuts)


def test_a_frame_may_be_as_long_as_http2_allows() -> None:
    wire = DataFrame(1, bytes(16_384)).serialize()
    for cuts in ([], [1], [2], [3], [9]):
        assert run(wire + goaway(3, 0), cuts) == (wire, [GoAway(3, 0)])


def test_the_longest_goaway_is_taken() -> None:
    wire = goaway(3, 1, bytes(16_384 - 8))
    assert run(wire, list(range(0, len(wire), 1000))) == (b"", [GoAway(3, 1)])


@pytest.mark.parametrize("place", [5, 6, 7, 8])
def test_a_goaway_on_a_stream_is_left_to_h2(place: int) -> None:
    """RFC 9113 §6.8: a connection error, which h2 knows how to answer."""
    wire = bytearray(goaway())
    wire[place] = 1
    assert run(bytes(wire), []) == (bytes(wire), [])


def test_a_goaway_that_is_not_complete_is_not_told() -> None:
    assert run(goaway(3, 1, b"debug")[:-1], []) == (b"", [])
