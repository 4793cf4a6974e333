"""A dictionary that remembers the latest entries only."""

from collections import OrderedDict
from typing import Final, override

MAX_KEPT: Final = 1000
"""Items, alerts, streams that are remembered per client, of each kind."""


class Recent[Key, Value](OrderedDict[Key, Value]):
    """Its oldest entry goes when there are more than MAX_KEPT."""

    @override
    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        if len(self) > MAX_KEPT:
            self.popitem(last=False)


def text_at(payload: object, key: str) -> str | None:
    """A string member of what may be no object; None if it is not there, or no string."""
    value = payload.get(key) if isinstance(payload, dict) else None
    return value if isinstance(value, str) else None


def objects_at(payload: object, key: str) -> list[dict[str, object]]:
    """The objects in an array member of what may be no object; what is none is left out."""
    value = payload.get(key) if isinstance(payload, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
