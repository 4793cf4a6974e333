"""The texts: complete in three languages, fit for every error, and legal for Home Assistant."""

import json
from pathlib import Path
import re
from string import Formatter
from typing import Any

import pytest

from custom_components.clova_cic import cic
from custom_components.clova_cic.announcing import EVENT_TYPES
from custom_components.clova_cic.cic import CicError, Stage
from custom_components.clova_cic.errors import describe, is_sign_in_problem
from custom_components.clova_cic.phrases import LANGUAGES, spoken_language

FOLDER = Path(__file__).parents[1] / "custom_components" / "clova_cic"
BASE_URL = "https://cloud.example:8443"

DIAL_STAGES = (Stage.DNS, Stage.TCP, Stage.TLS, Stage.ALPN)

# Letters that only a text in that language has; what is left of a forgotten translation has none.
LETTERS = {"en": r"[a-z]", "ko": r"[가-힣]", "ja": r"[ぁ-んァ-ヶ一-龯]"}


def texts(language: str) -> dict[str, str]:
    """Return the flattened texts of a language."""
    content = json.loads((FOLDER / "translations" / f"{language}.json").read_text("utf-8"))
    flat: dict[str, str] = {}

    def walk(prefix: str, node: dict[str, Any]) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                walk(f"{prefix}{key}.", value)
            else:
                flat[f"{prefix}{key}"] = value

    walk("", content)
    return flat


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def failures() -> list[CicError]:
    """Return one error of every class and stage that ring 1 can raise."""
    found: list[CicError] = []
    for name in cic.__all__:
        cls = getattr(cic, name)
        if not (isinstance(cls, type) and issubclass(cls, CicError)):
            continue
        if issubclass(cls, cic.RequestRejectedError):
            found += [
                cls(status, stage=stage)
                for status in (400, 401, 412, 429, 500, 503)
                for stage in (Stage.DOWNCHANNEL, Stage.EVENT)
            ]
        elif cls is cic.AuthRejectedError:
            found += [cls(status) for status in (400, 404)]
        elif cls is cic.ConnectFailedError:
            found += [cls("x", stage=stage) for stage in DIAL_STAGES]
        else:
            found.append(cls("x"))
    return found


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert set(other) == set(english)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_its_language(language: str) -> None:
    foreign = [
        key for key, text in texts(language).items() if not re.search(LETTERS[language], text)
    ]
    assert foreign == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_what_hassfest_forbids(language: str) -> None:
    for key, text in texts(language).items():
        assert text == text.strip(), key
        assert not re.search(r"://|www\.|<[a-z]|'\{\w+\}'|\[%", text), key


@pytest.mark.parametrize("error", failures(), ids=repr)
def test_every_error_has_a_text_that_its_placeholders_fill(error: CicError) -> None:
    problem = describe(error, BASE_URL)
    assert problem.key != "unknown" or type(error) in {CicError, cic.ConnectFailedError}
    for language in LANGUAGES:
        text = texts(language)[f"exceptions.{problem.key}.message"]
        assert "{" not in text.format(**problem.placeholders)


# What only a sentence can end with, never the test of a connection.
OF_SENTENCES = (cic.NotReadyError, cic.NoAnswerError, cic.TurnInterruptedError, cic.UsageError)


@pytest.mark.parametrize(
    "error",
    [
        error
        for error in failures()
        if not isinstance(error, OF_SENTENCES)
        and not (isinstance(error, cic.RequestRejectedError) and error.stage is Stage.EVENT)
    ],
    ids=repr,
)
def test_every_failure_of_a_connection_has_a_text_for_the_dialog(error: CicError) -> None:
    problem = describe(error, BASE_URL)
    for language in LANGUAGES:
        text = texts(language)[f"config.error.{problem.key}"]
        assert "{" not in text.format(**problem.placeholders)


def test_a_refused_channel_is_told_by_its_status() -> None:
    error = cic.NoDownchannelError(412, stage=Stage.DOWNCHANNEL)
    assert describe(error, BASE_URL).key == "downchannel_status"
    assert describe(error, BASE_URL).placeholders["status"] == "412"


