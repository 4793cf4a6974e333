"""What there is to read of an answer."""

from collections.abc import Iterable

import pytest

from custom_components.clova_cic.cic.answer import Reply, is_part_of_answer
from custom_components.clova_cic.cic.messages import Directive

from .words import words


def text_of(directives: Iterable[Directive]) -> str | None:
    return words(Reply(continues=False, directives=tuple(directives)))


def shown(text: object) -> Directive:
    return Directive(namespace="Clova", name="RenderText", payload={"text": text})


def spoken(text: object = None) -> Directive:
    payload = {"url": "cid:1"} if text is None else {"url": "cid:1", "ttsText": text}
    return Directive(namespace="SpeechSynthesizer", name="Speak", payload=payload)


def template(message: object) -> Directive:
    payload = {"type": "Text", "failureMessage": {"type": "string", "value": message}}
    return Directive(namespace="Clova", name="RenderTemplate", payload=payload)


OTHER = Directive(namespace="Clova", name="Other", payload={"text": "no", "ttsText": "no"})


@pytest.mark.parametrize(
    ("directives", "expected"),
    [
        pytest.param([], None, id="nothing"),
        pytest.param([OTHER], None, id="nothing to read"),
        pytest.param([shown("a")], "a", id="shown"),
        pytest.param([shown(" a\n")], "a", id="with blanks"),
        pytest.param([shown("a"), shown("b")], "a\nb", id="shown in two"),
        pytest.param([spoken("s"), shown("a"), OTHER], "a", id="shown before spoken"),
        pytest.param([spoken("s"), spoken("t")], "s\nt", id="spoken in two"),
        pytest.param([spoken("s"), template("t")], "t", id="template before spoken"),
        pytest.param([template("t"), shown("a")], "a", id="shown before template"),
        pytest.param([shown(""), spoken("s")], "s", id="shown is empty"),
        pytest.param([shown("a"), shown(" "), shown("b")], "a\nb", id="one of them is empty"),
        pytest.param([shown(5), spoken("s")], "s", id="shown does not fit"),
        pytest.param([shown(5), shown("a")], "a", id="one of them does not fit"),
        pytest.param([template({}), spoken("s")], "s", id="template does not fit"),
        pytest.param([spoken(5), template("t")], "t", id="spoken does not fit"),
    ],
)
def test_the_words_of_an_answer(directives: list[Directive], expected: str | None) -> None:
    assert text_of(directives) == expected


@pytest.mark.cic("CIC-CL-021")
def test_speech_without_words_is_no_text() -> None:
    assert text_of([spoken()]) is None


@pytest.mark.cic("CIC-CL-031")
def test_a_template_of_any_type_gives_its_failure_message() -> None:
    assert text_of([template("It is 12 degrees.")]) == "It is 12 degrees."


@pytest.mark.parametrize(
    ("directives", "expected"),
    [((), False), ((shown("a"), OTHER), False), ((shown("a"), spoken()), True)],
)
def test_there_is_something_to_hear_if_speech_came(
    directives: tuple[Directive, ...], expected: bool
) -> None:
    assert Reply(continues=False, directives=directives).spoken is expected


def test_the_words_are_no_part_of_a_repr() -> None:
    reply = Reply(continues=True, directives=(shown("kim's secret"),))
    assert "secret" not in repr(reply)


def suggestion(*labels: str) -> Directive:
    offered = [{"label": label, "query": f"ask {label}"} for label in labels]
    return Directive(namespace="Clova", name="RenderSuggestion", payload={"suggestions": offered})


def test_suggestions_are_told_in_order() -> None:
    broken = Directive(namespace="Clova", name="RenderSuggestion", payload={"suggestions": "x"})
    directives = (suggestion("Tomorrow?", "This week?"), broken, shown("a"), suggestion("Rain?"))
    reply = Reply(continues=False, directives=directives)
    assert reply.suggestions == ("Tomorrow?", "This week?", "Rain?")


def test_not_too_many_suggestions_are_told() -> None:
    reply = Reply(continues=False, directives=(suggestion(*map(str, range(100))),))
    assert len(reply.suggestions) == 20


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        (shown("a"), True),
        (shown(5), False),
        (template("t"), True),
        (Directive(namespace="Clova", name="RenderTemplate", payload={"type": 5}), False),
        (spoken("s"), False),
        (OTHER, False),
        (
            Directive(
                namespace="SpeechRecognizer",
                name="ExpectSpeech",
                payload={"expectSpeechId": "e", "explicit": True, "timeoutInMilliseconds": 7000},
            ),
            True,
        ),
    ],
)
def test_what_an_answer_is_made_of(directive: Directive, expected: bool) -> None:
    assert is_part_of_answer(directive) is expected
