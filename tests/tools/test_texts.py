"""Translations, and the texts that code names."""

import ast

import pytest

from scripts.lib.checks import messages, translations

from .project import Project

REASON = ("exceptions", "refused", "message")


def test_same_texts_in_every_language_are_accepted(project: Project) -> None:
    assert project.findings(translations.check) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("See [%key:common::config%] {reason}", "refers to another text"),
        ("See https://example.org {reason}", "has an address"),
        ("See www.example.org {reason}", "has an address"),
        ("<b>{reason}</b>", "has HTML"),
        ("Refused: '{reason}'", "single quotes"),
        ("Refused: {reason} ", "begins or ends with a space"),
        ("Refused: {reason} {", "unbalanced braces"),
        ("", "is no text"),
        (["{reason}"], "is no text"),
    ],
)
def test_a_text_that_home_assistant_would_not_take(
    project: Project, text: object, problem: str
) -> None:
    project.change(project.translations("ko"), *REASON, to=text)

    found = project.findings(translations.check)

    assert any(problem in finding and "exceptions.refused.message" in finding for finding in found)
    assert all(finding.startswith(str(project.translations("ko"))) for finding in found)


def test_a_missing_text_and_one_too_many(project: Project) -> None:
    project.change(project.translations("ja"), *REASON)
    project.change(project.translations("ja"), "exceptions", "extra", "message", to="Extra")

    found = "\n".join(project.findings(translations.check))

    assert "ja.json: exceptions.refused.message is missing" in found
    assert "ja.json: exceptions.extra.message is not in English" in found


def test_placeholders_differ(project: Project) -> None:
    project.change(project.translations("ko"), *REASON, to="거절: {cause}")

    (found,) = project.findings(translations.check)

    assert found.endswith("refused.message differs from English in placeholders: cause, reason")


def test_unknown_section_and_key(project: Project) -> None:
    for language in ("en", "ko", "ja"):
        project.change(project.translations(language), "words", "A B", to="x")

    found = "\n".join(project.findings(translations.check))

    assert "knows no section words" in found
    assert "words.A B has a key" in found


@pytest.mark.parametrize(
    ("content", "problem"),
    [("{", "cannot be read"), ("[]", "is not a mapping"), ('{"a": {}, "a": {}}', "given twice: a")],
)
def test_an_unreadable_language(project: Project, content: str, problem: str) -> None:
    project.write(project.translations("ja"), content)

    assert [problem in finding for finding in project.findings(translations.check)] == [True]


def test_a_missing_language(project: Project) -> None:
    (project.root / project.translations("ko")).unlink()

    assert project.findings(translations.check) == [f"{project.translations('ko')}: is missing"]


def test_code_names_texts_that_are_not_there(project: Project) -> None:
    project.write(
        "custom_components/clova_cic/code.py",
        "raise HomeAssistantError(translation_domain=DOMAIN, translation_key='refused')\n"
        "raise HomeAssistantError(translation_domain=DOMAIN, translation_key='gone')\n"
        "ir.async_create_issue(hass, DOMAIN, 'x', translation_key='lost')\n",
    )

    assert project.findings(messages.check) == [
        "custom_components/clova_cic/code.py:2: exceptions.gone is not in en.json",
        "custom_components/clova_cic/code.py:3: issues.lost is not in en.json",
    ]


def test_an_entitys_key_is_no_exception() -> None:
    tree = ast.parse("SensorEntityDescription(key='x', translation_key='directive')")

    assert list(messages.named_texts(tree)) == []
