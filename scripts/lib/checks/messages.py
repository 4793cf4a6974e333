"""Texts that the code names by key: they exist."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .documents import DocumentError, read_mapping
from .finding import INTEGRATION, Finding

ENGLISH = INTEGRATION / "translations" / "en.json"
ISSUE_CALLS = {"async_create_issue", "create_issue"}


def check(root: Path) -> Iterator[Finding]:
    """Findings in `translation_key=` of exceptions and repair issues."""
    try:
        texts = read_mapping(root, ENGLISH)
    except DocumentError as error:
        yield error.finding
        return
    for file in sorted((root / INTEGRATION).rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for line, section, key in named_texts(tree):
            if key not in texts.get(section, {}):
                where = f"{file.relative_to(root)}:{line}"
                yield Finding(where, f"{section}.{key} is not in {ENGLISH.name}")


def named_texts(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """(line, section, key) of every call with a literal translation_key and a translation_domain."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        arguments = {keyword.arg: keyword.value for keyword in node.keywords}
        key = arguments.get("translation_key")
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        name = ast.unparse(node.func).rsplit(".", 1)[-1]
        if name in ISSUE_CALLS:
            yield node.lineno, "issues", key.value
        elif "translation_domain" in arguments:
            yield node.lineno, "exceptions", key.value
