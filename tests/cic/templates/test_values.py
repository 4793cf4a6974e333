"""Reading fields that hold anything, and lines that are too long."""

import pytest

from custom_components.clova_cic.cic.templates.values import LINE, cut, number, text, with_more


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "string", "value": "a"}, "a"),
        ({"type": "number", "value": "a"}, "a"),
        ({"type": "new", "value": 5}, "5"),
        ({"value": "a", "dateTime": "b"}, "a"),
        ({"value": "", "dateTime": "b"}, "b"),
        ({"value": None}, ""),
        ({"value": {"value": "deeper"}}, ""),
        ({"value": ["a"]}, ""),
        ({"type": "string"}, ""),
        ({}, ""),
        ("bare", "bare"),
        (None, ""),
        (True, ""),
        (["a"], ""),
        (5, "5"),
        (100, "100"),
        (-0.001, "0"),
        (23.0, "23"),
        (0.1 + 0.2, "0.3"),
        (33.333, "33.33"),
        (float("nan"), ""),
        (float("-inf"), ""),
        ({"value": 10**5000}, ""),
        ("  a\r\n\tb\u2028c\x00d\u200b ", "a b c d"),
        ("\ud83d half", "half"),
        ("<mark>부산</mark>의 <b>맛집</b>", "부산의 맛집"),
        ('<MARK>a</MARK><br/>b <font color="red">c</font>', "a b c"),
        ("<ma<mark>rk>a", "a"),
        ("<b" * 9 + ">" * 9 + "a", "bbbbb>>>>>a"),
        ("3 < 5 > 4, <기생충>, <Dynamite>", "3 < 5 > 4, <기생충>, <Dynamite>"),
        ("<mark></mark>", ""),
    ],
)
def test_text(value: object, expected: str) -> None:
    assert text(value) == expected


def test_of_a_huge_text_only_the_beginning_is_read() -> None:
    assert 1000 < len(text("a" * 10**6)) < 10_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1,234.5", 1234.5),
        ("70 %", 70.0),
        ("-3", -3.0),
        (5, 5.0),
        ("5km", None),
        ("٣", None),
        ("", None),
        ("9" * 400, None),
        ("1e5", None),
    ],
)
def test_numbers(value: object, expected: float | None) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a" * LINE, "a" * LINE),
        ("a" * (LINE + 1), "a" * (LINE - 1) + "…"),
        ("word " * 40, ("word " * 32).strip() + "…"),
        ("a" * 150 + ", next word", "a" * 150 + ", next…"),
        ("a" * 150 + ", nextword", "a" * 150 + ", nextword"),
        ("a" * 150 + ", next-word", "a" * 150 + "…"),
        ("a" * (LINE - 1) + " b", "a" * (LINE - 1) + "…"),
        ("東京 " + "晴" * LINE, "東京 " + "晴" * (LINE - 4) + "…"),
        ("가나다 " * 50, ("가나다 " * 40).strip() + "…"),
    ],
    ids=range(9),
)
def test_a_long_line_ends_after_a_word(line: str, expected: str) -> None:
    assert cut(line) == expected
    assert len(expected) <= LINE


def test_the_number_of_further_elements_outlives_the_cut() -> None:
    assert with_more("title", 2) == "title +2"
    assert with_more("title", 0) == "title"
    assert with_more("", 2) == ""
    long = with_more("word " * 99, 12)
    assert long.endswith("word… +12")
    assert len(long) <= LINE
