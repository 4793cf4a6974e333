"""What the tests of bad input share: directives by the hundred, as they go on the wire."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import orjson

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.interfaces.clova import HELLO
from custom_components.clova_cic.cic.interfaces.message import read_directive
from custom_components.clova_cic.cic.messages import Directive
from tests.cic.catalog import DIRECTIVE_MESSAGES, Row, objects_at, sample

SECRET: Final = "kim's secret"
HANGUL: Final = "값"  # in every text of the catalogue's samples
LONG: Final = SECRET + "x" * (2**20 - 4096)  # with its envelope just below what one part may have
DEEP: Final = b'[{"a":' * 480 + orjson.dumps(SECRET) + b"}]" * 480  # the reader takes 1,024 levels

BY_NAME: Final = {message.name: message for message in DIRECTIVE_MESSAGES}
# On the downchannel Hello is the sign that it works, and told to nobody.
NAMES: Final = sorted(BY_NAME.keys() - {HELLO})

NO_OBJECTS: Final[list[Any]] = [[], [{"a": SECRET}], SECRET, 5, True]
VALUES: Final[dict[str, list[Any]]] = {
    "null": [None],
    "boolean": [True],
    "number": [0, -5.5, 2**64 - 1],
    "string": [SECRET, ""],
    "string array": [[SECRET]],
    "object array": [[{"a": SECRET}], []],
    "array of anything": [[None], [[SECRET]]],
    "object": [{}, {"a": SECRET}],
}
_SIMPLE: Final = frozenset({"boolean", "number", "string"})
_LISTS_AND_OBJECTS: Final = frozenset({"object array", "object"})
_DEEP_HERE: Final = "@deep@"  # stands for DEEP: the writer of JSON does not go so far

_HEAD: Final = b"Content-Type: application/json\r\n\r\n"

# Parts that hold no directive, by the flaw that the log is told of.
UNREADABLE: Final[dict[str, list[bytes]]] = {
    "a part ended before its JSON did": [
        _HEAD + b'{"directive": {"header": ',
        _HEAD + b'{"directive": "kim\'s secret',
        _HEAD + b"[5]",
    ],
    "a part is not valid JSON": [
        _HEAD + b"{kim's secret}",
        _HEAD + b'{"\xff": 1}',
        _HEAD + b'{"a": ' * 1025 + b"1" + b"}" * 1025,
        _HEAD + b'{"a": "\\ud800"}',
    ],
    "a JSON part is too long": [
        _HEAD + b'{"a": "' + b"x" * 2**20 + b'"}',
        _HEAD + b"{" * (2**20 + 1),
    ],
    "a JSON part has no header": [
        _HEAD + b"{}",
        _HEAD + b'{"directive": null}',
        _HEAD + b'{"directive": ["kim\'s secret"]}',
        _HEAD + b'{"directive": {"header": [], "payload": {}}}',
    ],
    "a JSON part names no message": [
        _HEAD + b'{"directive": {"header": {}, "payload": {}}}',
        _HEAD + b'{"directive": {"header": {"namespace": "Clova", "name": ["RenderText"]}}}',
        _HEAD + b'{"header": {"namespace": "", "name": "RenderText"}}',
        _HEAD + b'{"header": {"namespace": "Clova", "name": "' + b"R" * 65 + b'"}}',
    ],
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A directive as it goes on the wire; `fits`: whether the catalogue would say that it fits."""

    name: str
    body: bytes
    fits: bool

    @property
    def directive(self) -> Directive:
        """What the device reads."""
        return Directive.decode(self.body)

    @property
    def complaint(self) -> str | None:
        """The line that the log gets for it, None if there is nothing to complain of."""
        try:
            known = read_directive(self.directive)
        except MessageError as error:
            return f"CLOVA sent a {self.name} that does not fit: {error.reason}"
        return None if known else f"CLOVA sent a directive that is not known: {self.name!r}"

    @property
    def part(self) -> bytes:
        """Its part of a multipart body."""
        return _HEAD + self.body


def message(name: str, **rest: Any) -> dict[str, Any]:
    """A directive; `rest` is its payload, or nothing."""
    namespace, _, short = name.partition(".")
    header = {"namespace": namespace, "name": short, "messageId": "m"}
    return {"directive": {"header": header, **rest}}


def sent(name: str, payload: Any, *, fits: bool) -> Sent:
    """A directive with this payload."""
    return Sent(name, orjson.dumps(message(name, payload=payload)), fits)


def judged(name: str, payload: Any) -> Sent:
    """A directive of which ring 1 says whether it fits: what it says is proved there."""
    body = orjson.dumps(message(name, payload=payload))
    body = body.replace(orjson.dumps(_DEEP_HERE), DEEP)
    try:
        read_directive(Directive.decode(body))
    except MessageError:
        return Sent(name, body, fits=False)
    return Sent(name, body, fits=True)


def full(name: str) -> dict[str, Any]:
    """A payload with every field of the catalogue."""
    return sample(BY_NAME[name])


def rows(name: str) -> dict[str, Row]:
    """The fields of a directive that this payload has."""
    documented = BY_NAME[name].rows
    return {path: row for path, row in BY_NAME[name].typed_rows.items() if path in documented}


