"""The catalogue of the protocol (docs/protocol/catalog.json), and the types, both as rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAliasType, get_args, get_origin, get_type_hints

import orjson

from custom_components.clova_cic.cic.interfaces.message import (
    CONTEXT_OBJECTS,
    DIRECTIVES,
    EVENTS,
    Kind,
    MessageType,
)
from custom_components.clova_cic.cic.interfaces.payload import (
    CODE,
    AsReceived,
    always_present,
    wire_name,
)

FILE = Path(__file__).parents[2] / "docs" / "protocol" / "catalog.json"
TABLES = {Kind.DIRECTIVE: DIRECTIVES, Kind.EVENT: EVENTS, Kind.CONTEXT: CONTEXT_OBJECTS}
VALUE_OBJECTS = ("StringObject", "ActionObject")  # of templates; their rows are not unfolded
STATE_OBJECT = "Device.DeviceState object"  # not unfolded either; may or may not have a header

_BASIC = {str: "string", int: "number", float: "number", bool: "boolean"}


@dataclass(frozen=True)
class Row:
    """A field: in the catalogue it has one type, in the code it may take several."""

    path: str
    types: frozenset[str]
    always: bool | None  # None: not documented
    values: frozenset[str]
    kind: str = ""  # the type as documented
    open: bool = False
    code: bool = False
    tolerated: bool = False
    inner: type[Any] | None = None  # the class of the object
    received: bool = False  # inside an object that is kept as it came


@dataclass(frozen=True)
class Message:
    """A message, or a shared object, as documented."""

    kind: str
    name: str
    edition: int
    rows: Mapping[str, Row]

    @property
    def type(self) -> MessageType:
        """What the code has for it."""
        return TABLES[Kind(self.kind)][self.name]

    @cached_property
    def typed_rows(self) -> Mapping[str, Row]:
        """The rows that the code has for it."""
        return typed_rows(self.type.payload)


def json_type(documented: str) -> str:
    """The JSON type that a documented one stands for."""
    if documented.endswith(" array"):
        return "string array" if documented == "string array" else "object array"
    return documented if documented in _BASIC.values() else "object"


def _documented(
    rows: list[dict[str, Any]], objects: Mapping[str, list[dict[str, Any]]]
) -> Iterator[Row]:
    """The rows of a message, with the value objects of templates unfolded."""
    for row in rows:
        yield Row(
            path=row["path"],
            types=frozenset(map(json_type, row["type"].split(" | "))),
            always={"always": True, "required": True, None: None}.get(row.get("required"), False),
            values=frozenset(row.get("values", ())),
            kind=row["type"],
            open=row.get("open", False),
        )
        shared = row["type"].removesuffix(" array")
        if shared in VALUE_OBJECTS:
            inner = [{**each, "path": f"{row['path']}.{each['path']}"} for each in objects[shared]]
            yield from _documented(inner, objects)


def _load() -> tuple[list[Message], dict[str, Message]]:
    catalogue = orjson.loads(FILE.read_bytes())
    objects = {each["name"]: each["payload"] for each in catalogue["objects"]}
    messages = [
        Message(
            each["kind"],
            f"{each['namespace']}.{each['name']}",
            int(each["edition"]),
            {row.path: row for row in _documented(each["payload"], objects)},
        )
        for each in catalogue["messages"] + catalogue["context"]
    ]
    shared = {
        name: Message("object", name, 2022, {row.path: row for row in _documented(rows, objects)})
        for name, rows in objects.items()
    }
    return messages, shared


MESSAGES, OBJECTS = _load()
DIRECTIVE_MESSAGES = [each for each in MESSAGES if each.kind == Kind.DIRECTIVE]


def _members(hint: Any) -> Iterator[Any]:
    """The types that a field may have, without None."""
    if isinstance(hint, TypeAliasType):
        yield from _members(hint.__value__)
    elif get_origin(hint) in {Annotated, Literal, tuple} or not get_args(hint):
        if hint is not type(None):
            yield hint
    elif issubclass(get_origin(hint), Mapping):
        yield hint
    else:
        for each in get_args(hint):
            yield from _members(each)


def _describe(hint: Any) -> tuple[str, type[Any] | None, frozenset[str], bool]:
    """The JSON type of a hint, its class, its literals, and whether it is a word."""
    origin = get_origin(hint)
    if origin is Annotated:
        return "string", None, frozenset(), CODE in get_args(hint)
    if origin is Literal:
        return "string", None, frozenset(get_args(hint)), False
    if origin is tuple:
        kind, inner, values, code = _describe(get_args(hint)[0])
        return f"{kind} array", inner, values, code
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return "object", hint, frozenset(), False
    return _BASIC.get(hint, "object"), None, frozenset(), False


def typed(cls: type[Any], prefix: str = "", *, received: bool = False) -> Iterator[Row]:
    """The rows of a class, with those of the objects in it."""
    hints = get_type_hints(cls, include_extras=True)
    received = received or issubclass(cls, AsReceived)
    for item in fields(cls):
        if not wire_name(item):
            continue
        found = [_describe(each) for each in _members(hints[item.name])]
        is_list = any(kind.endswith("array") for kind, *_ in found)
        path = f"{prefix}{wire_name(item)}{'[]' if is_list else ''}"
        inner = next((each for _, each, _, _ in found if each is not None), None)
        yield Row(
            path=path,
            types=frozenset(kind for kind, *_ in found),
            always=always_present(item),
            values=frozenset().union(*(values for _, _, values, _ in found)),
            code=any(code for *_, code in found),
            tolerated=always_present(item) and item.default is None,
            inner=inner,
            received=received,
        )
        if inner is not None:
            yield from typed(inner, f"{path}.", received=received)


def typed_rows(cls: type[Any]) -> Mapping[str, Row]:
    """The rows of a class by path; the one list whose path is printed without `[]` has it so."""
    rows = {row.path: row for row in typed(cls)}
    return {path.replace("ServiceClassList[]", "ServiceClassList"): rows[path] for path in rows}


def sample(message: Message) -> dict[str, Any]:
    """A payload with every documented field."""
    built: dict[str, Any] = {}
    for path, row in message.rows.items():
        *above, last = path.split(".")
        for parent in objects_at(built, above):
            name = last.removesuffix("[]")
            parent[name] = _example(row, message.kind)
    return built


def objects_at(root: dict[str, Any], path: list[str]) -> list[dict[str, Any]]:
    """The objects at a path."""
    found = [root]
    for step in path:
        inner = [each[step.removesuffix("[]")] for each in found]
        found = [each for part in inner for each in (part if isinstance(part, list) else [part])]
    return found


def _example(row: Row, kind: str) -> Any:
    """A value for a field; lists of objects have two, open objects a key that nobody lists."""
    json = min(row.types)
    if json == "string array":
        return [*sorted(row.values), *([] if row.values and not row.open else [f"{row.path} 값"])]
    if row.kind == STATE_OBJECT:
        return {"power": {"actions": [], "state": "active"}}
    if row.open and json == "object":
        return {"providerKey": "값" if kind == Kind.EVENT else [None, 1.5, {"한글": "값"}]}
    values: dict[str, Any] = {
        "string": min(row.values, default=f"{row.path} 값"),
        "number": 1500,
        "boolean": True,
        "object array": [{}, {}],
        "object": {},
    }
    return values[json]
