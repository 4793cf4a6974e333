"""Authorization codes: from /authorize to the first token request, once each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ..state import new_token
from .tokens import Holder

CODE_SECONDS: Final = 600.0
"""How long a code can be used: the most that RFC 6749, 4.1.2 recommends."""
MAX_CODES: Final = 1000
"""Codes that are remembered; the oldest go first."""


@dataclass(slots=True, eq=False)
class Code:
    """An authorization code, and with 451 the visit to the terms of use that goes with it."""

    holder: Holder
    state: str = field(repr=False)
    expires_at: float
    """In seconds of the clock."""
    value: str = field(default_factory=new_token, repr=False)
    visit: str = field(default_factory=new_token, repr=False)
    """What the address of the terms page calls it."""
    told_refused: bool = False
    """The client's own address was told `error` (CIC-A-019)."""


class CodeBook:
    """The codes that are not used yet, bounded. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_value: dict[str, Code] = {}

    def __len__(self) -> int:
        """How many are waiting to be used."""
        return sum(self._clock() < code.expires_at for code in self._by_value.values())

    def issue(self, holder: Holder, state: str) -> Code:
        """A new code."""
        code = Code(holder, state, self._clock() + CODE_SECONDS)
        self._by_value[code.value] = code
        while len(self._by_value) > MAX_CODES:
            del self._by_value[next(iter(self._by_value))]
        return code

    def find(self, value: str) -> Code | None:
        """The code, if it can still be used."""
        code = self._by_value.get(value)
        return code if code is not None and self._clock() < code.expires_at else None

    def of_visit(self, visit: str) -> Code | None:
        """The code that this visit to the terms page is about, if it can still be used."""
        found = (each for each in self._by_value.values() if each.visit == visit)
        code = next(found, None)
        return None if code is None else self.find(code.value)

    def use(self, code: Code) -> None:
        """It has been used."""
        del self._by_value[code.value]
