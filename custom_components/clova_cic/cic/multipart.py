"""The incremental decoder for multipart answers (RFC 2046 §5.1).

It hands a JSON part over as soon as its JSON is complete, so that a directive on the
downchannel need not wait for the delimiter of the next one, and an attachment's bytes as they come.
"""

from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
import re

from .errors import MultipartError
from .json_scanner import JsonScanner

MAX_HEADERS = 16 * 1024  # bytes of one part's headers; those that CIC shows stay under 300
MAX_JSON = 1024 * 1024  # bytes of one JSON part; the largest documented one has a few KiB
MAX_PARTS = 256  # parts of one event response; the downchannel has no end and so no such bound
MAX_BOUNDARY = 200  # characters; RFC 2046 allows 70, some servers exceed it
MAX_PADDING = 64  # blanks between a boundary term and its line end; RFC 2046 sets no limit

# What follows a boundary term decides whether it is one: "--", or padding and a line end.
_LINE_END = re.compile(rb"[ \t]{0,%d}\r?\n" % MAX_PADDING)
_UNDECIDED = re.compile(rb"-?|[ \t]{0,%d}\r?" % MAX_PADDING)
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"?)+')  # between semicolons that are not quoted


def boundary_of(content_type: str) -> str:
    """Read the boundary of any multipart type, `related` or `form-data` (CIC-T-050, CIC-T-051).

    Raises MultipartError when the type is another one or names no usable boundary.
    """
    kind, *parameters = _PARAMETER.findall(content_type) or [""]
    boundary = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "boundary":
            boundary = value.strip().strip('"')
            break
    if not kind.strip().lower().startswith("multipart/") or not boundary:
        raise MultipartError("the content type is not multipart with a boundary")
    if len(boundary) > MAX_BOUNDARY or not boundary.isascii():
        raise MultipartError("the boundary is not usable")
    return boundary


@dataclass(frozen=True, slots=True)
class JsonPart:
    """A complete JSON part."""

    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class BrokenPart:
    """A part that ended before its content did; the parts around it are good."""

    reason: str


@dataclass(frozen=True, slots=True)
class AttachmentStart:
    """A binary part begins; `content_id` is what `cid:` references name ("" if it has none)."""

    content_id: str


