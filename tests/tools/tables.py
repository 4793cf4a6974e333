"""Reading Markdown pages: the rows of a table, the blocks of YAML."""

from collections.abc import Iterator
from pathlib import Path
import re

from scripts.lib.checks.__main__ import ROOT

REFERENCE = ROOT / "docs" / "reference.md"

_CODE = re.compile(r"`([^`]+)`")
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def rows_of(page: Path, heading: str) -> list[dict[str, str]]:
    """Return the rows of the first table under a heading, by the heads of its columns."""
    lines = iter(page.read_text("utf-8").splitlines())
    assert any(line.lstrip("#").strip() == heading for line in lines if line.startswith("#"))
    table: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
        elif table or line.startswith("#"):
            break
    head, _, *rows = table
    return [dict(zip(head, row, strict=True)) for row in rows]


def words(cell: str) -> list[str]:
    """Return what a cell has in backticks."""
    return _CODE.findall(cell)


def word(cell: str) -> str:
    """Return the only thing that a cell has in backticks."""
    (only,) = words(cell)
    return only


def by_key(rows: list[dict[str, str]], column: str) -> dict[str, dict[str, str]]:
    """Return the rows by what a column has in backticks; none may be there twice."""
    found = {word(row[column]): row for row in rows}
    assert len(found) == len(rows), column
    return found


def yaml_blocks(page: Path) -> Iterator[str]:
    """Yield the blocks of YAML of a page."""
    for block in _YAML.finditer(page.read_text("utf-8")):
        yield block[1]
