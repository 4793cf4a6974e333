"""What can be asked of the authorization API (auth.md §1)."""

from enum import StrEnum
from typing import Final


class Operation(StrEnum):
    """One of its operations, or a visit to the terms of use."""

    AUTHORIZE = "authorize"
    ISSUE = "issue"
    REFRESH = "refresh"
    DELETE = "delete"
    TERMS = "terms"


API: Final = (Operation.AUTHORIZE, Operation.ISSUE, Operation.REFRESH, Operation.DELETE)

GRANT_TYPES: Final = {
    "authorization_code": Operation.ISSUE,
    "refresh_token": Operation.REFRESH,
    "delete": Operation.DELETE,
}
"""Which operation of /token a `grant_type` is."""

LINE_GRANT: Final = "uauth_auth_code_v2"
"""`grant_type` of /authorize where the account's service gives codes (auth.md §8)."""

AUTHORIZE, TOKEN, TERMS = "/authorize", "/token", "/terms"
"""Paths; that of the terms of use is only told in an answer."""