def put(payload: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of a payload in which a field, wherever it occurs, has another value."""
    changed = deepcopy(payload)
    *above, last = path.split(".")
    for parent in objects_at(changed, above):
        parent[last.removesuffix("[]")] = value
    return changed


def without_an_object(name: str) -> Iterator[Sent]:
    """The directive with an empty payload, with none, and with what is no object."""
    demanded = (row for path, row in rows(name).items() if "." not in path)
    fits = not any(row.always and not row.tolerated for row in demanded)
    yield sent(name, {}, fits=fits)
    yield sent(name, None, fits=fits)
    yield Sent(name, orjson.dumps(message(name)), fits)
    for value in NO_OBJECTS:
        yield sent(name, value, fits=False)


def with_wrong_fields(name: str) -> Iterator[Sent]:
    """Full payloads, each with one field that holds a value of one other kind."""
    payload = full(name)
    for path, row in rows(name).items():
        for kind, values in VALUES.items():
            for value in values:
                changed = put(payload, path, value)
                if kind == "null":
                    yield sent(name, changed, fits=not row.always or row.tolerated)
                elif kind in _SIMPLE or not row.types & {kind, *_LISTS_AND_OBJECTS}:
                    fits = kind in row.types or (value == [] and path.endswith("[]"))
                    yield sent(name, changed, fits=fits)


def with_new_words(name: str) -> Iterator[Sent]:
    """Full payloads, each with a word in place of one that the catalogue lists."""
    for path in rows(name):
        documented = BY_NAME[name].rows[path]
        if documented.values and "string" in documented.types:
            yield sent(name, put(full(name), path, "UNHEARD_OF"), fits=True)
        elif documented.values and "string array" in documented.types:
            yield sent(name, put(full(name), path, ["UNHEARD_OF"]), fits=True)


def with_new_fields(name: str) -> Iterator[Sent]:
    """Full directives with fields that nobody knows: in each object, by the hundred, around it."""
    new = {"": [SECRET], "received": {"a": SECRET}, SECRET: 5, "…": None}
    payload = full(name)
    inner = [path for path, row in rows(name).items() if row.inner and not row.received]
    for path in ["", *inner]:
        changed = deepcopy(payload)
        for parent in objects_at(changed, path.split(".") if path else []):
            parent.update(new)
        yield sent(name, changed, fits=True)
    yield sent(
        name, {**payload, **{f"{SECRET} {number}": SECRET for number in range(999)}}, fits=True
    )
    whole = message(name, payload=payload) | new
    whole["directive"] |= new
    whole["directive"]["header"] |= {"a": SECRET, "messageId": [5], "": {}}
    yield Sent(name, orjson.dumps(whole), fits=True)


def with_long_texts(name: str) -> Iterator[Sent]:
    """Full payloads, each with one text of about 1 MiB: in a field that takes it, and in a new one."""
    texts = [path for path, row in rows(name).items() if "string" in row.types and "[" not in path]
    for path in [*texts[:1], "later"]:
        yield sent(name, put(full(name), path, LONG), fits=True)


def with_depth(name: str) -> Iterator[Sent]:
    """Full payloads, each with something very deep in one field."""
    for path in [*rows(name), "later"]:
        yield judged(name, put(full(name), path, _DEEP_HERE))


def at_random(name: str, random: Random, count: int) -> Iterator[Sent]:
    """Payloads that nobody thought of: some fields have anything in them, or are not there."""
    for _ in range(count):
        payload = full(name)
        for path in sorted(rows(name), key=len, reverse=True):  # inner ones first
            *above, last = path.split(".")
            for parent in objects_at(payload, above):
                match random.randrange(12):
                    case 0:
                        parent[last.removesuffix("[]")] = _anything(random, 0)
                    case 1:
                        del parent[last.removesuffix("[]")]
        yield judged(name, payload)


def _anything(random: Random, depth: int) -> Any:
    """Any JSON."""
    if depth < 4 and random.random() < 0.4:
        inner = [_anything(random, depth + 1) for _ in range(random.randrange(4))]
        keys = ("type", "value", "a", "", "한글", SECRET)
        return random.choice([inner, {random.choice(keys): each for each in inner}])
    texts = (
        SECRET,
        "",
        "\x00\u2028",
        "true",
        "401.5",
        "PT1S",
        "cid:1",
        "http://[::1",
        "2030-13-99T",
    )
    numbers = (0, -1, 2**63, 2**64 - 1, 1e308, -0.0, 5e-324)
    return random.choice([None, True, False, random.choice(texts), random.choice(numbers)])


def everywhere(payload: Any) -> Iterator[Any]:
    """Copies of some JSON, each with one value replaced, at every place there is."""
    items = payload.items() if isinstance(payload, dict) else enumerate(payload)
    for key, each in list(items):
        for value, *_ in VALUES.values():
            changed = payload.copy()
            changed[key] = value
            yield changed
        for inner in everywhere(each) if isinstance(each, dict | list) else ():
            changed = payload.copy()
            changed[key] = inner
            yield changed
