"""The bodies of answers, however they are cut."""

import tracemalloc

import pytest

from custom_components.clova_cic.cic.errors import MultipartError
from custom_components.clova_cic.cic.multipart import (
    MAX_BOUNDARY,
    MAX_HEADERS,
    MAX_JSON,
    MAX_PARTS,
    AttachmentData,
    AttachmentEnd,
    AttachmentStart,
    BrokenPart,
    Item,
    JsonPart,
    MultipartDecoder,
    boundary_of,
)

from .vectors import (
    BINARY_HEAD,
    CUT_END,
    CUT_JSON,
    JSON_HEAD,
    ONE,
    TWO,
    VECTORS,
    attachment,
    decode,
)


def test_what_came_is_no_part_of_a_repr() -> None:
    assert "secret" not in repr([JsonPart(b"secret"), AttachmentData(b"secret")])


# Content types


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        pytest.param("multipart/form-data; boundary=q7", "q7", marks=pytest.mark.cic("CIC-T-050")),
        pytest.param("multipart/related; boundary=q7", "q7", marks=pytest.mark.cic("CIC-T-050")),
        pytest.param("multipart/related; boundary=q7;", "q7", marks=pytest.mark.cic("CIC-T-051")),
        pytest.param("multipart/related;boundary=q7 ; ", "q7", marks=pytest.mark.cic("CIC-T-051")),
        pytest.param(
            'multipart/form-data; boundary="q7";', "q7", marks=pytest.mark.cic("CIC-T-051")
        ),
        ("Multipart/Related; Boundary=Q7", "Q7"),
        ('multipart/related; boundary="a b=;c"', "a b=;c"),
        ("multipart/related; type=a/b; boundary=q7; start=x", "q7"),
        ('multipart/related; start="x; boundary=no"; boundary=q7', "q7"),
        ('multipart/related; boundary=q7; start="x; boundary=no"', "q7"),
        ("multipart/related;; boundary=q7", "q7"),
        ("multipart/related; flag; boundary=q7", "q7"),
        ("multipart/related ;\tboundary=q7", "q7"),
        (" multipart/mixed; boundary=q7 ", "q7"),
        (
            "multipart/related; boundary=gc0p4Jq0M2Yt08j34c0p'()+_,-./:=?",
            "gc0p4Jq0M2Yt08j34c0p'()+_,-./:=?",
        ),
        ("multipart/related; xboundary=no; boundary=q7", "q7"),
        (f"multipart/related; boundary={'b' * MAX_BOUNDARY}", "b" * MAX_BOUNDARY),
    ],
)
def test_the_boundary_is_found(content_type: str, boundary: str) -> None:
    assert boundary_of(content_type) == boundary


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "multipart/related",
        "multipart/related; boundary",
        "multipart/related; boundary=",
        'multipart/related; boundary=""',
        "multipart/related; xboundary=q7",
        'multipart/related; start="; boundary=q7"',
        "text/plain; boundary=q7",
        "text/plain; a=multipart/related; boundary=q7",
        f"multipart/related; boundary={'b' * (MAX_BOUNDARY + 1)}",
        "multipart/related; boundary=q한",
    ],
)
def test_a_content_type_without_a_usable_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(MultipartError):
        boundary_of(content_type)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("part", [";a=b     ", "; ", ' ;"', ';a="b" ', "; boundary", ";a=b;"])
def test_a_hostile_content_type_costs_little(part: str) -> None:
    with pytest.raises(MultipartError):
        boundary_of("multipart/x" + part * 200)


# Decoding (test_vectors.py has the bodies)


@pytest.mark.cic("CIC-T-052")
@pytest.mark.parametrize("name", ["header names in any case", "the older spelling of the id"])
def test_header_names_and_charset_are_read_in_any_case(name: str) -> None:
    body, items = VECTORS[name]
    assert decode(body) == items


@pytest.mark.cic("CIC-T-053")
def test_the_disposition_does_not_matter() -> None:
    body, items = VECTORS["a disposition that says otherwise"]
    assert decode(body) == items


