"""Accounts that may sign in, and what they show to do so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class UserState(StrEnum):
    """How an account stands with CLOVA."""

    ACCEPTED = "accepted"
    """The terms of use are accepted."""
    NEW = "new"
    """The terms of use are not accepted yet: 451 (CIC-A-015)."""
    LEFT = "left"
    """It left less than one month ago: 423 (CIC-A-013)."""


@dataclass(frozen=True, slots=True)
class User:
    """An account of the service that one logs in to."""

    name: str
    token: str = field(repr=False)
    """What goes behind `Bearer`: an access token of NAVER, or an authorization code of LINE."""
    state: UserState = UserState.ACCEPTED
    line: bool = False
    """An account of LINE: /authorize wants `grant_type=uauth_auth_code_v2` for it."""


DEMO_USERS: Final = (
    User("naver-demo", "naver-demo"),
    User("naver-new", "naver-new", UserState.NEW),
    User("naver-left", "naver-left", UserState.LEFT),
    User("line-demo", "line-demo", line=True),
    User("line-new", "line-new", UserState.NEW, line=True),
    User("line-left", "line-left", UserState.LEFT, line=True),
)
"""Accounts for trying; name and token are the same."""

_LINE: Final = "line"


def user_from(text: str) -> User:
    """`NAME=TOKEN`, then `:accepted`, `:new` or `:left`, and `:line`; raises ValueError."""
    name, _, token = text.partition("=")
    state, line = UserState.ACCEPTED, False
    while (ending := token.rpartition(":")[2]) in {*UserState, _LINE} and ending != token:
        token = token.removesuffix(f":{ending}")
        if ending == _LINE:
            line = True
        else:
            state = UserState(ending)
    if not name or not token:
        raise ValueError("an account is NAME=TOKEN, and perhaps :new or :left, and :line")
    return User(name, token, state, line)


class Accounts:
    """The accounts by name; the terms of use change their state."""

    def __init__(self, users: Iterable[User]) -> None:
        self._by_name = {user.name: user for user in users}

    def __iter__(self) -> Iterator[User]:
        """All of them as they stand now."""
        return iter(self._by_name.values())

    def showing(self, token: str, *, line: bool) -> User | None:
        """Whose token or code this is; None: nobody's, or it belongs to the other service."""
        found = (each for each in self._by_name.values() if each.token == token)
        return next((each for each in found if each.line == line), None)

    def named(self, name: str) -> User:
        """The account of that name as it stands now; raises KeyError."""
        return self._by_name[name]

    def change(self, name: str, state: UserState) -> None:
        """Change how an account stands; raises KeyError."""
        self._by_name[name] = replace(self._by_name[name], state=state)
