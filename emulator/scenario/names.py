"""Which interfaces and fields there are: the protocol's catalogue, asked by the loader."""

from collections.abc import Mapping
import functools
from typing import Any, Literal

import orjson

from ..catalogue import FILE

type Kind = Literal["directive", "event", "context"]


@functools.cache
def _messages() -> dict[tuple[str, str], Mapping[str, Any]]:
    """Every message and context object by kind and qualified name."""
    catalogue = orjson.loads(FILE.read_bytes())
    return {
        (each["kind"], f"{each['namespace']}.{each['name']}"): each
        for each in (*catalogue["messages"], *catalogue["context"])
    }


def known(kind: Kind, name: str) -> bool:
    """Whether any edition has such a message."""
    return (kind, name) in _messages()


@functools.cache
def namespaces() -> frozenset[str]:
    """Every interface that has messages."""
    return frozenset(name.partition(".")[0] for kind, name in _messages() if kind != "context")


@functools.cache
def _paths(kind: Kind, name: str) -> dict[str, bool]:
    """A message's fields by path, and whether each may have members that are not listed."""
    message = _messages()[kind, name]
    rows = {row["path"]: bool(row.get("open")) for row in message["payload"]}
    inner = {path.rpartition(".")[0] for path in rows}
    listed = {path: opened or path not in inner for path, opened in rows.items()}
    return {"": bool(message.get("open")), **listed}


def stranger(kind: Kind, name: str, payload: Mapping[str, Any]) -> str | None:
    """The first field that the message does not have, such as `allAlerts[].tokn`."""
    return _stranger(_paths(kind, name), "", payload)


def _stranger(paths: Mapping[str, bool], path: str, value: Any) -> str | None:
    if isinstance(value, list):
        for each in value:
            if found := _stranger(paths, f"{path}[]" if f"{path}[]" in paths else path, each):
                return found
    elif isinstance(value, Mapping) and not paths.get(path, True):
        for key, each in value.items():
            inner = f"{path}.{key}" if path else key
            if inner not in paths and f"{inner}[]" not in paths:
                return inner
            if found := _stranger(paths, inner, each):
                return found
    return None
