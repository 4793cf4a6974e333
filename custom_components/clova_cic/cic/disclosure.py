"""What of a directive may be shown to whoever looks: automations, histories, people."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
import re
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

import orjson

from .interfaces.payload import CODE, Json, wire_name

MAX_BYTES = 8192  # of one directive's JSON: what a state attribute and an event can well carry
MAX_TEXT = 1024  # characters of one text
MAX_DEPTH = 16  # objects within objects; the protocol's own go five deep
# Whose device it is, where it is, and what opens it: never shown, even to those who want it all.
SECRET = frozenset(
    {
        "deviceId",
        "deviceUUID",
        "clientId",
        "pinCode",
        "latitude",
        "longitude",
        "accessToken",
        "refreshToken",
    }
)

DEVICE = "device"  # where a device's id was: a name that tells it from others and opens nothing

type NameDevice = Callable[[str], str]

# What a word of the protocol looks like; one of another script would be a person's.
_WORD = re.compile(r"[\w./+-]{1,64}", re.ASCII)
_ELLIPSIS = "…"
_CUT_OBJECT = {_ELLIPSIS: True}  # the closing remark of an object, and of a list
_CUT_LIST = [_ELLIPSIS]


def impersonal(payload: object, name_device: NameDevice | None = None) -> dict[str, Any]:
    """Return what says nothing of a person: numbers, switches and words of the protocol.

    `payload` is a typed one; texts, titles, links, ids and whatever else is free are left out, and
    what is more than MAX_BYTES of JSON, as in `abridged`. Devices are named if somebody does that.
    """
    return abridged(_harmless(payload, name_device))


def _harmless(payload: object, name_device: NameDevice | None) -> dict[str, Any]:
    """Return the same of any size."""
    found: dict[str, Any] = {}
    device_id = getattr(payload, "device_id", None)
    if name_device is not None and isinstance(device_id, str):
        found[DEVICE] = name_device(device_id)
    for attribute, name, code in _showable(cast("Any", type(payload))):
        shown = _impersonal(getattr(payload, attribute), name_device, code=code)
        if shown is not None:
            found[name] = shown
    return found


@cache
def _showable(cls: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """List the fields that may be shown: attribute, name on the wire, whether its text is a code."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        (item.name, wire_name(item), _is_code(hints[item.name]))
        for item in fields(cls)
        if wire_name(item) not in SECRET
    )


def _impersonal(value: object, name_device: NameDevice | None, *, code: bool) -> Any:
    """Return what may be shown of a field, None if nothing."""
    if is_dataclass(value):
        return _harmless(value, name_device) or None
    if isinstance(value, tuple):
        shown = [_impersonal(each, name_device, code=code) for each in value]
        return [each for each in shown if each is not None] or None
    if isinstance(value, str):
        return value if code and _WORD.fullmatch(value) else None
    return value if isinstance(value, bool | int | float) else None


def _is_code(hint: Any) -> bool:
    """Tell whether a field, or each element of its list, is a word of the protocol."""
    if get_origin(hint) is Annotated:
        return CODE in get_args(hint)
    return any(_is_code(each) for each in get_args(hint))


def abridged(payload: Json, name_device: NameDevice | None = None) -> dict[str, Any]:
    """Return the payload without secrets, long texts cut, in at most MAX_BYTES of JSON.

    What no longer fits is left out, and "…" says so.
    """
    return cast("dict[str, Any]", _Scribe(name_device).write(payload, 0))


class _Scribe:
    """Copies JSON until the paper is full."""

    def __init__(self, name_device: NameDevice | None) -> None:
        """Begin with a page that is empty but for the root and its closing remark."""
        self._name_device = name_device
        self._room = MAX_BYTES - len(orjson.dumps(_CUT_OBJECT))

    def write(self, value: object, depth: int) -> Any:
        """Return a copy of a value, or as much of it as fits."""
        if isinstance(value, str):
            return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + _ELLIPSIS
        if isinstance(value, Mapping):
            return self._object(value, depth) if depth < MAX_DEPTH else _ELLIPSIS
        if isinstance(value, list):
            return self._list(value, depth) if depth < MAX_DEPTH else _ELLIPSIS
        return value

    def _object(self, value: Json, depth: int) -> dict[str, Any]:
        """Copy an object without its secrets."""
        copy: dict[str, Any] = {}
        for name, found in value.items():
            key, each = name, found
            if key == "deviceId" and self._name_device is not None and isinstance(each, str):
                key, each = DEVICE, self._name_device(each)
            if key in SECRET:
                continue
            if not self._fits(key, each):
                copy |= _CUT_OBJECT
                break
            copy[key] = self.write(each, depth + 1)
        return copy

    def _list(self, value: list[Any], depth: int) -> list[Any]:
        """Copy a list."""
        copy: list[Any] = []
        for each in value:
            if not self._fits("", each):
                copy += _CUT_LIST
                break
            copy.append(self.write(each, depth + 1))
        return copy

    def _fits(self, key: str, value: object) -> bool:
        """Take the room that a member needs by itself; False if there is not enough.

        A list or object takes the room of its closing remark too, as each may need one.
        """
        if isinstance(value, Mapping):
            shell: object = _CUT_OBJECT
        elif isinstance(value, list):
            shell = _CUT_LIST
        else:
            shell = self.write(value, 0)
        cost = len(orjson.dumps([key, shell]))
        if cost > self._room:
            return False
        self._room -= cost
        return True
