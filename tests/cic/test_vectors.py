"""Bodies of answers are read the same however they are cut, and as another parser reads them."""

import re

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.clova_cic.cic.multipart import (
    AttachmentData,
    AttachmentEnd,
    AttachmentStart,
    BrokenPart,
    Item,
    JsonPart,
)

from .vectors import JSON_HEAD, VECTORS, attachment, decode, peer


@pytest.mark.parametrize("name", VECTORS)
def test_a_body_is_read_whole(name: str) -> None:
    body, items = VECTORS[name]
    assert decode(body) == items


@pytest.mark.parametrize("name", VECTORS)
def test_a_body_is_read_the_same_byte_by_byte(name: str) -> None:
    body, items = VECTORS[name]
    assert decode(body, range(len(body))) == items


@pytest.mark.parametrize("name", VECTORS)
def test_a_body_is_read_the_same_at_every_single_cut(name: str) -> None:
    body, items = VECTORS[name]
    for cut in range(len(body) + 1):
        assert decode(body, [cut]) == items


@given(st.sampled_from(sorted(VECTORS)), st.lists(st.integers(0, 400)))
def test_a_body_is_read_the_same_in_any_pieces(name: str, cuts: list[int]) -> None:
    body, items = VECTORS[name]
    assert decode(body, [min(cut, len(body)) for cut in cuts]) == items


# Content that comes close to a delimiter, and may begin and end with anything.
NEAR = st.lists(
    st.sampled_from(
        [b"\r", b"\n", b"-", b"--", b"q7", b"--q", b"\r\n--q7", b"--q7--", b"\r\n--q7-", b" ", b"{"]
    )
    | st.binary(max_size=4),
    max_size=12,
).map(b"".join)


def is_content(data: bytes) -> bool:
    """Whether a sender may choose the boundary q7 for this content."""
    return re.search(rb"\n--q7(--|[ \t]*\r?\n)", b"\n" + data + b"\r\n") is None


@st.composite
def bodies(draw: st.DrawFn, content: st.SearchStrategy[bytes]) -> tuple[bytes, list[Item]]:
    """A well-formed body of random parts, and its items."""
    body, items = draw(st.sampled_from([b"", b"\r\n", b"preamble\r\n"])), list[Item]()
    for number in range(draw(st.integers(1, 4))):
        body += b'--q7\r\nContent-Disposition: form-data; name="%d"\r\n' % number
        if draw(st.booleans()):
            data = orjson.dumps({draw(st.text('{}\\"-q7')): draw(st.text('{}\\"\r\n'))})
            body += JSON_HEAD
            items += [JsonPart(data)]
        else:
            data = draw(content)
            body += b"Content-ID: %d\r\nContent-Type: application/octet-stream\r\n\r\n" % number
            items += attachment(str(number), data)
        body += data + b"\r\n"
    return body + b"--q7--\r\n", items


@given(bodies(NEAR.filter(is_content)), st.data())
def test_random_bodies_are_read_the_same_however_they_are_cut(
    case: tuple[bytes, list[Item]], data: st.DataObject
) -> None:
    body, items = case
    assert decode(body, data.draw(st.lists(st.integers(0, len(body))))) == items


# The other parser takes every CRLF and boundary for a delimiter, or for an error.
@given(bodies((NEAR | st.binary()).filter(lambda data: b"\n--q7" not in b"\n" + data)))
def test_another_parser_finds_the_same_parts(case: tuple[bytes, list[Item]]) -> None:
    body, items = case
    contents: list[bytes] = []
    for item in items:
        match item:
            case JsonPart(data):
                contents.append(data)
            case AttachmentStart():
                contents.append(b"")
            case AttachmentData(data):
                contents[-1] += data
    assert [content for _, content in peer(body, "q7")] == contents
    assert decode(body) == items


@given(bodies(NEAR.filter(is_content)), st.data())
def test_a_body_that_ends_anywhere_loses_only_its_last_part(
    case: tuple[bytes, list[Item]], data: st.DataObject
) -> None:
    body, items = case
    found = decode(body[: data.draw(st.integers(0, len(body)))])
    whole = [item for item in found if isinstance(item, JsonPart | AttachmentEnd)]
    expected = [item for item in items if isinstance(item, JsonPart | AttachmentEnd)]
    assert whole == expected[: len(whole)]
    assert [item for item in found[:-1] if isinstance(item, BrokenPart)] == []


@given(
    st.lists(st.binary(max_size=30) | NEAR),
    st.sampled_from(["q7", "--", "a.b*c", "{}", "-", "[a"]),
    st.data(),
)
def test_arbitrary_bytes_are_read_the_same_however_they_are_cut(
    pieces: list[bytes], term: str, data: st.DataObject
) -> None:
    body = f"\r\n--{term}\r\n".encode().join([b"", *pieces])
    cuts = data.draw(st.lists(st.integers(0, len(body))))
    assert decode(body, cuts, term) == decode(body, (), term)
