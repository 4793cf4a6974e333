"""Which messages there are: a payload says its name, and is found by it.

Adding a message to the protocol means adding one dataclass to the module of its namespace.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, dataclass_transform

from ..errors import MessageError
from ..messages import ContextObject, Directive, Event
from .payload import named, payload, read, write

CURRENT = 2022  # the newest edition of the reference
LEGACY = 2018  # what only editions of 2017 to 2020 have (docs/protocol/legacy.md)


class Kind(StrEnum):
    """Which way a message goes."""

    DIRECTIVE = "directive"
    EVENT = "event"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class MessageType:
    """A message of the protocol: its names, its payload's class, and the edition it is from."""

    kind: Kind
    namespace: str
    name: str
    payload: type[Any]
    edition: int

    @property
    def qualified_name(self) -> str:
        """Namespace and name with a dot between."""
        return f"{self.namespace}.{self.name}"


DIRECTIVES: dict[str, MessageType] = {}
EVENTS: dict[str, MessageType] = {}
CONTEXT_OBJECTS: dict[str, MessageType] = {}

_TABLES = {Kind.DIRECTIVE: DIRECTIVES, Kind.EVENT: EVENTS, Kind.CONTEXT: CONTEXT_OBJECTS}
_BY_CLASS: dict[type[Any], MessageType] = {}


def _register(kind: Kind, qualified_name: str, cls: type[Any], edition: int) -> MessageType:
    """Enter a message into the table of its kind."""
    namespace, _, name = qualified_name.partition(".")
    found = MessageType(kind, namespace, name, cls, edition)
    _TABLES[kind][qualified_name] = found
    return found


def _message[T](kind: Kind, qualified_name: str, edition: int) -> Callable[[type[T]], type[T]]:
    """Return a decorator that makes a class the payload of a message."""

    def make(cls: type[T]) -> type[T]:
        made = payload(cls)
        _BY_CLASS[made] = _register(kind, qualified_name, made, edition)
        return made

    return make


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(named,))
def directive[T](qualified_name: str, *, edition: int = CURRENT) -> Callable[[type[T]], type[T]]:
    """Make a class the payload of a directive."""
    return _message(Kind.DIRECTIVE, qualified_name, edition)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(named,))
def event[T](qualified_name: str, *, edition: int = CURRENT) -> Callable[[type[T]], type[T]]:
    """Make a class the payload of an event."""
    return _message(Kind.EVENT, qualified_name, edition)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(named,))
def context_object[T](
    qualified_name: str, *, edition: int = CURRENT
) -> Callable[[type[T]], type[T]]:
    """Make a class the payload of a context object."""
    return _message(Kind.CONTEXT, qualified_name, edition)


def old_name(qualified_name: str, of: type[Any]) -> None:
    """Let a message be known by a name that older editions gave it."""
    _register(_BY_CLASS[of].kind, qualified_name, of, LEGACY)


def type_of(message: object) -> MessageType:
    """Return which message this payload, or this class of payloads, belongs to."""
    return _BY_CLASS[message if isinstance(message, type) else type(message)]


def read_directive(received: Directive) -> Any | None:
    """Read a directive's payload as its type; None for a directive that the protocol has not.

    Raises MessageError if the payload does not fit.
    """
    known = DIRECTIVES.get(received.qualified_name)
    if known is None:
        return None
    if received.flaw is not None:
        raise MessageError(received.flaw)
    return read(known.payload, received.payload)


def event_of(message: object, *, dialogue_id: str | None = None) -> Event:
    """Wrap an event's payload."""
    known = type_of(message)
    return Event(
        namespace=known.namespace,
        name=known.name,
        payload=write(message),
        dialogue_id=dialogue_id,
    )


def context_of(state: object) -> ContextObject:
    """Wrap a context object's payload."""
    known = type_of(state)
    return ContextObject(namespace=known.namespace, name=known.name, payload=write(state))
