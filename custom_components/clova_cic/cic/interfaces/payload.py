"""How payloads become dataclasses: camelCase on the wire, wrong types refused, the rest ignored.

A payload reads like its table in docs/protocol/interfaces. A field without a default is required;
`= None` may be missing; `= tolerated()` is always there by the reference, and still missed in
samples or older editions; `named("…")` has a name on the wire that is not its own in camelCase.
Values that the device chooses are Literals. Values that it repeats or judges by are `str`, as an
unknown one is no error: `Code` for a word of a documented list, `str` for free text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
import re
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Union, cast, dataclass_transform, get_args, get_origin

from mashumaro.codecs.basic import BasicDecoder
from mashumaro.dialect import Dialect
from mashumaro.exceptions import InvalidFieldValue, MissingField

from ..errors import MessageError

type Json = Mapping[str, Any]

CODE = "code"
Code = Annotated[str, CODE]
"""A word of the protocol or a number in words, never something that a person said or owns."""

_ALWAYS = "always"  # metadata of a field that the reference calls always present
_WHOLE = ""  # the key under which an object is handed to itself; no field has an empty name


def tolerated() -> Any:
    """A field that the reference calls always present, though it is not."""
    return field(default=None, metadata={_ALWAYS: True})


def named(name: str, *, default: Any = MISSING) -> Any:
    """A field whose name on the wire cannot be told from its own."""
    return field(default=default, metadata={"alias": name})


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
        NoneType: {"deserialize": _exactly(NoneType)},  # else the last of a union takes anything
    }


def wire_name(item: Field[Any]) -> str:
    """Return what a field is called on the wire: `expect_speech_id` is `expectSpeechId` there."""
    alias = item.metadata.get("alias")
    return alias if isinstance(alias, str) else _camel(item.name)


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def always_present(item: Field[Any]) -> bool:
    """Tell whether the reference demands the field."""
    missing = item.default is MISSING and item.default_factory is MISSING
    return missing or bool(item.metadata.get(_ALWAYS))


def _is_list(annotation: Any) -> bool:
    """Tell whether a field holds a list, or a list or nothing."""
    if get_origin(annotation) in {Union, UnionType}:
        return any(_is_list(each) for each in get_args(annotation))
    return get_origin(annotation) is tuple


def _check_lists(cls: type[Any], raw: Any) -> Any:
    """Refuse what only looks like a list: mashumaro iterates whatever it is given."""
    for name in cls.LISTS:
        if not isinstance(raw.get(name), list | None):
            raise MessageError(f"{cls.__name__} has a wrong {name}")
    return raw


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(named, field))
def payload[T](cls: type[T]) -> type[T]:
    """Make a class a payload: frozen, slotted, keyword-only, its fields in camelCase on the wire."""
    made: Any = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    aliases = {item.name: wire_name(item) for item in fields(made)}
    made.Config = type("Config", (), {"aliases": aliases})
    made.LISTS = [aliases[item.name] for item in fields(made) if _is_list(item.type)]
    if not hasattr(made, "__pre_deserialize__"):
        made.__pre_deserialize__ = classmethod(_check_lists)
    return cast("type[T]", made)


@payload
class AsReceived:
    """An object that goes back exactly as it came, with all that this code knows nothing of."""

    LISTS: ClassVar[Sequence[str]]
    received: Json = field(default_factory=dict, repr=False, metadata={"alias": _WHOLE})

    @classmethod
    def __pre_deserialize__(cls, raw: Any) -> Any:
        """Keep the whole beside its parts."""
        return {**_check_lists(cls, raw), _WHOLE: raw}


@cache
def _decoder(cls: type[Any]) -> BasicDecoder[Any]:
    """Compile a class's reader at its first use."""
    return BasicDecoder(cls, default_dialect=_Strict)


def read[T](cls: type[T], raw: Json) -> T:
    """Read a payload as `cls`; unknown fields are ignored.

    Raises MessageError, which names the field and never its value, when one is missing or of
    another type.
    """
    try:
        found: T = _decoder(cls).decode(raw)  # type: ignore[arg-type] # mypy: a type[T] is hashable
    except MissingField as error:
        raise MessageError(f"{cls.__name__} lacks {_on_wire(cls, error.field_name)}") from None
    except InvalidFieldValue as error:
        raise MessageError(
            f"{cls.__name__} has a wrong {_on_wire(cls, error.field_name)}"
        ) from None
    return found


def _on_wire(cls: type[Any], name: str) -> str:
    """Return the name on the wire of a field that mashumaro complains of."""
    aliases: dict[str, str] = cls.Config.aliases
    return aliases.get(name, name)


def write(value: object) -> dict[str, Any]:
    """Shape a payload for the wire; fields that are None are left out."""
    if isinstance(value, AsReceived) and value.received:
        return dict(value.received)
    return {
        wire_name(item): _plain(found)
        for item in fields(cast("Any", value))
        if (found := getattr(value, item.name)) is not None and wire_name(item) != _WHOLE
    }


def _plain(value: object) -> object:
    """Shape a field's value."""
    if is_dataclass(value):
        return write(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value
