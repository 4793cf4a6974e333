"""What counts as expected."""

from typing import Any

import pytest

from emulator.scenario.matching import difference


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({}, {"a": 1}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}),
        ([{"a": 1}, 2], [{"a": 1, "b": 2}, 2]),
        ([], []),
        (1, 1.0),
        (None, None),
        (True, True),
    ],
)
def test_what_is_as_expected(expected: Any, actual: Any) -> None:
    assert difference(expected, actual, "it") is None


@pytest.mark.parametrize(
    ("expected", "actual", "said"),
    [
        ({"a": 1}, {}, "it has no `a`"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "it.a.b is 2, not 1"),
        ({"a": {}}, {"a": []}, "it.a is [], not {}"),
        ([], [1], "it has 1 members, not 0"),
        ([1, {"a": 1}], [1, {"a": 2}], "it[1].a is 2, not 1"),
        (True, 1, "it is 1, not True"),
        (0, False, "it is False, not 0"),
        ("1", 1, "it is 1, not '1'"),
    ],
)
def test_what_is_not(expected: Any, actual: Any, said: str) -> None:
    assert difference(expected, actual, "it") == said
