"""Finding the end of a JSON object in bytes that still arrive."""

from itertools import pairwise
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.clova_cic.cic.json_scanner import JsonScanner

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('{}"\\a한', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('{}"\\'), inner),
    max_leaves=10,
)
OBJECTS = st.builds(
    json.dumps,
    st.dictionaries(st.text('{}"\\b', max_size=4), JSON, max_size=4),
    ensure_ascii=st.booleans(),
    indent=st.sampled_from([None, 1, "\t"]),
).map(str.encode)


def scan(data: bytes, cuts: list[int]) -> int | None:
    """Feed a scanner a buffer that grows from cut to cut; stop where it finds the end."""
    scanner, buffer = JsonScanner(), bytearray()
    for start, end in pairwise([0, *sorted(cuts), len(data)]):
        buffer += data[start:end]
        if (found := scanner.find_end(buffer)) is not None:
            return found
    return None


@given(OBJECTS, st.binary(max_size=8), st.data())
def test_the_end_is_the_last_brace_however_the_bytes_are_cut(
    body: bytes, rest: bytes, data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(body) + len(rest))))
    assert scan(b"\r\n" + body + rest, cuts) == 2 + len(body)


@given(OBJECTS, st.data())
def test_there_is_no_end_before_the_last_brace(body: bytes, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(body) - 1)))
    assert scan(body[:-1], cuts) is None


@pytest.mark.parametrize(
    ("body", "end"),
    [
        pytest.param(b"{}", 2, id="empty"),
        pytest.param(b'{"a":"}"}', 9, id="a brace in a string"),
        pytest.param(b'{"a":"{"}', 9, id="an opening brace in a string"),
        pytest.param(b'{"a":"\\"}"}', 11, id="an escaped quote before a brace"),
        pytest.param(b'{"a":"\\\\"}}', 10, id="an escaped backslash ends no escape"),
        pytest.param(b'{"a":"\\\\\\"}"}', 13, id="an escaped backslash and a quote"),
        pytest.param(b'{"\\"}":{}}', 10, id="a quote in a key"),
        pytest.param(b'{"a":{"b":[{}]}}x', 16, id="nested"),
        pytest.param(b"{}{}", 2, id="two objects"),
        pytest.param(b"}", 1, id="a brace that nothing opened"),
        pytest.param(b'"}"', None, id="a string alone"),
        pytest.param(b"[1, 2]", None, id="an array alone"),
        pytest.param(b'{"a":"b', None, id="an open string"),
        pytest.param(b'{"a":"b\\', None, id="an open escape"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_braces_and_strings(body: bytes, end: int | None) -> None:
    assert scan(body, []) == end
    assert scan(body, list(range(len(body)))) == end


def test_an_escape_whose_second_half_comes_later() -> None:
    scanner = JsonScanner()
    buffer = bytearray(b'{"a":"\\')
    assert scanner.find_end(buffer) is None
    buffer += b'"'
    assert scanner.find_end(buffer) is None
    buffer += b'"}'
    assert scanner.find_end(buffer) == len(buffer)


def test_each_byte_is_read_once() -> None:
    """What has been read may change: it is not looked at again."""
    scanner = JsonScanner()
    buffer = bytearray(b'{"a": [1, 2, 3')
    assert scanner.find_end(buffer) is None
    buffer[:] = b"}" * len(buffer)
    assert scanner.find_end(buffer) is None
    buffer += b"]}"
    assert scanner.find_end(buffer) == len(buffer)
