"""Multipart as a client sends it: an incremental parser that is liberal and remembers how much.

Rules: transport.md §5.1; RFC 2046, 5.1. What it accepts although it should not have been sent is
kept as `remarks` (rule, text), for the list of violations.
"""

from dataclasses import dataclass, field
import re
from typing import Final

MAX_PART_HEADERS: Final = 8 * 1024
MAX_PARTS: Final = 5000
"""More than eight minutes of speech in parts of 100 ms."""

DELIMITERS_RULE: Final = "CIC-T-034"
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PADDING = b" \t"
_LINE_END = re.compile(rb"[ \t]*(\r?\n)?")
_END_OF_HEADERS = re.compile(rb"(?:^|\r?\n)\r?\n")
_SHORT: Final = 60
"""How much of the client's bytes a message quotes."""


class MultipartError(ValueError):
    """The body cannot be understood; the text says why."""


@dataclass(slots=True)
class ReceivedPart:
    """One part: header names in lower case, and its bytes."""

    headers: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split `type; name=value; other="quoted"` into the lower-case type and the parameters."""
    kind, _, rest = value.partition(";")
    found = re.findall(r'([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))', rest)
    parameters = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) or plain for name, quoted, plain in found
    }
    return kind.strip().lower(), parameters


class MultipartReader:
    """feed() takes the body in pieces of any size; `parts` grows as it is understood."""

    def __init__(self, boundary: str) -> None:
        self.parts: list[ReceivedPart] = []
        self.remarks: list[tuple[str, str]] = []
        self.closed = False
        self.boundary = boundary
        self._delimiter = b"--" + boundary.encode("latin-1")
        self._buffer = bytearray()
        self._started = False  # the first delimiter was seen
        self._in_headers = False
        self._part: ReceivedPart | None = None  # whose body is being read
        self._line_start = True  # what is in the buffer begins a line

    def feed(self, data: bytes) -> None:
        """Take more of the body; raises MultipartError."""
        self._buffer += data
        while self._step():
            pass

    def finish(self) -> None:
        """The body has ended; raises MultipartError if nothing of use was in it."""
        if self._in_headers:
            raise MultipartError("the body ends inside the headers of a part")
        if not self._started:
            raise MultipartError("the body has no delimiter with the declared boundary")
        if self._part is not None:
            self._part.body += self._buffer
            self._buffer.clear()
            self._part = None
        elif self.closed and self._buffer.strip():
            self._remark("bytes after the closing delimiter")
        if not self.parts:
            raise MultipartError("the body has no part")

    def _remark(self, text: str) -> None:
        if (DELIMITERS_RULE, text) not in self.remarks:
            self.remarks.append((DELIMITERS_RULE, text))

    def _step(self) -> bool:
        return self._read_headers() if self._in_headers else self._read_to_delimiter()

    def _read_to_delimiter(self) -> bool:
        """Body bytes (or preamble, or epilogue) up to the next delimiter line."""
        at, line_end = self._find_delimiter()
        if at < 0:
            self._pass_on(line_end)
            return False
        body_end = at
        if at and self._buffer[at - 1] == ord("\n"):
            body_end = at - 1
            if body_end and self._buffer[body_end - 1] == ord("\r"):
                body_end -= 1
            elif self._part is not None:
                self._remark("a line ends with LF alone instead of CRLF before a delimiter")
        self._end_section(bytes(self._buffer[:body_end]))
        tail = bytes(self._buffer[at + len(self._delimiter) : line_end])
        del self._buffer[:line_end]
        self._line_start = True
        self._started = True
        self.closed = tail.startswith(b"--")
        self._in_headers = not self.closed
        return True

    def _find_delimiter(self) -> tuple[int, int]:
        """(start, end of its line) of the next delimiter line, or (-1, how much can be passed on).

        A line that begins with the delimiter and goes on with other text is no delimiter.
        """
        buffer, delimiter = self._buffer, self._delimiter
        at = -1
        while (at := buffer.find(delimiter, at + 1)) >= 0:
            if not (self._line_start if at == 0 else buffer[at - 1] == ord("\n")):
                continue
            after = at + len(delimiter)
            if buffer[after : after + 2] == b"--":
                return at, self._skip_line_end(after + 2)
            line_end = buffer.find(b"\n", after)
            if line_end < 0:
                # Not decided until its line ends; unless it is no delimiter already.
                if buffer[after:].strip(_PADDING + b"\r-"):
                    continue
                return -1, self._before_line_break(at)
            if not buffer[after:line_end].strip(_PADDING + b"\r"):
                return at, line_end + 1
        # The last bytes may be the start of a delimiter with its line break.
        return -1, max(0, len(buffer) - len(delimiter) - 2)

    def _before_line_break(self, at: int) -> int:
        while at and self._buffer[at - 1] in b"\r\n":
            at -= 1
        return at

    def _skip_line_end(self, position: int) -> int:
        """Past the padding and the line break after a closing delimiter, as far as they are there."""
        match = _LINE_END.match(self._buffer, position)
        return match.end() if match else position

    def _pass_on(self, size: int) -> None:
        """Hand `size` bytes, which are certainly no delimiter, to the part being read."""
        if size <= 0:
            return
        if self._part is not None:
            self._part.body += self._buffer[:size]
        elif not self._started and size > MAX_PART_HEADERS:
            raise MultipartError("no delimiter with the declared boundary at the start")
        elif not self._started:
            return
        elif self._buffer[:size].strip():
            self._end_section(bytes(self._buffer[:size]))
        self._line_start = self._buffer[size - 1] == ord("\n")
        del self._buffer[:size]

    def _end_section(self, text: bytes) -> None:
        """What stood before a delimiter: the rest of a part, a preamble, or an epilogue."""
        if self._part is not None:
            self._part.body += text
            self._part = None
        elif self.closed:
            if text.strip():
                self._remark("bytes after the closing delimiter")
            else:
                self._remark("a closing delimiter between two parts")
        elif text.strip():
            self._remark("text before the first delimiter")

    def _read_headers(self) -> bool:
        end = _END_OF_HEADERS.search(self._buffer)
        if end is None:
            if len(self._buffer) > MAX_PART_HEADERS:
                raise MultipartError("the headers of a part are too long or do not end")
            return False
        if len(self.parts) >= MAX_PARTS:
            raise MultipartError(f"more than {MAX_PARTS} parts")
        self._part = ReceivedPart(_parse_headers(bytes(self._buffer[: end.start()])))
        self.parts.append(self._part)
        del self._buffer[: end.end()]
        self._in_headers = False
        self._line_start = True
        return True


def _parse_headers(text: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(b":")
        if not colon or not _TOKEN.fullmatch(name):
            quoted = line[:_SHORT].decode("latin-1")
            raise MultipartError(
                f"a part's header line is not `Name: value`: {quoted!r}"
                " (an empty line must separate headers and body)"
            )
        headers[name.decode("ascii").lower()] = value.strip().decode("latin-1")
    return headers
