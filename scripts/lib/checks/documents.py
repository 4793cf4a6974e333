"""Reading JSON and YAML for the checks; a document that cannot be read is a finding."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
from typing import Any

import yaml

from .finding import Finding

type Leaf = tuple[tuple[str, ...], Any]


class DocumentError(Exception):
    """The file is missing or is no mapping; carries the finding."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.finding = Finding(str(path), message)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return dict(pairs)


def read_mapping(root: Path, path: Path) -> dict[str, Any]:
    """The mapping in a .json or .yaml file, keys in the file's order. Raises DocumentError."""
    try:
        text = (root / path).read_text(encoding="utf-8")
        if path.suffix == ".json":
            document = json.loads(text, object_pairs_hook=_unique)
        else:
            document = yaml.safe_load(text)
    except FileNotFoundError as error:
        raise DocumentError(path, "is missing") from error
    except (ValueError, yaml.YAMLError) as error:
        raise DocumentError(path, f"cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise DocumentError(path, "is not a mapping")
    return document


def leaves(document: Mapping[str, Any], prefix: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every value that is no mapping, with the keys that lead to it; empty mappings count too."""
    for key, value in document.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*prefix, str(key)))
        else:
            yield (*prefix, str(key)), value
