"""One CIC response as it arrives: status, parts, directives (transport.md §6, §7)."""

from collections.abc import Iterable
from typing import Protocol

from .errors import CicError, MessageError, MultipartError, Stage, rejection
from .interfaces.system import read_exception
from .messages import Directive
from .multipart import (
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

MAX_ERROR_BODY = 64 * 1024  # bytes kept of an error's body; its one part has a few hundred

_OK = 200
_NO_CONTENT = 204


class Sink(Protocol):
    """Who takes what a response brings. Called from the reader; must not block."""

    def request_sent(self) -> None:
        """The request has been handed to the socket to its last byte."""

    def response_begun(self) -> None:
        """The server accepted the request."""

    def directive(self, directive: Directive) -> None:
        """A directive came."""

    def attachment(self, item: AttachmentStart | AttachmentData | AttachmentEnd) -> None:
        """A piece of an attachment came."""

    def malformed(self, reason: str) -> None:
        """A part could not be read and was left out; the others are good."""

    def finished(self, error: CicError | None) -> None:
        """Nothing more will come. Called exactly once."""


class ResponseReader:
    """Receive a response for a sink; `stage` is what an error status counts as."""

    def __init__(self, sink: Sink, *, stage: Stage, max_parts: int | None = MAX_PARTS) -> None:
        """Wait for the response's headers."""
        self._sink = sink
        self._stage = stage
        self._max_parts = max_parts
        self._status = 0
        self._decoder: MultipartDecoder | None = None
        self._boundary_error: CicError = MultipartError("the response has no content type")
        self._error_body = bytearray()

    def request_sent(self) -> None:
        """Pass on."""
        self._sink.request_sent()

    def response_started(self, status: int, content_type: str) -> None:
        """Get ready for the body that goes with this status."""
        self._status = status
        if status == _OK:
            self._sink.response_begun()
        if status == _NO_CONTENT:
            return
        try:
            boundary = boundary_of(content_type)
        except CicError as error:
            self._boundary_error = error
            return
        self._decoder = MultipartDecoder(boundary, max_parts=self._max_parts)

    def data_received(self, data: bytes) -> None:
        """Decode body bytes. Raises MultipartError for a body that is not multipart, or too much."""
        if self._status != _OK:
            self._error_body += data[: MAX_ERROR_BODY - len(self._error_body)]
            return
        if self._decoder is None:
            raise self._boundary_error
        self._hand_over(self._decoder.feed(data))

    def response_ended(self) -> None:
        """Finish with success or with the error that the status means."""
        if self._status == _OK and self._decoder is not None:
            self._hand_over(self._decoder.finish())
            self._sink.finished(None)
        elif self._status == _OK:
            self._sink.finished(self._boundary_error)
        elif self._status == _NO_CONTENT:
            self._sink.finished(None)
        else:
            self._sink.finished(self._rejection())

    def response_failed(self, error: CicError) -> None:
        """Finish with an error; a status that says no has been told in full by itself."""
        refused = self._status not in (0, _OK, _NO_CONTENT)
        self._sink.finished(self._rejection() if refused else error)

    def _rejection(self) -> CicError:
        """Build the error for the status, with what its body tells, if anything (CIC-SY-023)."""
        body = bytes(self._error_body)
        if self._decoder is not None:
            try:
                items = list(self._decoder.feed(body))
            except MultipartError:
                items = []
            body = next((item.body for item in items if isinstance(item, JsonPart)), b"")
        code, description = read_exception(body)
        return rejection(self._status, stage=self._stage, code=code, description=description)

    def _hand_over(self, items: Iterable[Item]) -> None:
        """Give each item to the sink; a part that is no message is left out alone."""
        for item in items:
            match item:
                case JsonPart(body):
                    try:
                        directive = Directive.decode(body)
                    except MessageError as error:
                        self._sink.malformed(error.reason)
                        continue
                    self._sink.directive(directive)
                case BrokenPart(reason):
                    self._sink.malformed(reason)
                case _:
                    self._sink.attachment(item)
