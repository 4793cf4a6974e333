"""What events and context objects look like: the protocol's catalogue (docs/protocol/catalog.json).

Read and compiled once, at the first question. Where the reference disagrees with itself
(catalog_notes.md), what it allows anywhere is allowed here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import functools
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import orjson

FILE: Final = Path(__file__).parent.parent / "docs" / "protocol" / "catalog.json"
MAX_PROBLEMS: Final = 20
"""Of one payload that are told."""
LEGACY: Final = "2018"
"""The edition of messages that are gone (legacy.md)."""

type Kind = Literal["event", "context"]

_JSON: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "object": dict,
    "array": list,
}
_STREAM: Final = "AudioStreamInfoObject"
"""Goes back as it was received: with members nobody listed, with null (CIC-AP-005, CIC-CX-007)."""

_FRACTIONS: Final = frozenset({"confidence"})
"""The only numbers that are not whole."""
_SCALE: Final = frozenset({"min", "max", "value", "warning"})
"""Levels of a feature; its own scale says how low they go (CIC-CX-075)."""
_LEAST: Final = {"before": 1, "after": 1}
"""CIC-TR-009; other whole numbers begin at 0."""

_REPORTS: Final = ("DeviceControl.ActionExecuted", "DeviceControl.ActionFailed")
_COMMANDS: Final = frozenset({"BtDelete", "BtPlay", "BtRescan", "LaunchApp", "OpenScreen"})
_TARGETS: Final = frozenset(
    {"energysave", "home", "power", "ring", "settings", "silent", "vibrate"}
)
_BUTTONS: Final = ("Next", "Pause", "Previous", "Resume", "Stop")
_ALSO: Final[dict[tuple[str, str], frozenset[str]]] = {
    **{(name, "command"): _COMMANDS for name in _REPORTS},
    **{(name, "target"): _TARGETS for name in _REPORTS},
    **{
        (f"PlaybackController.{button}CommandIssued", "source.namespace"): frozenset(
            {"MediaPlayer"}
        )
        for button in _BUTTONS
    },
}
"""Values missing from the tables (CIC-DC-011, CIC-DC-012, CIC-DC-014, CIC-PC-012)."""


class Fault(StrEnum):
    """What can be wrong with a field."""

    MISSING = "is missing"
    TYPE = "is of a wrong type"
    NUMBER = "is out of range"
    VALUE = "has a value that is not listed"
    UNKNOWN = "is not known"


@dataclass(frozen=True, slots=True)
class Problem:
    """One field that is not as the catalogue has it; the text is the whole sentence."""

    fault: Fault
    path: str
    """As in the catalogue, `allAlerts[].token`."""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.path} {self.fault}" + (f" ({self.detail})" if self.detail else "")


@dataclass(slots=True)
class Node:
    """A field: what it may hold."""

    path: str
    type: str
    required: bool = False
    nullable: bool = False
    open: bool = False
    """Of an object: further members are allowed. Of a string: further values are."""
    values: frozenset[str] = frozenset()
    whole: bool = False
    least: int | None = None
    members: dict[str, Node] = field(default_factory=dict)
    items: Node | None = None
    """What an array holds."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One event or context object."""

    legacy: bool
    payload: Node


def shape(kind: Kind, name: str) -> Shape | None:
    """The shape of a message by its qualified name; None: no edition has it."""
    return _load()[kind].get(name)


def problems(kind: Kind, name: str, payload: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a payload, in the catalogue's order; nothing for an unknown name."""
    if (known := shape(kind, name)) is not None:
        yield from islice(_object(known.payload, payload), MAX_PROBLEMS)


def _value(node: Node, value: Any) -> Iterator[Problem]:
    if value is None and node.nullable:
        return
    if not _is_of(node.type, value):
        yield Problem(Fault.TYPE, node.path, f"a JSON {node.type} is wanted")
    elif node.type == "object":
        yield from _object(node, value)
    elif node.type == "array" and node.items is not None:
        for item in value:
            yield from _value(node.items, item)
    elif node.type == "number":
        yield from _number(node, value)
    elif node.values and not node.open and value not in node.values:
        yield Problem(Fault.VALUE, node.path, str(value)[:60])


def _is_of(kind: str, value: Any) -> bool:
    """Whether a value is of a JSON type; true and false are no numbers."""
    return isinstance(value, _JSON[kind]) and not (kind == "number" and isinstance(value, bool))


def _object(node: Node, value: Mapping[str, Any]) -> Iterator[Problem]:
    for name, member in node.members.items():
        if name in value:
            yield from _value(member, value[name])
        elif member.required:
            yield Problem(Fault.MISSING, member.path)
    if not node.open:
        for name in value:
            if name not in node.members:
                path = f"{node.path}.{name[:60]}" if node.path else name[:60]
                yield Problem(Fault.UNKNOWN, path)


def _number(node: Node, value: float) -> Iterator[Problem]:
    if not node.whole:
        return
    if not isinstance(value, int):
        yield Problem(Fault.NUMBER, node.path, f"{value} is no whole number")
    elif node.least is not None and value < node.least:
        yield Problem(Fault.NUMBER, node.path, f"{value} is less than {node.least}")


@functools.cache
def _load() -> dict[Kind, dict[str, Shape]]:
    """Every event and context object of the file."""
    catalogue = orjson.loads(FILE.read_bytes())
    shapes: dict[Kind, dict[str, Shape]] = {"event": {}, "context": {}}
    for message in (*catalogue["messages"], *catalogue["context"]):
        if (kind := message["kind"]) in shapes:
            name = f"{message['namespace']}.{message['name']}"
            shapes[kind][name] = Shape(message["edition"] == LEGACY, _compiled(name, message))
    return shapes


def _compiled(name: str, message: Mapping[str, Any]) -> Node:
    """The tree of a message's rows; a parent's row stands before those of its members.

    What is inside an open object goes back as it was received, too.
    """
    root = Node("", "object", open=bool(message.get("open")))
    for row in message["payload"]:
        *above, last = row["path"].split(".")
        parent = root
        for step in above:
            inner = parent.members[step.removesuffix("[]")]
            parent = inner.items or inner
        node = _node(row, _ALSO.get((name, row["path"]), frozenset()))
        if above and root.members[above[0].removesuffix("[]")].open:
            node.open, node.nullable = True, not node.required
        parent.members[last.removesuffix("[]")] = node
    return root


def _node(row: Mapping[str, Any], also: frozenset[str]) -> Node:
    path, kind = row["path"], row["type"]
    required = row["required"] == "required"
    opened = bool(row.get("open"))
    values = frozenset(row.get("values", ())) | also
    if kind.endswith(" array"):
        item = "string" if kind.startswith("string") else "object"
        items = Node(path, item, open=opened, values=values)
        return Node(path, "array", required=required, items=items)
    last = path.rpartition(".")[2]
    kind = kind if kind in _JSON else "object"
    whole = kind == "number" and last not in _FRACTIONS
    return Node(
        path,
        kind,
        required=required,
        open=opened or row["type"] == _STREAM,
        values=values,
        whole=whole,
        least=_LEAST.get(last, 0) if whole and last not in _SCALE else None,
    )