def test_a_boundary_is_no_pattern() -> None:
    body = b"--a.c\r\n" + BINARY_HEAD + b"data\r\n--abc--\r\n--a.c--"
    assert decode(body, term="a.c") == attachment("a1", b"data\r\n--abc--")


# What is handed over before the rest has come


@pytest.mark.cic("CIC-T-019")
def test_a_json_part_is_handed_over_at_its_last_brace() -> None:
    decoder = MultipartDecoder("q7")
    assert list(decoder.feed(b"--q7\r\n" + JSON_HEAD + b'{"n":1')) == []
    assert list(decoder.feed(b"}")) == [ONE]
    assert list(decoder.feed(b"\r\n--q7\r\n" + JSON_HEAD)) == []
    assert list(decoder.feed(b'{"n":{"m":"}"}}')) == [TWO]


def test_a_long_part_does_not_hide_the_end_of_a_short_one() -> None:
    decoder = MultipartDecoder("q7")
    assert list(decoder.feed(b"--q7\r\n" + JSON_HEAD + b'{"n":"' + b"x" * 1000)) == []
    assert len(list(decoder.feed(b'"}\r\n--q7\r\n' + JSON_HEAD))) == 1
    assert list(decoder.feed(b'{"n":\r\n--q7\r\n')) == [CUT_JSON]


