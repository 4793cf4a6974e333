"""The envelopes of CIC: events that go up, directives that come down (transport.md §8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeGuard
from uuid import uuid4

import orjson

from .errors import MessageError

MAX_NAME = 64  # characters; the longest name of the protocol has 29
USER_REQUESTS = frozenset({"SpeechRecognizer.Recognize", "TextRecognizer.Recognize"})


def new_id() -> str:
    """Make an id for a message or a dialogue (CIC-T-047, CIC-T-073)."""
    return str(uuid4())


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextObject:
    """One element of an event's `context[]`: a part of the device's state."""

    namespace: str
    name: str
    payload: Mapping[str, Any] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Shape it as on the wire."""
        header = {"namespace": self.namespace, "name": self.name}
        return {"header": header, "payload": dict(self.payload)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A message to CIC; each instance is one message with an id of its own."""

    namespace: str
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    dialogue_id: str | None = None
    message_id: str = field(default_factory=new_id)

    @property
    def qualified_name(self) -> str:
        """Namespace and name with a dot between."""
        return f"{self.namespace}.{self.name}"

    @property
    def begins_dialogue(self) -> bool:
        """Whether it is a user's request: only those change the last dialogue id (CIC-SS-053)."""
        return self.qualified_name in USER_REQUESTS

    def encode(self, context: Sequence[ContextObject] = ()) -> bytes:
        """Return the JSON of the metadata part (CIC-T-046)."""
        header = {"namespace": self.namespace, "name": self.name, "messageId": self.message_id}
        if self.dialogue_id is not None:
            header["dialogRequestId"] = self.dialogue_id
        return orjson.dumps(
            {
                "context": [item.to_dict() for item in context],
                "event": {"header": header, "payload": dict(self.payload)},
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A message from CIC. Ids are opaque strings (CIC-T-061)."""

    namespace: str
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    message_id: str = ""
    dialogue_id: str | None = None
    flaw: str | None = None  # why its payload counts as empty, if it was not an object

    @property
    def qualified_name(self) -> str:
        """Namespace and name with a dot between."""
        return f"{self.namespace}.{self.name}"

    @classmethod
    def decode(cls, body: bytes | bytearray) -> Self:
        """Read a JSON part, with or without the `directive` wrapper (CIC-T-062).

        A payload that is absent or null counts as empty. Raises MessageError for what is no JSON
        or names no message.
        """
        try:
            root = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise MessageError("a part is not valid JSON") from None
        if isinstance(root, dict):
            root = root.get("directive", root)
        header = root.get("header") if isinstance(root, dict) else None
        if not isinstance(header, dict):
            raise MessageError("a JSON part has no header")
        namespace, name = header.get("namespace"), header.get("name")
        if not (_is_name(namespace) and _is_name(name)):
            raise MessageError("a JSON part names no message")
        payload = root.get("payload")
        fits = payload is None or isinstance(payload, dict)
        return cls(
            namespace=namespace,
            name=name,
            payload=payload if isinstance(payload, dict) else {},
            flaw=None if fits else "the payload is not an object",
            message_id=_text(header.get("messageId")) or "",
            dialogue_id=_text(header.get("dialogRequestId")),
        )


def overridden(
    context: Sequence[ContextObject], by: Sequence[ContextObject]
) -> Sequence[ContextObject]:
    """Return the state with some objects in place of those of the same names."""
    names = {(each.namespace, each.name) for each in by}
    return [each for each in context if (each.namespace, each.name) not in names] + [*by]


def _is_name(value: object) -> TypeGuard[str]:
    """Tell whether this can be a namespace or a name."""
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME


def _text(value: object) -> str | None:
    """Return a non-empty string, else None."""
    return value if isinstance(value, str) and value else None
