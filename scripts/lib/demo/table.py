"""Columns on a terminal, where Korean and Japanese signs are two columns wide."""

from collections.abc import Sequence
from typing import Final
from unicodedata import combining, east_asian_width

GAP: Final = "  "


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text
    )


def lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with their columns below each other."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        GAP.join(
            cell + " " * (space - width(cell)) for cell, space in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