@pytest.mark.cic("CIC-T-020")
@pytest.mark.parametrize("after", [b"--q7", b"--q7--"])
def test_parts_go_on_after_hello_whichever_delimiter_follows_it(after: bytes) -> None:
    decoder = MultipartDecoder("q7")
    assert list(decoder.feed(b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n' + after)) == [ONE]
    closed = after.endswith(b"--")
    again = b"\r\n--q7\r\n" if closed else b"\r\n"
    assert list(decoder.feed(again + JSON_HEAD + b'{"n":{"m":"}"}}')) == [TWO]


def test_an_attachment_is_handed_over_as_its_bytes_come() -> None:
    decoder = MultipartDecoder("q7")
    assert list(decoder.feed(b"--q7\r\n" + BINARY_HEAD)) == [AttachmentStart("a1")]
    assert list(decoder.feed(b"abc")) == [AttachmentData(b"abc")]
    assert list(decoder.feed(b"def\r\n--")) == [AttachmentData(b"def")]
    assert list(decoder.feed(b"q8")) == [AttachmentData(b"\r\n--q8")]
    assert list(decoder.feed(b"\r")) == []
    assert list(decoder.feed(b"\r\n--q7--")) == [AttachmentData(b"\r"), AttachmentEnd()]


def test_after_the_end_nothing_is_left() -> None:
    decoder = MultipartDecoder("q7")
    list(decoder.feed(b"--q7\r\n" + JSON_HEAD + b'{"n":'))
    assert len(list(decoder.finish())) == 1
    assert list(decoder.finish()) == []


# Bounds


def held(decoder: MultipartDecoder) -> int:
    """How many bytes a decoder holds."""
    return len(decoder._buffer)


def test_little_of_an_attachment_is_held() -> None:
    decoder = MultipartDecoder("q7")
    list(decoder.feed(b"--q7\r\n" + BINARY_HEAD))
    for piece in (bytes(100_000), b"\r\n--q" * 999, b"\n" * 999, b"\r\n--q7" + b" " * 500, b"\r"):
        list(decoder.feed(piece))
        assert held(decoder) < 100


def test_nothing_is_held_of_text_that_belongs_to_no_part() -> None:
    decoder = MultipartDecoder("q7")
    for _ in range(3):
        list(decoder.feed(b"preamble" * 1000))
        assert held(decoder) == 0


def test_a_long_answer_takes_no_more_memory_than_a_short_one() -> None:
    decoder, piece = MultipartDecoder("q7"), bytes(16_384)
    list(decoder.feed(b"--q7\r\n" + BINARY_HEAD))
    tracemalloc.start()
    try:
        for _ in range(600):
            for _item in decoder.feed(piece):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1024 * 1024


def error_after(decoder: MultipartDecoder, piece: bytes) -> int:
    """Feed a piece again and again; return how many bytes it took until MultipartError."""
    for count in range(1, 2 * MAX_JSON):
        try:
            list(decoder.feed(piece))
        except MultipartError:
            return count * len(piece)
    pytest.fail("no bound was found")


@pytest.mark.parametrize("piece", [b"a", b"a: b\r\n", b"x" * 1000])
def test_headers_without_an_end_are_an_error(piece: bytes) -> None:
    decoder = MultipartDecoder("q7")
    list(decoder.feed(b"--q7\r\n"))
    assert MAX_HEADERS < error_after(decoder, piece) <= MAX_HEADERS + 2 * len(piece)


def test_headers_that_are_just_short_enough_are_good() -> None:
    filler = b"X: " + b"x" * (MAX_HEADERS - len(JSON_HEAD) - 5) + b"\r\n"
    assert decode(b"--q7\r\n" + filler + JSON_HEAD + b'{"n":1}\r\n--q7--') == [ONE]
    with pytest.raises(MultipartError):
        decode(b"--q7\r\nX: x" + filler + JSON_HEAD + b'{"n":1}\r\n--q7--')


@pytest.mark.parametrize("size", range(MAX_HEADERS - 4, MAX_HEADERS + 1))
def test_the_end_raises_nothing(size: int) -> None:
    tail = b"\r\n--q7"
    decoder = MultipartDecoder("q7")
    assert list(decoder.feed(b"--q7\r\n" + b"x" * (size - len(tail)) + tail)) == []
    assert list(decoder.finish()) == [CUT_END]


TOO_LONG = BrokenPart("a JSON part is too long")


@pytest.mark.parametrize("piece", [b"[", b'"', b" ", b"{"])
def test_json_without_an_end_costs_only_itself(piece: bytes) -> None:
    decoder = MultipartDecoder("q7")
    list(decoder.feed(b"--q7\r\n" + JSON_HEAD))
    items: list[object] = []
    for _ in range(3 * MAX_JSON // 16_384):
        items += decoder.feed(piece * 16_384)
        assert len(decoder._buffer) <= MAX_JSON
    assert items == [TOO_LONG]
    assert list(decoder.feed(b"\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}')) == [ONE]


def test_json_that_comes_at_once_and_is_too_long_costs_only_itself() -> None:
    body = b'{"n":"' + b"x" * MAX_JSON + b'"}'
    rest = b"\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--'
    assert decode(b"--q7\r\n" + JSON_HEAD + body + rest) == [TOO_LONG, ONE]


def test_json_that_is_just_short_enough_is_good() -> None:
    body = b'{"n":"' + b"x" * (MAX_JSON - 10) + b'"}'
    assert decode(b"--q7\r\n" + JSON_HEAD + body + b"\r\n--q7--") == [JsonPart(body)]


def test_too_many_parts_are_an_error() -> None:
    part = b'--q7\r\n{"n":1}\r\n'
    assert decode(part * MAX_PARTS + b"--q7--") == [ONE] * MAX_PARTS
    with pytest.raises(MultipartError, match="too many"):
        decode(part * (MAX_PARTS + 1))


def test_a_channel_without_an_end_may_have_any_number_of_parts() -> None:
    decoder = MultipartDecoder("q7", max_parts=None)
    part = b'--q7\r\n{"n":1}\r\n'
    assert len(list(decoder.feed(part * 3 * MAX_PARTS))) == 3 * MAX_PARTS


@pytest.mark.parametrize(
    ("part", "items"),
    [
        (b'--q7\r\n{"n":1}\r\n', [ONE]),
        (b'--q7\r\n{"n":"\r\n', [BrokenPart("a part ended before its JSON did")]),
        (b"--q7\r\n" + BINARY_HEAD + b"data\r\n", attachment("a1", b"data")),
    ],
)
def test_what_came_before_a_bound_is_exceeded_is_not_lost(part: bytes, items: list[Item]) -> None:
    decoder, found = MultipartDecoder("q7", max_parts=1), list[Item]()
    with pytest.raises(MultipartError):
        found.extend(decoder.feed(part * 2))
    assert found == items
