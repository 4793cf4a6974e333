"""How payloads are read and written."""

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

import orjson
import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.interfaces.payload import (
    AsReceived,
    Code,
    Json,
    always_present,
    named,
    payload,
    read,
    tolerated,
    wire_name,
    write,
)

SECRET = "kim's secret"


@payload
class Inner:
    value: str


@payload
class Sample:
    token: str
    is_on: bool
    count: int
    how_long_in_ms: float | None = None
    inner_part: Inner | None = None


@payload
class Wide:
    """Fields of every other kind."""

    level: Code | float | None = None
    part: Inner | str | None = None
    parts: tuple[Inner, ...] | None = tolerated()
    words: tuple[Code, ...] | None = None
    free: Json | None = None
    texts: Mapping[str, str] | None = None
    pause: float | None = named("x-pause", default=None)


@payload
class Kept(AsReceived):
    token: str
    parts: tuple[Inner, ...] | None = None


@payload
class Holder:
    kept: Kept


RAW = {"token": "t", "isOn": True, "count": 3}
KEPT = {"z": None, "token": "t", "parts": [{"value": "v", "more": 1}], "": 5, "a": {"b": [1.50]}}


def test_fields_are_in_camel_case_on_the_wire() -> None:
    raw = {**RAW, "howLongInMs": 1.5, "innerPart": {"value": "v"}}
    assert read(Sample, raw) == Sample(
        token="t", is_on=True, count=3, how_long_in_ms=1.5, inner_part=Inner(value="v")
    )


def test_fields_that_are_left_out_or_null_have_their_default() -> None:
    expected = Sample(token="t", is_on=True, count=3)
    assert read(Sample, RAW) == expected
    assert read(Sample, {**RAW, "howLongInMs": None, "innerPart": None}) == expected


def test_unknown_fields_are_ignored() -> None:
    assert read(Sample, {**RAW, "isNew": 1, "is_on": False}) == read(Sample, RAW)


def test_any_mapping_will_do() -> None:
    assert read(Sample, MappingProxyType(RAW)) == read(Sample, RAW)


@pytest.mark.parametrize("field", RAW)
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(MessageError, match=f"^Sample lacks {field}$"):
        read(Sample, {key: value for key, value in RAW.items() if key != field})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("token", 5),
        ("token", None),
        ("token", ["t"]),
        ("isOn", 1),
        ("isOn", "true"),
        ("isOn", None),
        ("count", "3"),
        ("count", True),
        ("count", 3.0),
        ("howLongInMs", "1.5"),
        ("howLongInMs", True),
        ("innerPart", "v"),
        ("innerPart", []),
        ("innerPart", {}),
        ("innerPart", {"value": 5}),
    ],
)
def test_a_value_of_another_type_is_refused(field: str, value: object) -> None:
    with pytest.raises(MessageError, match=f"^Sample has a wrong {field}$"):
        read(Sample, {**RAW, field: value})


def test_a_whole_number_will_do_for_a_float() -> None:
    assert read(Sample, {**RAW, "howLongInMs": 7000}).how_long_in_ms == 7000


def test_an_error_tells_no_value() -> None:
    with pytest.raises(MessageError) as refused:
        read(Sample, {**RAW, "count": SECRET})
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_what_is_none_is_not_written() -> None:
    assert write(Sample(token="t", is_on=False, count=0)) == {
        "token": "t",
        "isOn": False,
        "count": 0,
    }
    assert write(Sample(token="", is_on=True, count=1, how_long_in_ms=0.0))["howLongInMs"] == 0.0


def test_what_is_written_can_be_read() -> None:
    sample = Sample(token="t", is_on=True, count=3, how_long_in_ms=2.5)
    assert read(Sample, write(sample)) == sample


def test_a_payload_cannot_change() -> None:
    with pytest.raises(AttributeError):
        read(Sample, RAW).token = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"level": 5}, Wide(level=5)),
        ({"level": "5"}, Wide(level="5")),
        ({"part": {"value": "v"}}, Wide(part=Inner(value="v"))),
        ({"part": "v"}, Wide(part="v")),
        ({"parts": []}, Wide(parts=())),
        ({"parts": [{"value": "v"}]}, Wide(parts=(Inner(value="v"),))),
        ({"words": ["a", "b"]}, Wide(words=("a", "b"))),
        ({"free": {"a": [None, {"b": 1}]}}, Wide(free={"a": [None, {"b": 1}]})),
        ({"texts": {"a": "b"}}, Wide(texts={"a": "b"})),
        ({"x-pause": 250}, Wide(pause=250)),
    ],
)
def test_lists_objects_and_alternatives_are_read_and_written(raw: Json, expected: Wide) -> None:
    assert read(Wide, raw) == expected
    assert orjson.loads(orjson.dumps(write(expected))) == raw


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level", True),
        ("level", {}),
        ("part", 5),
        ("part", {}),
        ("parts", {}),
        ("parts", {"value": "v"}),
        ("parts", "v"),
        ("parts", [None]),
        ("parts", [{"value": "v"}, []]),
        ("words", "ab"),
        ("words", {"a": "b"}),
        ("words", ["a", 5]),
        ("free", []),
        ("free", [["a", "b"]]),
        ("free", "ab"),
        ("texts", {"a": 5}),
        ("texts", {"a": None}),
        ("x-pause", "250"),
    ],
)
def test_none_of_the_alternatives_is_a_wrong_type(field: str, value: object) -> None:
    with pytest.raises(MessageError, match=f"^Wide has a wrong {field}$"):
        read(Wide, {field: value})


def test_what_is_kept_goes_back_byte_for_byte() -> None:
    found = read(Kept, KEPT)
    assert (found.token, found.parts) == ("t", (Inner(value="v"),))
    assert orjson.dumps(write(found)) == orjson.dumps(KEPT)
    assert orjson.dumps(write(read(Holder, {"kept": KEPT}))) == orjson.dumps({"kept": KEPT})


def test_what_is_kept_is_not_shown() -> None:
    assert SECRET not in repr(read(Kept, KEPT | {"more": SECRET}))


def test_what_was_never_received_is_written_from_its_fields() -> None:
    assert write(Kept(token="t", parts=(Inner(value="v"),))) == {
        "token": "t",
        "parts": [{"value": "v"}],
    }


@pytest.mark.parametrize("value", [[], "ab", 5, {"token": 5}, {"token": "t", "parts": {}}, {}])
def test_what_is_kept_is_checked_all_the_same(value: object) -> None:
    with pytest.raises(MessageError, match=r"^Holder has a wrong kept$"):
        read(Holder, {"kept": value})


def test_a_mapping_is_written_as_an_object() -> None:
    written = write(Wide(free=MappingProxyType({"a": 1})))
    assert orjson.dumps(written) == b'{"free":{"a":1}}'


def test_a_field_knows_its_name_and_whether_it_is_demanded() -> None:
    def table(cls: Any) -> dict[str, bool]:
        return {wire_name(item): always_present(item) for item in fields(cls)}

    assert table(Sample) == {
        "token": True,
        "isOn": True,
        "count": True,
        "howLongInMs": False,
        "innerPart": False,
    }
    demanded = {name for name, always in table(Wide).items() if always}
    assert demanded == {"parts"}
    assert "x-pause" in table(Wide)
