"""The User-Agent that CIC wants on every request (transport.md §3, CIC-T-005)."""

import re
from urllib.parse import quote

from .errors import UsageError

_CHAR = r"[A-Za-z0-9_.\-]"
_NAME = rf"{_CHAR}(?:[A-Za-z0-9_.\- ]*{_CHAR})?"
_SUFFIX = r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*"
_VERSION = rf"[0-9]+\.[0-9]+\.[0-9]+(?:-{_SUFFIX})?(?:\+{_SUFFIX})?"
_PROP = rf"{_CHAR}+=[A-Za-z0-9_.\-%]+"
_GRAMMAR = re.compile(
    rf"{_NAME} ?/ ?{_NAME} ?/ ?{_VERSION} ?\({_NAME} ?; ?{_NAME}(?: ?; ?{_PROP})*\)"
)

_TOLD_VERSION = re.compile(rf"/ ?({_VERSION}) ?\(")


def check_user_agent(value: str) -> None:
    """Raise UsageError unless the value follows the grammar of transport.md §3."""
    if _GRAMMAR.fullmatch(value) is None:
        raise UsageError("the user agent does not follow CIC's grammar")


def version_in(value: str) -> str | None:
    """Return the version that a User-Agent tells, None if it tells none."""
    found = _TOLD_VERSION.search(value)
    return found[1] if found else None


def build_user_agent(
    manufacturer: str, product: str, version: str, os: str, hw: str, **props: str
) -> str:
    """Return `Manufacturer/Product/1.2.3 (OS;HW;prop=value)`; values of props are URL-encoded.

    Raises UsageError when a part cannot stand in it.
    """
    details = "".join(
        f";{name}={quote(value, safe='').replace('~', '%7E')}" for name, value in props.items()
    )
    value = f"{manufacturer}/{product}/{version} ({os};{hw}{details})"
    check_user_agent(value)
    return value
