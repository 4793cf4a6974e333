"""Directives and error messages as JSON objects (transport.md §8)."""

from collections.abc import Mapping
from typing import Any
import uuid

type Json = dict[str, Any]


def new_id() -> str:
    """A fresh UUID as text."""
    return str(uuid.uuid4())


def directive(
    namespace: str,
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    dialogue_id: str | None = None,
    message_id: str | None = None,
) -> Json:
    """A directive message, `{"directive": {"header", "payload"}}`."""
    header = {"namespace": namespace, "name": name, "messageId": message_id or new_id()}
    if dialogue_id is not None:
        header["dialogRequestId"] = dialogue_id
    return {"directive": {"header": header, "payload": dict(payload or {})}}


def exception(status: int, description: str, *, bare: bool = False) -> Json:
    """`System.Exception` with the HTTP status as code (CIC-T-064).

    `bare` is the form of edition A: no `directive` around it, and the code as a string.
    """
    message = directive(
        "System",
        "Exception",
        {"code": str(status) if bare else status, "description": description},
    )
    if not bare:
        return message
    inner: Json = message["directive"]
    return inner


def completed(message: Mapping[str, Any], dialogue_id: str | None) -> Json:
    """A copy of a scripted directive with what its header leaves open filled in.

    A missing `messageId` gets a fresh one, a missing `dialogRequestId` the given one (CIC-T-083);
    a `dialogRequestId` of None is taken out. What is no directive comes back as it is.
    """
    inner = message.get("directive")
    if not isinstance(inner, Mapping) or not isinstance(inner.get("header"), Mapping):
        return dict(message)
    header = dict(inner["header"])
    header.setdefault("messageId", new_id())
    if dialogue_id is not None:
        header.setdefault("dialogRequestId", dialogue_id)
    if header.get("dialogRequestId", "") is None:
        del header["dialogRequestId"]
    return {
        **message,
        "directive": {**inner, "header": header, "payload": inner.get("payload", {})},
    }


def header_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The header of a directive in either envelope, empty if there is none."""
    inner = message.get("directive", message)
    header = inner.get("header") if isinstance(inner, Mapping) else None
    return header if isinstance(header, Mapping) else {}
