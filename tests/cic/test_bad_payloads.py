"""Whatever a payload holds: it is read, or it is a MessageError that names a field."""

from copy import deepcopy
import re
from typing import Any

from hypothesis import given, settings, strategies as st
import orjson
import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.interfaces.message import read_directive
from custom_components.clova_cic.cic.messages import Directive
from tests.cic.catalog import DIRECTIVE_MESSAGES, Message, Row, objects_at, sample

SECRET = "kim's secret"
LONG = SECRET + "x" * 2**20
COMPLAINT = re.compile(r"\w+ (?:lacks|has a wrong) (?P<field>[\w-]+)")
BY_NAME = {message.name: message for message in DIRECTIVE_MESSAGES}

VALUES: dict[str, list[Any]] = {
    "null": [None],
    "boolean": [True, False],
    "number": [0, -1, 5.5, 2**64 - 1, 1e308],
    "string": [SECRET, "", "MUTE\x00", "한글" * 99, LONG],
    "string array": [[SECRET], []],
    "object array": [[{"a": SECRET}]],
    "array of anything": [[None], [5, SECRET], [[[SECRET]]]],
    "object": [{}, {"a": SECRET}, {"": {"a": [SECRET]}}],
}
SIMPLE = {"boolean", "number", "string"}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

every_directive = pytest.mark.parametrize("name", sorted(BY_NAME))


def outcome(name: str, payload: Any) -> object:
    """What becomes of a directive: its payload, or the MessageError."""
    namespace, _, short = name.partition(".")
    try:
        found = read_directive(Directive(namespace=namespace, name=short, payload=payload))
    except MessageError as error:
        check(error, BY_NAME[name])
        return error
    assert type(found) is BY_NAME[name].type.payload
    return found


def check(error: MessageError, message: Message) -> None:
    """An error names a field of the message, and nothing of what was sent."""
    complaint = COMPLAINT.fullmatch(str(error))
    assert complaint
    fields = {path.rpartition(".")[2] for path in message.typed_rows}
    assert complaint["field"] in {field.removesuffix("[]") for field in fields}
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__


def put(payload: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of a payload in which a field, wherever it occurs, has another value."""
    changed = deepcopy(payload)
    *above, last = path.split(".")
    for parent in objects_at(changed, above):
        parent[last.removesuffix("[]")] = value
    return changed


def rows(name: str) -> dict[str, Row]:
    """The fields of a directive that its sample has too."""
    documented = BY_NAME[name].rows
    return {path: row for path, row in BY_NAME[name].typed_rows.items() if path in documented}


@every_directive
def test_a_payload_that_is_no_object_is_refused(name: str) -> None:
    namespace, _, short = name.partition(".")
    header = {"namespace": namespace, "name": short, "messageId": "m"}
    payloads: list[Any] = [[], [{}], SECRET, 5, True]
    for payload in payloads:
        body = orjson.dumps({"directive": {"header": header, "payload": payload}})
        with pytest.raises(MessageError, match=r"^the payload is not an object$"):
            read_directive(Directive.decode(body))


@every_directive
def test_a_payload_that_is_not_there_is_an_empty_one(name: str) -> None:
    namespace, _, short = name.partition(".")
    header = {"namespace": namespace, "name": short, "messageId": "m"}
    expected = outcome(name, {})
    bodies: list[dict[str, Any]] = [{"payload": None}, {"payload": {}}, {}]
    for rest in bodies:
        received = Directive.decode(orjson.dumps({"directive": {"header": header, **rest}}))
        found = outcome(name, received.payload)
        assert str(found) == str(expected)
        assert received.flaw is None
    demanded = {path for path, row in rows(name).items() if row.always and not row.tolerated}
    assert isinstance(expected, MessageError) is any("." not in path for path in demanded)


@every_directive
def test_a_field_of_a_wrong_type_is_refused_and_any_word_is_taken(name: str) -> None:
    payload = sample(BY_NAME[name])
    for path, row in rows(name).items():
        for kind, values in VALUES.items():
            for value in values:
                found = outcome(name, put(payload, path, value))
                if kind == "null":
                    assert isinstance(found, MessageError) is (row.always and not row.tolerated)
                elif kind in SIMPLE or not row.types & {kind, "object array", "object"}:
                    fits = kind in row.types or (value == [] and path.endswith("[]"))
                    assert isinstance(found, MessageError) is not fits


@every_directive
def test_a_field_that_is_left_out_is_missed_only_if_nothing_can_be_done_without(name: str) -> None:
    payload = sample(BY_NAME[name])
    for path, row in rows(name).items():
        changed = deepcopy(payload)
        *above, last = path.split(".")
        for parent in objects_at(changed, above):
            del parent[last.removesuffix("[]")]
        found = outcome(name, changed)
        assert isinstance(found, MessageError) is (row.always and not row.tolerated)


@every_directive
def test_fields_that_nobody_knows_change_nothing(name: str) -> None:
    payload = sample(BY_NAME[name])
    expected = outcome(name, payload)
    paths = [path for path, row in rows(name).items() if row.inner and not row.received]
    for path in ["", *paths]:
        changed = deepcopy(payload)
        for parent in objects_at(changed, path.split(".") if path else []):
            parent.update({"a": SECRET, "expect_speech_id": 5, "": [SECRET], "received": None})
        found = outcome(name, changed)
        assert type(found) is type(expected)
        if not any(row.received for row in rows(name).values()):
            assert found == expected


@every_directive
def test_depth_is_no_danger(name: str) -> None:
    deep: Any = SECRET
    for _ in range(100_000):
        deep = [{"a": deep}]
    for path in rows(name):
        payload = sample(BY_NAME[name])
        *above, last = path.split(".")
        for parent in objects_at(payload, above):
            parent[last.removesuffix("[]")] = {"a": deep} if "[]" not in last else deep
        outcome(name, payload)
    outcome(name, {"a": deep})


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from(sorted(BY_NAME)), st.dictionaries(st.text(), JSON, max_size=6))
def test_any_object_is_read_or_refused(name: str, payload: dict[str, Any]) -> None:
    outcome(name, payload)


@settings(derandomize=True, max_examples=800, deadline=None)
@given(st.data())
def test_any_value_in_any_field_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in sorted(BY_NAME) if rows(name)]))
    payload = sample(BY_NAME[name])
    paths = data.draw(st.lists(st.sampled_from(sorted(rows(name))), min_size=1, max_size=3))
    for path in sorted(paths, key=len, reverse=True):  # what is inside before what holds it
        payload = put(payload, path, data.draw(JSON))
    outcome(name, payload)
