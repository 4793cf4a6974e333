"""What the authorization server gives, and reading it from its answers (auth.md §2, §4)."""

from dataclasses import dataclass, field
import re
from typing import Final
from urllib.parse import urlsplit

import orjson

from .errors import AuthUnavailableError, Stage

MAX_LIFETIME: Final = 10 * 365 * 86400  # seconds; the longest that was seen is 150 days
_TOKEN: Final = re.compile(r"[!-~]{1,8192}")  # what a header can carry (RFC 9110 §5.5)
_SECONDS: Final = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Authorization:
    """An authorization code, and the page of terms that must be accepted before it is used."""

    code: str = field(repr=False)
    terms_url: str | None = field(repr=False)  # None: nothing is left to accept


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """What a device is signed in with."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)  # None: it cannot be renewed
    expires_at: float | None  # POSIX seconds; None: not known


def is_token(value: object) -> bool:
    """Say whether this can be a token: printable, and short enough for a header."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def read_authorization(body: bytes, *, terms: bool) -> tuple[Authorization, object]:
    """Read an authorizeResult; return with it the `state` that it carries.

    Raises AuthUnavailableError if the code is missing, or with `terms` the page.
    """
    result = _read(body, "code", Stage.AUTHORIZE)
    code, terms_url = result.get("code"), result.get("redirect_uri")
    if not isinstance(code, str) or not code:
        raise _unreadable(Stage.AUTHORIZE)
    if not terms:
        return Authorization(code, None), result.get("state")
    if not isinstance(terms_url, str) or not _is_page(terms_url):
        raise _unreadable(Stage.AUTHORIZE)
    return Authorization(code, terms_url), result.get("state")


def read_tokens(body: bytes, *, received_at: float) -> TokenPair:
    """Read a tokenResult. Raises AuthUnavailableError if there is no access token in it."""
    result = _read(body, "access_token", Stage.TOKEN)
    access_token, refresh_token = result.get("access_token"), result.get("refresh_token")
    if not isinstance(access_token, str) or not is_token(access_token):
        raise _unreadable(Stage.TOKEN)
    lifetime = _seconds(result.get("expires_in"))
    return TokenPair(
        access_token=access_token,
        refresh_token=refresh_token
        if isinstance(refresh_token, str) and is_token(refresh_token)
        else None,
        expires_at=received_at + lifetime if lifetime else None,
    )


def _read(body: bytes, wanted: str, stage: Stage) -> dict[str, object]:
    """Return the result's object: the body itself, or its `value` as the API page prints it."""
    try:
        root = orjson.loads(body)
    except orjson.JSONDecodeError:
        root = None
    if isinstance(root, dict) and wanted not in root:
        root = root.get("value")
    if not isinstance(root, dict):
        raise _unreadable(stage)
    return root


def _seconds(value: object) -> int:
    """Read `expires_in` as whole seconds (CIC-A-023); 0 for what is none."""
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 <= value <= MAX_LIFETIME else 0


def _is_page(url: str) -> bool:
    """Say whether a browser may be sent there; a page is on the web, and nothing else."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        return False


def _unreadable(stage: Stage) -> AuthUnavailableError:
    return AuthUnavailableError("the authorization server's answer cannot be read", stage=stage)
