"""What is kept of each client, a bounded number of them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator

from ..clients import Client
from ..config import MAX_CLIENTS


class PerClient[T]:
    """One object for each client; the one that was not asked for longest goes first."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: OrderedDict[int, T] = OrderedDict()

    def of(self, client: Client) -> T:
        """The client's object; made at the first question."""
        if client.number not in self._kept:
            self._kept[client.number] = self._make()
        self._kept.move_to_end(client.number)
        if len(self._kept) > MAX_CLIENTS:
            self._kept.popitem(last=False)
        return self._kept[client.number]

    def __iter__(self) -> Iterator[tuple[int, T]]:
        """The clients' numbers, and what is kept of them."""
        return iter(self._kept.items())
