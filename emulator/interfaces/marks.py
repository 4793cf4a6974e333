"""What a user likes and has subscribed to."""

from typing import Final

MAX_MARKS: Final = 1000
"""Tokens of each kind that are remembered of one user; the oldest go first."""


class Marks:
    """Tokens of media items."""

    def __init__(self) -> None:
        self._liked: dict[str, None] = {}
        self._subscribed: dict[str, None] = {}

    def like(self, token: str, *, liked: bool) -> None:
        """Set or withdraw."""
        _set(self._liked, token, present=liked)

    def subscribe(self, token: str, *, subscribed: bool) -> None:
        """Set or withdraw."""
        _set(self._subscribed, token, present=subscribed)

    def likes(self, token: str) -> bool:
        """Whether the item is liked."""
        return token in self._liked

    def subscribes(self, token: str) -> bool:
        """Whether the item is subscribed to."""
        return token in self._subscribed


def _set(tokens: dict[str, None], token: str, *, present: bool) -> None:
    tokens.pop(token, None)
    if present:
        tokens[token] = None
        if len(tokens) > MAX_MARKS:
            del tokens[next(iter(tokens))]