def test_a_refused_sign_in_is_told_by_its_status() -> None:
    assert describe(cic.AuthRejectedError(404), BASE_URL).placeholders["status"] == "404"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["has left CLOVA", "one month after it left"]),
        ("ko", ["탈퇴했습니다", "한 달이 지나야"]),
        ("ja", ["退会しています", "退会から 1 か月"]),
    ],
)
@pytest.mark.cic("CIC-A-014")
def test_who_left_is_told_when_to_come_back(language: str, words: list[str]) -> None:
    key = describe(cic.AccountWithdrawnError("x"), BASE_URL).key
    found = texts(language)
    for text in (found[f"config.error.{key}"], found[f"exceptions.{key}.message"]):
        assert [word for word in words if word not in text] == []


def test_an_authorization_server_out_of_reach_is_no_reason_to_sign_in() -> None:
    down = cic.AuthUnavailableError("x")
    waiting = cic.NotReadyError("x")
    waiting.__cause__ = down
    hanging = cic.NotReadyError("x", stage=Stage.TOKEN)
    for error in (down, waiting, hanging):
        assert describe(error, BASE_URL).key == "auth_unavailable"
        assert not is_sign_in_problem(error)


def test_an_error_without_a_text_of_its_own_is_still_told() -> None:
    assert describe(CicError("new"), BASE_URL).key == "unknown"


def test_not_ready_is_told_by_the_failure_behind_it() -> None:
    error = cic.NotReadyError("x")
    error.__cause__ = cic.ConnectFailedError("x", stage=Stage.DNS)
    problem = describe(error, BASE_URL)
    assert problem.key == "dns"
    assert problem.placeholders["host"] == "cloud.example:8443"


def test_an_attempt_that_hangs_is_told_by_its_stage() -> None:
    assert describe(cic.NotReadyError("x", stage=Stage.HELLO), BASE_URL).key == "hello"
    assert describe(cic.NotReadyError("x"), BASE_URL).key == "not_ready"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("ja_JP", "ja"),
        ("JA", "ja"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        ("../ko", "en"),
    ],
)
def test_a_language_tag_finds_the_language_that_is_spoken(tag: str, language: str) -> None:
    assert spoken_language(tag) == language


@pytest.mark.parametrize("dialogs", ["config", "options"])
def test_every_field_of_a_dialog_says_what_it_is_for(dialogs: str) -> None:
    content = json.loads((FOLDER / "translations" / "en.json").read_text("utf-8"))
    for name, step in content[dialogs]["step"].items():
        for form in (step, *step.get("sections", {}).values()):
            fields = set(form.get("data", {}))
            assert set(form.get("data_description", {})) == fields, name


EVENT_TEXTS = "entity.event.directive.state_attributes.event_type.state."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_directive_is_told_in_words_of_its_own(language: str) -> None:
    told = {
        key.removeprefix(EVENT_TEXTS): text
        for key, text in texts(language).items()
        if key.startswith(EVENT_TEXTS)
    }
    assert set(told) == set(EVENT_TYPES)
    assert len(set(told.values())) == len(told)
    # Words, not the names of the protocol.
    assert [text for text in told.values() if re.search(r"[a-z][A-Z]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_test_of_the_connection_names_its_stage(language: str) -> None:
    stages = {
        "en": "Sign-in|DNS|TCP|TLS|ALPN|Token|Downchannel|Hello",
        "ko": "로그인|DNS|TCP|TLS|ALPN|토큰|다운채널|Hello",
        "ja": "サインイン|DNS|TCP|TLS|ALPN|トークン|ダウンチャネル|Hello",
    }[language]
    found = texts(language)
    # What a test of the connection can end with; the other errors are about what was typed.
    keys = {describe(error, BASE_URL).key for error in failures()}
    told = {key: found[f"config.error.{key}"] for key in keys if f"config.error.{key}" in found}
    assert len(told) >= 12
    unnamed = [key for key, text in told.items() if not re.match(rf"({stages}): ", text)]
    assert set(unnamed) <= {"unknown"}  # of which the stage is not known
