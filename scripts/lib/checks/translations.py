"""The texts: the same keys and placeholders in every language, and what hassfest asks of each."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

from .documents import DocumentError, leaves, read_mapping
from .finding import INTEGRATION, LANGUAGES, Finding

SECTIONS = {
    "title", "common", "config", "config_subentries", "options", "device", "device_automation", "entity",
    "entity_component", "exceptions", "issues", "selector", "services", "system_health",
    "triggers", "conditions", "conversation", "preview_features",
}  # fmt: skip
KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")
REFERENCE = re.compile(r"\[%key:")
ADDRESS = re.compile(r"\b(?:https?|ftp)://|\bwww\.", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
QUOTED = re.compile(r"'\{\w+\}'")


def check(root: Path) -> Iterator[Finding]:
    """Findings in translations/*.json."""
    languages: dict[str, dict[tuple[str, ...], Any]] = {}
    for language in LANGUAGES:
        path = INTEGRATION / "translations" / f"{language}.json"
        try:
            document = read_mapping(root, path)
        except DocumentError as error:
            yield error.finding
            continue
        languages[language] = dict(leaves(document))
        for section in sorted(document.keys() - SECTIONS):
            yield Finding(str(path), f"Home Assistant knows no section {section}")
        for keys, text in languages[language].items():
            for problem in _problems(keys, text):
                yield Finding(str(path), f"{'.'.join(keys)} {problem}")
    if "en" in languages:
        english = languages.pop("en")
        for language, texts in languages.items():
            path = INTEGRATION / "translations" / f"{language}.json"
            for problem in _differences(english, texts):
                yield Finding(str(path), problem)


def _problems(keys: tuple[str, ...], text: object) -> Iterator[str]:
    if not all(KEY.fullmatch(key) for key in keys):
        yield "has a key that is not lower case letters, digits, - and _"
    if not isinstance(text, str) or not text:
        yield "is no text"
        return
    if text != text.strip():
        yield "begins or ends with a space"
    if REFERENCE.search(text):
        yield "refers to another text; only core's build resolves that"
    if ADDRESS.search(text):
        yield "has an address; use a placeholder"
    if MARKUP.search(text):
        yield "has HTML"
    if QUOTED.search(text):
        yield "has a placeholder in single quotes, which are an escape there"
    if text.count("{") != text.count("}"):
        yield "has unbalanced braces"


def _differences(
    english: dict[tuple[str, ...], Any], texts: dict[tuple[str, ...], Any]
) -> Iterator[str]:
    for keys in sorted(english.keys() - texts.keys()):
        yield f"{'.'.join(keys)} is missing"
    for keys in sorted(texts.keys() - english.keys()):
        yield f"{'.'.join(keys)} is not in English"
    for keys in sorted(english.keys() & texts.keys()):
        wanted, found = (set(PLACEHOLDER.findall(str(text[keys]))) for text in (english, texts))
        if wanted != found:
            difference = ", ".join(sorted(wanted ^ found))
            yield f"{'.'.join(keys)} differs from English in placeholders: {difference}"
