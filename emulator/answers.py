"""The answer to an event: parts to send, or a status alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .messages import new_id

STATUS_OK = 200
STATUS_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Attachment:
    """A binary part; a payload names it as `cid:<content_id>` (transport.md §6.3)."""

    content_id: str
    data: bytes

    @staticmethod
    def of(data: bytes) -> Attachment:
        """An attachment under a fresh id."""
        return Attachment(new_id(), data)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that becomes an attachment before it is sent, by the server's voice."""

    content_id: str
    text: str
    language: str
    """`ko`, `ja`, `en` or `zh`."""

    @staticmethod
    def of(text: str, language: str) -> Spoken:
        """A sentence under a fresh id."""
        return Spoken(new_id(), text, language)


type Part = Mapping[str, Any] | Attachment | Spoken | bytes
"""A JSON message, an attachment, or a part's bytes as they go on the wire (headers and all)."""

type Speed = float | Literal["playing"]
"""Bytes per second, or as fast as each attachment plays."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an event is answered with.

    A directive among the parts may leave out `messageId` and `dialogRequestId`: they are filled
    in, the latter with the request's. `dialogRequestId: None` sends the directive without one.
    """

    parts: Sequence[Part] = ()
    status: int | None = None
    """None: 200 with parts or a raw body, else 204."""
    content_type: str | None = None
    """The whole header value; `{boundary}` in it is replaced. None: the emulator's style."""
    raw: bytes | None = None
    """The whole body in place of the parts, for responses that are not well formed."""
    to: str | None = None
    """Answers only this event, such as `TextRecognizer.Recognize`; None: the next one."""
    bytes_per_second: Speed | None = None
    """How fast attachments are sent; None: at once."""

    @property
    def code(self) -> int:
        """The HTTP status."""
        if self.status is not None:
            return self.status
        return STATUS_OK if self.parts or self.raw is not None else STATUS_NO_CONTENT

    @property
    def messages(self) -> list[Mapping[str, Any]]:
        """The JSON messages among the parts."""
        return [part for part in self.parts if isinstance(part, Mapping)]
