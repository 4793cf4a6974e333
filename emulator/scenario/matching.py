"""Whether something is as expected: what a step names must be there, more may be."""

from collections.abc import Mapping
from typing import Any


def difference(expected: Any, actual: Any, path: str) -> str | None:
    """The first difference as a sentence; None if there is none.

    Of an object the keys that are expected count; a list has to be as long as expected.
    """
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key, value in expected.items():
            if key not in actual:
                return f"{path} has no `{key}`"
            if found := difference(value, actual[key], f"{path}.{key}"):
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{path} has {len(actual)} members, not {len(expected)}"
        for number, (one, other) in enumerate(zip(expected, actual, strict=True)):
            if found := difference(one, other, f"{path}[{number}]"):
                return found
        return None
    if isinstance(expected, bool) != isinstance(actual, bool) or expected != actual:
        return f"{path} is {actual!r}, not {expected!r}"
    return None