@dataclass(frozen=True, slots=True)
class AttachmentData:
    """Bytes of the attachment that began last."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AttachmentEnd:
    """The attachment that began last is complete."""


type Item = JsonPart | BrokenPart | AttachmentStart | AttachmentData | AttachmentEnd
# A step yields items and says whether another step may make progress with the bytes at hand.
type Step = Generator[Item, None, bool]


@dataclass(frozen=True, slots=True)
class _Delimiter:
    """Where in the buffer a delimiter stands, with the line end before it."""

    start: int
    end: int
    closing: bool


class _State(Enum):
    BETWEEN = auto()  # before the first delimiter, after a closing one, after a JSON's last brace
    HEADERS = auto()
    JSON = auto()
    ATTACHMENT = auto()


class MultipartDecoder:
    """Turn the bytes of one multipart body into items, however they are cut.

    Tolerates what transport.md §13 lists: text before the first delimiter, `--term--` between
    parts, bare LF, parts without headers, missing empty lines, any order of parts. Holds one JSON
    part or one part's headers at the most, and of an attachment only what may begin a delimiter.
    """

    def __init__(self, boundary: str, *, max_parts: int | None = MAX_PARTS) -> None:
        """Read the parts between delimiters of `boundary`; no limit if `max_parts` is None."""
        self._mark = b"\n--" + boundary.encode()  # how each delimiter begins, but for a CR
        self._longest = len(self._mark) + MAX_PADDING + 3  # bytes of the longest delimiter
        # The delimiter at the very start has no line end before it; this one stands in for it.
        self._buffer = bytearray(b"\n")
        self._lead = 1  # bytes at the start of the buffer that belong to no body
        self._state = _State.BETWEEN
        self._scanner = JsonScanner()
        self._searched = 0
        self._parts = 0
        self._max_parts = max_parts

    def feed(self, data: bytes) -> Generator[Item]:
        """Take the next bytes and yield what they complete; to be read to its end.

        Raises MultipartError once a bound is exceeded, after what was complete before; the decoder
        is of no use after that.
        """
        self._buffer += data
        yield from self._advance()

    def finish(self) -> Generator[Item]:
        """Say that the body has ended; a part that was cut short comes out as broken."""
        start = self._held_from()
        if self._buffer.startswith(self._mark, self._buffer.find(b"\n", start)):
            # The last delimiter lacks its second half; nothing can follow it but the end.
            self._buffer[start:] = self._mark + b"--"
            # Headers just below their bound exceed it with these two bytes: a broken part.
            with suppress(MultipartError):
                yield from self._advance()
        in_headers = self._state is _State.HEADERS and bool(self._buffer.strip())
        if in_headers or self._state in (_State.JSON, _State.ATTACHMENT):
            yield BrokenPart("the response ended inside a part")
        self._state = _State.BETWEEN
        self._buffer.clear()

    def _advance(self) -> Generator[Item]:
        """Go on while there is progress."""
        more = True
        while more:
            match self._state:
                case _State.BETWEEN:
                    more = self._skip()
                case _State.HEADERS:
                    more = yield from self._read_headers()
                case _State.JSON:
                    more = yield from self._read_json()
                case _:
                    more = yield from self._read_attachment()

    def _skip(self) -> bool:
        """Drop bytes that belong to no part, up to the next delimiter."""
        found = self._find_delimiter()
        if found is None:
            del self._buffer[: self._held_from()]
            return False
        self._begin_part(found)
        return True

    def _begin_part(self, delimiter: _Delimiter) -> None:
        """Start after a delimiter. A closing one promises no part, yet more may come (CIC-T-020)."""
        del self._buffer[: delimiter.end]
        self._state = _State.BETWEEN
        if delimiter.closing:
            return
        self._parts += 1
        if self._max_parts is not None and self._parts > self._max_parts:
            raise MultipartError("the response has too many parts")
        self._state = _State.HEADERS

    def _read_headers(self) -> Step:
        """Read header lines up to the empty line, or to a body that came without one."""
        headers: dict[str, str] = {}
        position = 0
        while not self._buffer.startswith(b"{", position):
            end = self._buffer.find(b"\n", position)
            if max(end, position) > MAX_HEADERS or (end < 0 and len(self._buffer) > MAX_HEADERS):
                raise MultipartError("the headers of a part are too long")
            if end < 0:
                return False
            line = bytes(self._buffer[position:end]).strip()
            if line.startswith(self._mark[1:]):
                # Nothing stood between two delimiters: this line is the second of them.
                self._buffer[:position] = b"\n"
                self._state = _State.BETWEEN
                return True
            position = end + 1
            if not line:
                break
            name, _, value = line.partition(b":")
            headers[name.strip().decode("latin-1").lower()] = value.strip().decode("latin-1")
        # An empty body ends with a delimiter whose line end is the one of the headers.
        self._buffer[:position] = b"\n"
        yield from self._enter_body(headers)
        return True

    def _enter_body(self, headers: Mapping[str, str]) -> Generator[Item]:
        """Classify by content type alone (CIC-T-053); a part that names none counts as JSON."""
        content_type = headers.get("content-type", "").partition(";")[0].lower()
        content_id = headers.get("content-id", "").strip("<> ")
        self._lead = 1
        if "json" in content_type or not (content_type or content_id):
            self._state = _State.JSON
            self._scanner = JsonScanner()
            self._searched = 0
            return
        self._state = _State.ATTACHMENT
        yield AttachmentStart(content_id)

    def _read_json(self) -> Step:
        """Hand a JSON part over at its last brace, or report that a delimiter cut it short."""
        end = self._scanner.find_end(self._buffer)
        limit = len(self._buffer) if end is None else end
        found = self._find_delimiter(self._searched, limit)
        if found is not None:
            yield BrokenPart("a part ended before its JSON did")
            self._begin_part(found)
            return True
        if limit > MAX_JSON:
            # The rest of it is skipped like all that stands between parts: it costs only itself.
            yield BrokenPart("a JSON part is too long")
            self._state = _State.BETWEEN
            return True
        if end is None:
            self._searched = max(0, limit - self._longest)
            return False
        yield JsonPart(bytes(self._buffer[self._lead : end]))
        del self._buffer[:end]
        self._state = _State.BETWEEN
        return True

    def _read_attachment(self) -> Step:
        """Pass bytes on, all but those that may begin a delimiter."""
        found = self._find_delimiter()
        end = self._held_from() if found is None else found.start
        if end > self._lead:
            yield AttachmentData(bytes(self._buffer[self._lead : end]))
            self._lead = 0
        if found is None:
            if self._lead == 0:
                del self._buffer[:end]
            return False
        yield AttachmentEnd()
        self._begin_part(found)
        return True

    def _find_delimiter(self, start: int = 0, limit: int | None = None) -> _Delimiter | None:
        """Look for a whole delimiter between two places of the buffer."""
        limit = len(self._buffer) if limit is None else limit
        mark = self._buffer.find(self._mark, start, limit)
        while mark >= 0:
            after = mark + len(self._mark)
            begin = mark - 1 if self._buffer[mark - 1 : mark] == b"\r" else mark
            if self._buffer.startswith(b"--", after, limit):
                return _Delimiter(begin, after + 2, closing=True)
            if padding := _LINE_END.match(self._buffer, after, limit):
                return _Delimiter(begin, padding.end(), closing=False)
            mark = self._buffer.find(self._mark, mark + 1, limit)
        return None

    def _held_from(self) -> int:
        """Return where a delimiter may begin whose end has not arrived yet.

        A delimiter's mark begins with its only LF, so that only the last LF matters.
        """
        size = len(self._buffer)
        start = self._buffer.rfind(b"\n", max(0, size - self._longest))
        if start >= 0:
            tail = bytes(self._buffer[start:])
            rest = tail[len(self._mark) :]
            if self._mark.startswith(tail) or (
                tail.startswith(self._mark) and _UNDECIDED.fullmatch(rest)
            ):
                return start - 1 if self._buffer[start - 1 : start] == b"\r" else start
        return size - 1 if self._buffer.endswith(b"\r") else size
