"""How payloads become dataclasses: camelCase on the wire, wrong types refused, the rest ignored."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
import re
from typing import Any, dataclass_transform

from mashumaro.codecs.basic import BasicDecoder
from mashumaro.dialect import Dialect
from mashumaro.exceptions import InvalidFieldValue, MissingField

from ..errors import MessageError


def _exactly(*allowed: type) -> Callable[[object], Any]:
    """Return a reader that takes values of these types as they are and nothing else."""

    def read(value: object) -> object:
        if type(value) not in allowed:
            raise TypeError(f"{type(value).__name__} where {allowed[0].__name__} is due")
        return value

    return read


class _Strict(Dialect):
    """mashumaro hands basic types through, or converts them; CIC's tables name exact ones."""

    serialization_strategy = {  # noqa: RUF012 (mashumaro's way to configure a dialect)
        str: {"deserialize": _exactly(str)},
        bool: {"deserialize": _exactly(bool)},
        int: {"deserialize": _exactly(int)},
        float: {"deserialize": _exactly(float, int)},
    }


def _camel(name: str) -> str:
    """`expect_speech_id` is `expectSpeechId` on the wire."""
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def payload[T](cls: type[T]) -> type[T]:
    """Make a class a payload: frozen, slotted, keyword-only, its fields in camelCase on the wire."""
    aliases = {name: _camel(name) for name in cls.__annotations__}
    cls.Config = type("Config", (), {"aliases": aliases})  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@cache
def _decoder(cls: type[Any]) -> BasicDecoder[Any]:
    """Compile a class's reader at its first use."""
    return BasicDecoder(cls, default_dialect=_Strict)


def read[T](cls: type[T], raw: Mapping[str, Any]) -> T:
    """Read a payload as `cls`; unknown fields are ignored.

    Raises MessageError, which names the field and never its value, when one is missing or of
    another type.
    """
    try:
        found: T = _decoder(cls).decode(raw)  # type: ignore[arg-type] # mypy: a type[T] is hashable
    except MissingField as error:
        raise MessageError(f"{cls.__name__} lacks {_camel(error.field_name)}") from None
    except InvalidFieldValue as error:
        raise MessageError(f"{cls.__name__} has a wrong {_camel(error.field_name)}") from None
    return found


def write(value: object) -> dict[str, Any]:
    """Shape a payload for the wire; fields that are None are left out."""
    return {
        _camel(item.name): found
        for item in fields(value)  # type: ignore[arg-type]
        if (found := getattr(value, item.name)) is not None
    }
