"""What there is to read of an answer."""

import pytest

from custom_components.clova_cic.cic.answer import Reply, text_of
from custom_components.clova_cic.cic.messages import Directive


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
        pytest.param([template("t"), spoken("s")], "s", id="spoken before template"),
        pytest.param([template("t"), shown("a")], "a", id="shown before template"),
        pytest.param([shown(""), spoken("s")], "s", id="shown is empty"),
        pytest.param([shown("a"), shown(" "), shown("b")], "a\nb", id="one of them is empty"),
        pytest.param([shown(5), spoken("s")], "s", id="shown does not fit"),
        pytest.param([shown(5), shown("a")], "a", id="one of them does not fit"),
        pytest.param([template(5)], None, id="template does not fit"),
        pytest.param([spoken(5), template("t")], "t", id="spoken does not fit"),
    ],
)
def test_the_words_of_an_answer(directives: list[Directive], expected: str | None) -> None:
    assert text_of(directives) == expected
    assert text_of(iter(directives)) == expected


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
    assert Reply(text=None, continues=False, directives=directives).spoken is expected


def test_the_words_are_no_part_of_a_repr() -> None:
    reply = Reply(text="kim's secret", continues=True, directives=(shown("kim's secret"),))
    assert "secret" not in repr(reply)
