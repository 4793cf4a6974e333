"""Requests that were made elsewhere and given to a device to be answered (clova.md, delegation)."""

from collections import OrderedDict
from collections.abc import Sequence

from ..answers import Part
from ..config import MAX_DELEGATIONS
from ..messages import new_id

type Delegated = str | Sequence[Part]
"""A sentence for the assistant, or the parts to answer with."""


class Delegations:
    """What was delegated, by id. Each client may fetch it once."""

    def __init__(self) -> None:
        self._booked: OrderedDict[str, tuple[Delegated, set[int]]] = OrderedDict()

    @property
    def pending(self) -> int:
        """How many requests no client has fetched."""
        return sum(not fetched for _, fetched in self._booked.values())

    def book(self, what: Delegated) -> str:
        """Keep a request; gives its id."""
        delegation_id = new_id()
        self._booked[delegation_id] = (what, set())
        if len(self._booked) > MAX_DELEGATIONS:
            self._booked.popitem(last=False)
        return delegation_id

    def fetch(self, delegation_id: str, client: int) -> Delegated | None:
        """The request; None if it is unknown or this client has had it."""
        what, fetched = self._booked.get(delegation_id, (None, set()))
        if client in fetched:
            return None
        fetched.add(client)
        return what
