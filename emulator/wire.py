"""Multipart as the server writes it: parts, delimiters, content types (transport.md §6)."""

from collections.abc import Mapping, Sequence
import secrets
from typing import Any, Final

import orjson

from .answers import Attachment, Part, Spoken
from .config import ResponseStyle
from .messages import header_of

CRLF: Final = b"\r\n"


def new_boundary() -> str:
    """A boundary that no payload contains by accident."""
    return secrets.token_hex(16)


def content_type(style: ResponseStyle, boundary: str) -> str:
    """The header value in the configured spelling."""
    semicolon = ";" if style.trailing_semicolon else ""
    return f"multipart/{style.subtype}; boundary={boundary}{semicolon}"


def disposition_kind(message: Mapping[str, Any]) -> str:
    """The `<kind>` of a part's name: `helloDirective`, `renderTextDirective`, `exception`."""
    name = str(header_of(message).get("name") or "metadata")
    kind = name[:1].lower() + name[1:]
    return kind if kind in {"exception", "metadata"} else f"{kind}Directive"


def json_part(message: Mapping[str, Any]) -> bytes:
    """A JSON part: headers, empty line, body; no delimiter."""
    name = f"{disposition_kind(message)}-{header_of(message).get('messageId', '0')}"
    head = (
        f'Content-Disposition: form-data; name="{name}"\r\n'
        "Content-Type: application/json; charset=UTF-8\r\n\r\n"
    )
    return head.encode() + orjson.dumps(message)


def attachment_part(attachment: Attachment, style: ResponseStyle) -> bytes:
    """A binary part: headers, empty line, body; no delimiter."""
    head = (
        f'Content-Disposition: form-data; name="attachment-{attachment.content_id}"\r\n'
        f"{style.content_id}: {attachment.content_id}\r\n"
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + attachment.data


def in_order(parts: Sequence[Part], style: ResponseStyle) -> list[Part]:
    """The parts in the order of sending."""
    if style.attachments_first:
        return sorted(parts, key=lambda part: not isinstance(part, Attachment))
    return list(parts)


def encode_parts(parts: Sequence[Part], style: ResponseStyle) -> list[bytes]:
    """Each part without delimiters, in the order of sending."""
    return [_encode_part(part, style) for part in in_order(parts, style)]


def _encode_part(part: Part, style: ResponseStyle) -> bytes:
    match part:
        case bytes():
            return part
        case Attachment():
            return attachment_part(part, style)
        case Spoken():
            raise TypeError("a sentence has to be spoken before it is sent")
    return json_part(part)


def encode_pieces(
    parts: Sequence[Part], style: ResponseStyle, boundary: str
) -> list[tuple[bytes, bool]]:
    """A whole multipart body in pieces, each with whether it is an attachment's data."""
    delimiter = b"--" + boundary.encode()
    pieces: list[tuple[bytes, bool]] = []
    between = delimiter + CRLF
    for part in in_order(parts, style):
        encoded = _encode_part(part, style)
        if isinstance(part, Attachment):
            head = encoded[: len(encoded) - len(part.data)]
            pieces += [(between + head, False), (part.data, True)]
        else:
            pieces.append((between + encoded, False))
        between = CRLF + delimiter + CRLF
    return [*pieces, (CRLF + delimiter + b"--" + CRLF, False)]


def encode_body(parts: Sequence[bytes], boundary: str) -> bytes:
    """A whole multipart body: `--term` before each part, `--term--` after the last."""
    delimiter = b"--" + boundary.encode()
    pieces: list[bytes] = []
    for part in parts:
        pieces += (delimiter, CRLF, part, CRLF)
    pieces += (delimiter, b"--", CRLF)
    return b"".join(pieces)
