"""The incremental multipart parser."""

from hypothesis import given, settings, strategies as st
import pytest

from emulator.http2.multipart import (
    MAX_PART_HEADERS,
    MAX_PARTS,
    MultipartError,
    MultipartReader,
    parse_parameters,
)

PARTS = st.lists(
    st.tuples(
        st.dictionaries(
            st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,10}", fullmatch=True).map(str.lower),
            st.from_regex(r"[!-~]([ -~]{0,20}[!-~])?", fullmatch=True),
            max_size=3,
        ),
        st.binary(max_size=200).filter(lambda body: b"--term" not in body),
    ),
    min_size=1,
    max_size=4,
)


def encode(parts: list[tuple[dict[str, str], bytes]]) -> bytes:
    body = b""
    for headers, content in parts:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        body += b"--term\r\n" + lines.encode() + b"\r\n" + content + b"\r\n"
    return body + b"--term--\r\n"


def read(body: bytes, sizes: list[int] | None = None) -> MultipartReader:
    reader = MultipartReader("term")
    for size in sizes or []:
        reader.feed(body[:size])
        body = body[size:]
    reader.feed(body)
    reader.finish()
    return reader


@settings(max_examples=300, deadline=None)
@given(PARTS, st.lists(st.integers(1, 30), max_size=40))
def test_what_is_written_is_read_whatever_the_pieces(
    parts: list[tuple[dict[str, str], bytes]], sizes: list[int]
) -> None:
    reader = read(encode(parts), sizes)
    assert [(part.headers, bytes(part.body)) for part in reader.parts] == parts
    assert reader.closed
    assert reader.remarks == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(1, 30), max_size=10))
def test_no_bytes_break_it(noise: bytes, sizes: list[int]) -> None:
    body = noise.replace(b"x", b"--term").replace(b"y", b"\r\n")
    try:
        whole = read(body)
    except MultipartError:
        with pytest.raises(MultipartError):
            read(body, sizes)
    else:
        parts = read(body, sizes).parts
        assert [bytes(part.body) for part in parts] == [bytes(part.body) for part in whole.parts]


@pytest.mark.parametrize(
    "body",
    [
        b"--term2\r\n in the text",
        b"x\r\n--terminal\r\ny",
        b"x--term\r\ny",
        b"\r\n--ter",
        b"--term x",
        b"\r\n\r\n",
    ],
)
def test_what_looks_like_a_delimiter(body: bytes) -> None:
    for size in range(1, 20):
        reader = read(encode([({}, b"first\r\n" + body), ({}, b"")]), [size] * 30)
        assert [bytes(part.body) for part in reader.parts] == [b"first\r\n" + body, b""]


def test_padding_after_a_delimiter() -> None:
    reader = read(b"--term \t\r\n\r\nbody\r\n--term--  \r\n")
    assert bytes(reader.parts[0].body) == b"body"
    assert reader.remarks == []


def test_body_bytes_are_handed_over_as_they_come() -> None:
    reader = MultipartReader("term")
    reader.feed(b"--term\r\n\r\n" + bytes(100))
    assert len(reader.parts[0].body) >= 100 - len("\r\n--term") - 2
    reader.feed(bytes(100))
    assert len(reader.parts[0].body) >= 200 - len("\r\n--term") - 2


def test_a_long_epilogue_is_one_remark() -> None:
    body = encode([({}, b"x")]) + b"more " * 100
    reader = read(body, [7] * 60)
    assert reader.remarks == [("CIC-T-034", "bytes after the closing delimiter")]
    assert len(reader.parts) == 1


def test_a_preamble_without_end() -> None:
    reader = MultipartReader("term")
    with pytest.raises(MultipartError, match="at the start"):
        reader.feed(b"x" * (MAX_PART_HEADERS + 100))


def test_headers_without_end() -> None:
    reader = MultipartReader("term")
    with pytest.raises(MultipartError, match="too long"):
        reader.feed(b"--term\r\n" + b"x: " + b"y" * MAX_PART_HEADERS)


def test_too_many_parts() -> None:
    reader = MultipartReader("term")
    with pytest.raises(MultipartError, match="more than"):
        reader.feed(b"--term\r\n\r\n\r\n" * (MAX_PARTS + 1))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a/b", ("a/b", {})),
        ("A/B; X=1;", ("a/b", {"x": "1"})),
        ('a/b; x="1;2"; y = z', ("a/b", {"x": "1;2", "y": "z"})),
        (r'a/b; x="q\"r"', ("a/b", {"x": 'q"r'})),
        ("", ("", {})),
    ],
)
def test_parameters(value: str, expected: tuple[str, dict[str, str]]) -> None:
    assert parse_parameters(value) == expected
