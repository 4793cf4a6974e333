"""What a case of the benchmark is, and what it yields."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Medians of one case; `ratio` is ours to peer, `limit` what it is meant not to exceed."""

    case: str
    ours: float
    peer: float
    unit: str
    ratio: float
    limit: float
    runs: int

    @classmethod
    def of(
        cls, case: str, ours: list[float], peer: list[float], *, unit: str, limit: float
    ) -> Result:
        """Take the medians of runs that were made in turns."""
        mine, theirs = median(ours), median(peer)
        return cls(
            case=case,
            ours=mine,
            peer=theirs,
            unit=unit,
            ratio=mine / theirs,
            limit=limit,
            runs=len(ours),
        )

    def as_dict(self) -> dict[str, Any]:
        """Shape it for the JSON file."""
        return asdict(self)

    def __str__(self) -> str:
        verdict = "" if self.ratio <= self.limit else f"  missed: the limit is {self.limit}"
        return (
            f"{self.case}: ours {self.ours:.3f} {self.unit}, peer {self.peer:.3f} {self.unit},"
            f" ratio {self.ratio:.2f} (median of {self.runs}){verdict}"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A named measurement beside a peer."""

    name: str
    about: str
    run: Callable[[], Awaitable[Result]]
