"""What goes wrong with the authorization API when it is told to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from ..faults import MAX_STATUS, MIN_STATUS
from .operations import API, Operation


class AuthFaultKind(StrEnum):
    """What can go wrong."""

    STATUS = "status"
    """Answered with `status`."""
    HTML = "html"
    """Answered with a page, as captive portals do; `status` is 200 if it is not given."""
    HANG = "hang"
    """Never answered, until the faults are lifted."""
    DROP = "drop"
    """The TCP connection is aborted."""
    LATENCY = "latency"
    """Answered `seconds` later."""
    CHANGE = "change"
    """The answer's `fields` are replaced; null takes one away."""
    WRAP = "wrap"
    """The answer is inside `value`, as one page of the reference shows it (auth.md §4)."""
    TERMS_ERROR = "terms_error"
    """The terms page ends with `error`, whatever was chosen."""


_TERMS: Final = (Operation.TERMS,)
_ANY: Final = (*API, Operation.TERMS)
_PLACES: Final[Mapping[AuthFaultKind, tuple[Operation, ...]]] = {
    AuthFaultKind.STATUS: _ANY,
    AuthFaultKind.HTML: _ANY,
    AuthFaultKind.HANG: _ANY,
    AuthFaultKind.DROP: _ANY,
    AuthFaultKind.LATENCY: _ANY,
    AuthFaultKind.CHANGE: API,
    AuthFaultKind.WRAP: API,
    AuthFaultKind.TERMS_ERROR: _TERMS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthFault:
    """One order; `times` None: until the faults are lifted. Raises ValueError if it makes no sense."""

    kind: AuthFaultKind
    times: int | None = 1
    on: Operation | None = None
    """None: whatever is asked next, other than the terms page unless only that can be meant."""
    status: int | None = None
    """STATUS: 500 if it is not given."""
    after: bool = False
    """STATUS, HTML, HANG, DROP: what was asked for is done first, only the answer is lost."""
    seconds: float = 0.0
    """LATENCY."""
    fields: Mapping[str, Any] | None = None
    """CHANGE."""
    error: str = "server_error"
    """TERMS_ERROR."""

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        places = _PLACES[self.kind]
        if self.on is not None and self.on not in places:
            raise ValueError(f"{self.kind} happens on: {', '.join(places)}; not on {self.on}")
        if self.times is not None and self.times < 1:
            raise ValueError("`times` is at least 1, or null for ever")
        if self.status is not None and not MIN_STATUS <= self.status <= MAX_STATUS:
            raise ValueError(f"`status` is from {MIN_STATUS} to {MAX_STATUS}")
        if self.seconds < 0:
            raise ValueError("`seconds` is not negative")
        if self.kind is AuthFaultKind.CHANGE and not self.fields:
            raise ValueError("change needs `fields`")

    def happens_on(self, operation: Operation) -> bool:
        """Whether this is its place."""
        if self.on is not None:
            return operation is self.on
        places = _PLACES[self.kind]
        return operation in API if places is _ANY else operation in places


class AuthFaultBook:
    """The orders that are still to be carried out, first come, first served."""

    def __init__(self) -> None:
        self.pending: tuple[AuthFault, ...] = ()
        self._lifted = asyncio.Event()

    def add(self, fault: AuthFault) -> None:
        """Order a fault."""
        self.pending = (*self.pending, fault)

    def clear(self) -> int:
        """Forget every order, and end every lifted(); tells how many orders there were."""
        count = len(self.pending)
        self.pending = ()
        self._lifted.set()
        self._lifted = asyncio.Event()
        return count

    async def lifted(self) -> None:
        """Wait until the orders are forgotten."""
        await self._lifted.wait()

    def take(self, operation: Operation) -> dict[AuthFaultKind, AuthFault]:
        """What happens this time: at most one of each kind; each loses one of its `times`."""
        taken: dict[AuthFaultKind, AuthFault] = {}
        left: list[AuthFault] = []
        for fault in self.pending:
            if fault.kind in taken or not fault.happens_on(operation):
                left.append(fault)
                continue
            taken[fault.kind] = fault
            if fault.times is None:
                left.append(fault)
            elif fault.times > 1:
                left.append(replace(fault, times=fault.times - 1))
        self.pending = tuple(left)
        return taken
