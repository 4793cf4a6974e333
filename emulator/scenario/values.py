"""Placeholders: `{{ media }}`, `{{ start+5 }}`, and what earlier steps captured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
import re
from typing import Any, Final

from .errors import StepError

CLOUD: Final = "cloud"
"""CIC's address, such as `https://localhost:8443`."""
MEDIA: Final = "media"
"""Where sounds are to be fetched: `{{ media }}/track-1.mp3`."""
DEVICE: Final = "device"
"""The device's id in Home Assistant; only a Home knows it."""
BUILT_IN: Final = frozenset({CLOUD, DEVICE, MEDIA})

_PLACEHOLDER: Final = re.compile(r"\{\{(.*?)\}\}")
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_TIME: Final = re.compile(r"start\+(\d{1,6})")


def is_name(text: str) -> bool:
    """Whether a captured value may be called so."""
    return _NAME.fullmatch(text) is not None and text not in BUILT_IN


def unknown_names(value: Any, known: frozenset[str]) -> Iterator[str]:
    """Placeholders anywhere in a step that nothing would fill."""
    for text in _texts(value):
        for found in _PLACEHOLDER.findall(text):
            name = found.strip()
            if name not in known | BUILT_IN and not _TIME.fullmatch(name):
                yield name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))


class Values:
    """What placeholders stand for. A text that is one placeholder becomes the value itself."""

    def __init__(self, start: datetime, **known: str) -> None:
        """`start`: when the first step is taken, with a zone."""
        self._start = start
        self._known: dict[str, Any] = dict(known)

    def __setitem__(self, name: str, value: Any) -> None:
        """Capture a value."""
        self._known[name] = value

    def fill(self, value: Any) -> Any:
        """A copy of a step, or of a part of one, without placeholders; raises StepError."""
        if isinstance(value, str):
            return self._fill_text(value)
        if isinstance(value, Mapping):
            return {key: self.fill(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.fill(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            filled = {each.name: self.fill(getattr(value, each.name)) for each in fields(value)}
            return replace(value, **filled)
        return value

    def _fill_text(self, text: str) -> Any:
        whole = _PLACEHOLDER.fullmatch(text)
        if whole is not None and "{{" not in whole[1]:
            return self._value_of(whole[1].strip())
        return _PLACEHOLDER.sub(lambda found: str(self._value_of(found[1].strip())), text)

    def _value_of(self, name: str) -> Any:
        if moment := _TIME.fullmatch(name):
            later = self._start + timedelta(seconds=int(moment[1]))
            return later.isoformat(timespec="seconds")
        if name not in self._known:
            raise StepError(f"nothing has told what {{{{ {name} }}}} is")
        return self._known[name]
