"""The grammar of the User-Agent header (transport.md §3, CIC-T-005)."""

import re
from typing import Final

MAX_LENGTH: Final = 1000
"""Longer values are not looked into; nothing real comes near."""

_WORD = r"[A-Za-z0-9_.-]+"
_STRING = r"[A-Za-z0-9_.-](?:[A-Za-z0-9_. -]*[A-Za-z0-9_.-])?"
_SUFFIX = r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*"
_VERSION = rf"[0-9]+\.[0-9]+\.[0-9]+(?:-{_SUFFIX})?(?:\+{_SUFFIX})?"
_PROPERTY = rf"{_WORD}=[A-Za-z0-9_.%-]+"
_GRAMMAR = re.compile(
    rf"{_STRING} ?/ ?{_STRING} ?/ ?{_VERSION} ?"
    rf"\({_STRING} ?; ?{_STRING}(?: ?; ?{_PROPERTY})*\)"
)


def is_user_agent(value: str) -> bool:
    """Whether the value is `Manufacturer/Product/1.2.3 (OS;HW;prop=value…)`."""
    return len(value) <= MAX_LENGTH and _GRAMMAR.fullmatch(value) is not None
