"""Multipart bodies and what a decoder has to make of them, and tools to cut and to compare."""

from collections.abc import Iterable
from itertools import pairwise

from multipart import MultipartSegment, PushMultipartParser

from custom_components.clova_cic.cic.multipart import (
    AttachmentData,
    AttachmentEnd,
    AttachmentStart,
    BrokenPart,
    Item,
    JsonPart,
    MultipartDecoder,
)

TERM = "q7"
CUT_JSON = BrokenPart("a part ended before its JSON did")
CUT_END = BrokenPart("the response ended inside a part")


def attachment(content_id: str, data: bytes) -> list[Item]:
    """The items of a complete attachment."""
    return [AttachmentStart(content_id), *([AttachmentData(data)] if data else []), AttachmentEnd()]


def decode(body: bytes, cuts: Iterable[int] = (), term: str = TERM) -> list[Item]:
    """What a decoder yields for a body that arrives in pieces, with attachment data joined."""
    decoder, items = MultipartDecoder(term), list[Item]()
    for start, end in pairwise([0, *sorted(cuts), len(body)]):
        items += decoder.feed(body[start:end])
    return join_data([*items, *decoder.finish()])


def join_data(items: Iterable[Item]) -> list[Item]:
    """Make one of neighbouring pieces of an attachment; none may be empty."""
    joined: list[Item] = []
    for item in items:
        if isinstance(item, AttachmentData):
            assert item.data
            if joined and isinstance(last := joined[-1], AttachmentData):
                joined[-1] = AttachmentData(last.data + item.data)
                continue
        joined.append(item)
    return joined


def peer(body: bytes, term: str) -> list[tuple[dict[str, str], bytes]]:
    """What an independent parser makes of a body: the headers and the content of each part."""
    parts: list[tuple[dict[str, str], bytes]] = []
    with PushMultipartParser(term) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                parts.append(({name.lower(): value for name, value in event.headerlist}, b""))
            elif event is not None:
                headers, data = parts.pop()
                parts.append((headers, data + event))
    return parts


JSON_HEAD = b"Content-Type: application/json; charset=UTF-8\r\n\r\n"
BINARY_HEAD = b"Content-Type: application/octet-stream\r\nContent-ID: a1\r\n\r\n"
ONE, TWO = JsonPart(b'{"n":1}'), JsonPart(b'{"n":{"m":"}"}}')

