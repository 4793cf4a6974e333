"""What CLOVA suggests, and choosing from it."""

import pytest

from custom_components.clova_cic.cic.interfaces.clova import Suggestion
from custom_components.clova_cic.cic.suggestions import MAX_SUGGESTIONS, Suggestions

TOMORROW = Suggestion(label="Tomorrow?", query="weather tomorrow")
WEEK = Suggestion(label="This Week", query="weather this week", url="https://example.com/week")


@pytest.mark.cic("CIC-CL-041")
@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("Tomorrow?", TOMORROW),
        (" tomorrow? ", TOMORROW),
        ("this  week", WEEK),
        ("Tomorrow", None),
        ("", None),
    ],
)
def test_a_label_chooses_its_suggestion(said: str, chosen: Suggestion | None) -> None:
    suggestions = Suggestions()
    suggestions.offer([TOMORROW, WEEK])
    assert suggestions.chosen_by(said) is chosen


def test_a_new_set_replaces_the_old_one() -> None:
    suggestions = Suggestions()
    assert suggestions.chosen_by("Tomorrow?") is None
    suggestions.offer([TOMORROW])
    suggestions.offer([WEEK])
    assert suggestions.chosen_by("Tomorrow?") is None
    assert suggestions.chosen_by("This week") is WEEK


def test_of_two_with_one_label_the_first_counts() -> None:
    suggestions = Suggestions()
    suggestions.offer([TOMORROW, Suggestion(label="tomorrow?", query="another")])
    assert suggestions.chosen_by("Tomorrow?") is TOMORROW


def test_a_set_is_bounded() -> None:
    suggestions = Suggestions()
    suggestions.offer(Suggestion(label=str(n), query="q") for n in range(MAX_SUGGESTIONS + 1))
    assert suggestions.chosen_by(str(MAX_SUGGESTIONS - 1))
    assert suggestions.chosen_by(str(MAX_SUGGESTIONS)) is None
