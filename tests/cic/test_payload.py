"""How payloads are read and written."""

from types import MappingProxyType

import pytest

from custom_components.clova_cic.cic.errors import MessageError
from custom_components.clova_cic.cic.interfaces.payload import payload, read, write

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


RAW = {"token": "t", "isOn": True, "count": 3}


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
