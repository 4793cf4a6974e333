"""Multipart as the server writes it: parts, delimiters, content types (transport.md §6)."""

from collections.abc import Mapping, Sequence
import secrets
from typing import Any, Final

import orjson

from .answers import Attachment, Part
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


def encode_parts(parts: Sequence[Part], style: ResponseStyle) -> list[bytes]:
    """Each part without delimiters, in the order of sending."""
    if style.attachments_first:
        parts = sorted(parts, key=lambda part: not isinstance(part, Attachment))
    return [
        part
        if isinstance(part, bytes)
        else attachment_part(part, style)
        if isinstance(part, Attachment)
        else json_part(part)
        for part in parts
    ]


def encode_body(parts: Sequence[bytes], boundary: str) -> bytes:
    """A whole multipart body: `--term` before each part, `--term--` after the last."""
    delimiter = b"--" + boundary.encode()
    pieces: list[bytes] = []
    for part in parts:
        pieces += (delimiter, CRLF, part, CRLF)
    pieces += (delimiter, b"--", CRLF)
    return b"".join(pieces)
