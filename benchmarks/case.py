"""What a case of the benchmark is, and what it yields."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Medians; `ratio` is ours to peer, `limit` what it, or ours, is meant not to exceed."""

    case: str
    ours: float
    peer: float
    unit: str
    ratio: float | None
    """None: the peer's number is nothing to divide by."""
    limit: float | None
    """None: told for information."""
    limits_ours: bool
    """The limit is one of `ours`, in its unit, and not of the ratio."""
    runs: int

    @classmethod
    def of(
        cls,
        case: str,
        ours: Sequence[float],
        peer: Sequence[float],
        *,
        unit: str,
        limit: float | None,
        limits_ours: bool = False,
    ) -> Result:
        """Take the medians of runs that were made in turns."""
        mine, theirs = median(ours), median(peer)
        return cls(
            case=case,
            ours=mine,
            peer=theirs,
            unit=unit,
            ratio=mine / theirs if theirs else None,
            limit=limit,
            limits_ours=limits_ours,
            runs=len(ours),
        )

    def as_dict(self) -> dict[str, Any]:
        """Shape it for the JSON file."""
        return asdict(self)

    @property
    def missed(self) -> bool:
        """Whether the limit was exceeded."""
        measured = self.ours if self.limits_ours else self.ratio
        return self.limit is not None and measured is not None and measured > self.limit

    def __str__(self) -> str:
        limit = f"{self.limit} {self.unit}" if self.limits_ours else self.limit
        verdict = f"  missed: the limit is {limit}" if self.missed else ""
        ratio = "none" if self.ratio is None else f"{self.ratio:.2f}"
        return (
            f"{self.case}: ours {self.ours:.3f} {self.unit}, peer {self.peer:.3f} {self.unit},"
            f" ratio {ratio} (median of {self.runs}){verdict}"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A named measurement beside a peer; it may have several results."""

    name: str
    about: str
    run: Callable[[], Awaitable[Sequence[Result]]]
