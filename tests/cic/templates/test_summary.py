"""What is shown of a template that is unknown, empty, or made of anything."""

from datetime import datetime
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.clova_cic.cic.templates import _RULES, LINE, NOTICE, summary
from custom_components.clova_cic.cic.templates.times import View
from custom_components.clova_cic.cic.templates.words import EN

from .payloads import EMPTY, LANGUAGES, NOW, said, string

CATALOG = json.loads(
    (Path(__file__).parents[3] / "docs/protocol/catalog.json").read_text(encoding="utf-8")
)["templates"]["types"]
KINDS = sorted(entry["type"] for entry in CATALOG)
KNOWN = sorted(_RULES)

SUBTITLE = string("A subtitle.")
FAILURE = string("This cannot be shown.")


def test_every_template_of_the_reference_has_a_rule() -> None:
    assert len(KINDS) == 23
    assert set(KNOWN) == {*KINDS, "CarRoute", "TransportationRoute"}


@pytest.mark.cic("CIC-CL-031")
@pytest.mark.parametrize("kind", ["Hologram", "text", "", None, 5, [], {}, ...])
def test_an_unknown_type_shows_its_failure_message(kind: object) -> None:
    payload: dict[str, Any] = {"subtitle": SUBTITLE, "failureMessage": FAILURE, "title": "T"}
    if kind is not ...:
        payload["type"] = kind
    assert said(payload) == ["This cannot be shown."]
    assert said({**payload, "failureMessage": EMPTY}) == ["A subtitle."]
    assert said({**payload, "failureMessage": None, "subtitle": []}) == ["T"]


@pytest.mark.parametrize("kind", KNOWN)
def test_a_known_type_without_content_shows_the_best_there_is(kind: str) -> None:
    payload: dict[str, Any] = {"type": kind, "subtitle": SUBTITLE, "failureMessage": FAILURE}
    assert said(payload) == ["A subtitle."]
    assert said({**payload, "subtitle": EMPTY}) == ["This cannot be shown."]
    assert said({"type": kind}) == []


@pytest.mark.parametrize(
    "name",
    [
        *("title", "mainText", "sentenceText", "paragraphText", "highlightText"),
        *("label", "content", "description", "announcementOfAtmosphere"),
    ],
)
def test_the_last_resort_is_any_text(name: str) -> None:
    assert said({"type": "Hologram", name: string("words")}) == ["words"]


def test_the_last_resort_has_an_order() -> None:
    payload = {"type": "Hologram", "label": "label", "mainText": "main", "title": "title"}
    assert said(payload) == ["title"]
    assert said({**payload, "title": EMPTY}) == ["main"]


@pytest.mark.cic("CIC-CL-030")
def test_a_known_type_does_not_show_its_failure_message() -> None:
    payload = {"type": "Text", "mainText": string("12 °C"), "failureMessage": FAILURE}
    assert said(payload) == ["12 °C"]


# The names that templates have, so that the rules find something to stumble over.
NAMES = sorted(
    {part.removesuffix("[]") for entry in CATALOG for field in entry["payload"] for part in field["path"].split(".")}
    | {"value", "dateTime", "subtitle", "failureMessage", "display", "provider", "name", "summary"}
    | {"start", "destination", "distance", "time", "startName", "endName", "totalTime", "rightMainTextA"}
)  # fmt: skip
WORDS = st.sampled_from(
    [
        *("", "Text", "TOAST", "weekly", "daily", "monday", "DONE", "30", "-3", "70%", "NNW", "1e400"),
        *("2026-03-05T06:45:00Z", "2026-03-04", "20260304 18:00", "0001-01-01", "9999-12-31T23:59:59Z"),
        *("0001-01-01T00:00:00+14:00", "<mark>a\nb</mark>", "긴 글 " * 99, "長い" * 999, "{} {0} %s"),
    ]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | WORDS


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    fields = st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    return st.lists(inner, max_size=4) | fields | WORDS.map(string)


ANYTHING = st.recursive(SCALARS, nested, max_leaves=30)
NOWS = st.sampled_from(
    [NOW, datetime(1, 1, 1, tzinfo=NOW.tzinfo), datetime.max.replace(tzinfo=NOW.tzinfo)]
)


@pytest.mark.parametrize("kind", [*KNOWN, "Hologram"])
@given(
    fields=st.dictionaries(st.sampled_from(NAMES), ANYTHING, min_size=4, max_size=20),
    language=st.sampled_from(LANGUAGES),
    now=NOWS,
)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_whatever_a_payload_holds(
    kind: str, fields: dict[str, Any], language: str, now: datetime
) -> None:
    lines = summary({**fields, "type": kind}, language=language, now=now)
    assert len(lines) <= 3
    assert all(len(line) <= LINE for line in lines[:2])
    assert all(0 < len(line) <= NOTICE for line in lines)
    for line in lines:
        assert " ".join(line.split()) == line
        assert "<mark>" not in line
    assert len(lines) < 3 or kind == "CardList"


@pytest.mark.parametrize("kind", KNOWN)
@pytest.mark.parametrize("wrong", [[], {}, [[]], [{}], 5, "x" * 100_000, None, True, {"value": {}}])
def test_all_fields_at_once_are_of_a_wrong_kind(kind: str, wrong: object) -> None:
    lines = said({**dict.fromkeys(NAMES, wrong), "type": kind})
    assert all(len(line) <= NOTICE for line in lines)


def test_a_rule_is_pure() -> None:
    payload = {
        "type": "TimerList",
        "timerList": [{"label": "b"}, {"label": "a", "scheduledTime": "20260304 09:00"}],
    }
    before = json.dumps(payload)
    assert _RULES["TimerList"](payload, View(EN, NOW)) == ["2 timers · a 30 min left", "b"]
    assert json.dumps(payload) == before
