"""How scripts/demo --check tells right answers from wrong ones, and shows them."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from scripts.lib.demo.check import questions, tells_the_time, tells_the_weather
from scripts.lib.demo.table import lines


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("지금은 오후 3시 7분이에요.", True),
        ("今は15時7分です。", True),
        ("It is 3:06 in the afternoon.", True),  # asked a moment before the minute was over
        ("It is 3:08 in the afternoon.", False),
        ("지금은 오후 7시 3분이에요.", False),
        ("지금은 오후 3시예요.", False),
        ("잘 이해하지 못했어요.", False),
    ],
)
def test_the_time(freezer: FrozenDateTimeFactory, answer: str, right: bool) -> None:
    freezer.move_to("2026-11-21 15:07:10")

    assert tells_the_time(answer) is right


def test_the_time_at_the_full_hour(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to("2026-11-21 15:00:10")

    assert tells_the_time("It is 3 o'clock in the afternoon.")
    assert not tells_the_time("It is 4 o'clock in the afternoon.")


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("明日の東京は晴れ、気温は6度から14度です。", True),
        ("今日の東京は晴れ、気温は6度から14度です。", False),
        ("明日の大阪は晴れ、気温は6度から14度です。", False),
        ("東京の天気は分かりません。", False),
    ],
)
def test_the_weather(answer: str, right: bool) -> None:
    assert tells_the_weather(answer) is right


def test_the_sum_is_another_one_each_time() -> None:
    asked = [questions()[2] for _ in range(10)]

    assert len({question.text for question in asked}) > 1
    first, second = (int(word) for word in asked[0].text.rstrip("?").split() if word.isdecimal())
    assert asked[0].is_right(f"That makes {first * second}.")
    assert not asked[0].is_right(f"That makes {first * second + 1}.")


def test_wide_signs_keep_columns_below_each_other() -> None:
    assert lines([("몇 시야?", "a"), ("What time?", "b")]) == ["몇 시야?    a", "What time?  b"]