# Each body with the items that it has.
VECTORS: dict[str, tuple[bytes, list[Item]]] = {
    "one part": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--\r\n', [ONE]),
    "nothing after the last delimiter": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--', [ONE]),
    "two parts": (
        b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7\r\n' + JSON_HEAD + b'{"n":{"m":"}"}}\r\n--q7--',
        [ONE, TWO],
    ),
    "a preamble and an epilogue": (
        b"not a part\r\n--q7x\r\n{}\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--\r\n{"not":1}',
        [ONE],
    ),
    "an empty line before the first delimiter": (
        b"\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [ONE],
    ),
    "a closing delimiter between the parts": (
        b"--q7\r\n"
        + JSON_HEAD
        + b'{"n":1}\r\n--q7--\r\n--q7\r\n'
        + JSON_HEAD
        + b'{"n":{"m":"}"}}\r\n--q7--\r\n',
        [ONE, TWO],
    ),
    "closing delimiters only": (b"--q7--\r\n--q7--\r\n--q7--", []),
    "an open delimiter at the end": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7\r\n', [ONE]),
    "an open delimiter without a line end": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7', [ONE]),
    "bare line feeds": (
        b'--q7\nContent-Type: application/json\n\n{"n":1}\n--q7\nContent-Type: a/b\n\ndata\n--q7--\n',
        [ONE, *attachment("", b"data")],
    ),
    "no headers": (b'--q7\r\n\r\n{"n":1}\r\n--q7--', [ONE]),
    "no headers and bare line feeds": (b'--q7\n\n{"n":1}\n--q7--', [ONE]),
    "no headers and no empty line": (b'--q7\r\n{"n":1}\r\n--q7--', [ONE]),
    "headers and no empty line": (
        b'--q7\r\nContent-Type: application/json\r\n{"n":1}\r\n--q7\r\n{"n":{"m":"}"}}\r\n--q7--',
        [ONE, TWO],
    ),
    "two empty lines": (
        b'--q7\r\nContent-Type: application/json\r\n\r\n\r\n{"n":1}\r\n--q7--',
        [JsonPart(b'\r\n{"n":1}')],
    ),
    "header names in any case": (
        (
            b"--q7\r\ncontent-TYPE:APPLICATION/JSON;CHARSET=utf-8\r\n\r\n{}\r\n"
            b"--q7\r\nCONTENT-type : A/B\r\ncontent-Id:<a1>\r\n\r\ndata\r\n--q7--"
        ),
        [JsonPart(b"{}"), *attachment("a1", b"data")],
    ),
    "the older spelling of the id": (
        b"--q7\r\nContent-Id: a1\r\nContent-Type: application/octet-stream\r\n\r\ndata\r\n--q7--",
        attachment("a1", b"data"),
    ),
    "an id in brackets and blanks": (
        b"--q7\r\nContent-ID: \t< a1 >\t\r\nContent-Type: a/b\r\n\r\ndata\r\n--q7--",
        attachment("a1", b"data"),
    ),
    "an id and no type": (
        b"--q7\r\nContent-ID: a1\r\n\r\n{data}\r\n--q7--",
        attachment("a1", b"{data}"),
    ),
    "an attachment before its directive": (
        b"--q7\r\n" + BINARY_HEAD + b"\x00\xff\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [*attachment("a1", b"\x00\xff"), ONE],
    ),
    "a disposition that says otherwise": (
        b'--q7\r\nContent-Disposition: form-data; name="attachment-1"\r\n'
        + JSON_HEAD
        + b'{"n":1}\r\n--q7\r\nContent-Disposition: form-data; name="speakDirective-1"\r\n'
        + BINARY_HEAD
        + b"data\r\n--q7--",
        [ONE, *attachment("a1", b"data")],
    ),
    "an empty attachment": (b"--q7\r\n" + BINARY_HEAD + b"\r\n--q7--", attachment("a1", b"")),
    "an attachment without even a line": (
        b"--q7\r\n" + BINARY_HEAD + b"--q7--",
        attachment("a1", b""),
    ),
    "line ends at both ends of an attachment": (
        b"--q7\r\n" + BINARY_HEAD + b"\r\n\n\rdata\r\n\r\r\n--q7--",
        attachment("a1", b"\r\n\n\rdata\r\n\r"),
    ),
    "what looks like a delimiter": (
        b"--q7\r\n"
        + BINARY_HEAD
        + b"--q7\r--q7\r\n--q6\r\n--q7x\r\n--q7-\r\n --q7--\r\n--q7\r-\r\n--q7--",
        attachment("a1", b"--q7\r--q7\r\n--q6\r\n--q7x\r\n--q7-\r\n --q7--\r\n--q7\r-"),
    ),
    "delimiters with blanks": (
        b"--q7 \t\r\n"
        + BINARY_HEAD
        + b"data\r\n--q7"
        + b" " * 64
        + b"\n"
        + JSON_HEAD
        + b'{"n":1}\r\n--q7-- \r\n',
        [*attachment("a1", b"data"), ONE],
    ),
    "a delimiter with too many blanks": (
        b"--q7\r\n" + BINARY_HEAD + b"data\r\n--q7" + b" " * 65 + b"\r\n--q7--",
        attachment("a1", b"data\r\n--q7" + b" " * 65),
    ),
    "an empty JSON part": (
        b"--q7\r\n" + JSON_HEAD + b"\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [CUT_JSON, ONE],
    ),
    "a JSON part that is cut short": (
        b"--q7\r\n" + JSON_HEAD + b'{"n":"}\r\n--q7\r\n' + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [CUT_JSON, ONE],
    ),
    "a JSON part without an object": (
        b"--q7\r\n" + JSON_HEAD + b"null\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [CUT_JSON, ONE],
    ),
    "a JSON part that is not UTF-8": (
        b"--q7\r\n" + JSON_HEAD + b'{"n":"\xff\xfe"}\r\n--q7--',
        [JsonPart(b'{"n":"\xff\xfe"}')],
    ),
    "text after a JSON part": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}}{"x"\r\n--q7--', [ONE]),
    "a delimiter inside a JSON string": (
        b"--q7\r\n" + JSON_HEAD + b'{"n":"\\r\\n--q7--"}\r\n--q7--',
        [JsonPart(b'{"n":"\\r\\n--q7--"}')],
    ),
    "JSON typed as binary": (
        b"--q7\r\n" + BINARY_HEAD + b'{"n":1}\r\n--q7--',
        attachment("a1", b'{"n":1}'),
    ),
    "JSON of another type": (
        b'--q7\r\nContent-Type: text/x-json\r\n\r\n{"n":1}\r\n--q7--',
        [ONE],
    ),
    "a parameter that says json": (
        b'--q7\r\nContent-Type: application/octet-stream; name="a.json"\r\n\r\ndata\r\n--q7--',
        attachment("", b"data"),
    ),
    "headers that are no headers": (
        b"--q7\r\nno colon\r\n: no name\r\nX-\xff: \xfe\r\nX:\r\n"
        + JSON_HEAD
        + b'{"n":1}\r\n--q7--',
        [ONE],
    ),
    "two delimiters in a row": (
        b"--q7\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7\r\n--q7--\r\n',
        [ONE],
    ),
    "a delimiter inside the headers": (
        b"--q7\r\nContent-Type: a/b\r\n--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q7--',
        [ONE],
    ),
    "a header that begins like a delimiter": (
        b"--q7\r\n--q7x: 1\r\n" + JSON_HEAD + b'{"no":1}\r\n--q7\r\n{"n":1}\r\n--q7--',
        [ONE],
    ),
    "the end inside the headers": (b"--q7\r\nContent-Type: applica", [CUT_END]),
    "the end after the headers": (b"--q7\r\n" + JSON_HEAD, [CUT_END]),
    "the end inside JSON": (b"--q7\r\n" + JSON_HEAD + b'{"n":', [CUT_END]),
    "the end inside an attachment": (
        b"--q7\r\n" + BINARY_HEAD + b"dat",
        [AttachmentStart("a1"), AttachmentData(b"dat"), CUT_END],
    ),
    "the end inside a delimiter": (
        b"--q7\r\n" + BINARY_HEAD + b"data\r\n--q",
        [AttachmentStart("a1"), AttachmentData(b"data"), CUT_END],
    ),
    "the end inside a closing delimiter": (
        b"--q7\r\n" + BINARY_HEAD + b"data\r\n--q7-",
        attachment("a1", b"data"),
    ),
    "the end inside a delimiter's line": (
        b"--q7\r\n" + BINARY_HEAD + b"data\r\n--q7 \r",
        attachment("a1", b"data"),
    ),
    "the end after JSON that has no delimiter": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}', [ONE]),
    "the end inside a delimiter after JSON": (b"--q7\r\n" + JSON_HEAD + b'{"n":1}\r\n--q', [ONE]),
    "JSON that ends with half a delimiter": (
        b"--q7\r\n" + JSON_HEAD + b'{"n":\r\n--q7',
        [CUT_JSON],
    ),
    "nothing": (b"", []),
    "text without a delimiter": (b"<html>\r\n{}\r\n</html>", []),
}
