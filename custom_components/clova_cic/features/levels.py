"""Numbers: what CLOVA says, and what an entity has."""

from dataclasses import dataclass
import re
from typing import Final

from .feature import RefusedError

_NUMBER: Final = re.compile(r"[+-]?\d{1,300}(\.\d{1,300})?", re.ASCII)


def number_of(value: str | float) -> float:
    """Read a number as directives write it: a text or a number (CIC-DC-005).

    Raises RefusedError for what is none.
    """
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value.strip()):
            raise RefusedError("the value is not a number")
        value = float(value)
    return value


def amount_of(value: str | float | None, default: int) -> int:
    """Return by how much something is to change (CIC-DC-020); less than nothing is refused."""
    if value is None:
        return default
    amount = number_of(value)
    if amount < 0:
        raise RefusedError("a change cannot be less than nothing")
    return round(min(amount, 1e9))


@dataclass(frozen=True, slots=True)
class Range:
    """What an entity can be set to."""

    low: float
    high: float
    step: float = 0.0  # 0: anything between


@dataclass(frozen=True, slots=True)
class Scale:
    """CLOVA's whole numbers, laid over what an entity can be set to."""

    low: int
    high: int
    raw: Range

    def clamp(self, level: float) -> int:
        """Return the nearest level of the scale (CIC-DC-022)."""
        return round(min(max(level, self.low), self.high))

    def level(self, raw: float) -> int:
        """Return the level that CLOVA is told of an entity's value (CIC-CX-075)."""
        share = (raw - self.raw.low) / (self.raw.high - self.raw.low)
        return self.clamp(self.low + share * (self.high - self.low))

    def raw_of(self, level: int) -> float:
        """Return what to set the entity to, on a step of its own."""
        share = (level - self.low) / (self.high - self.low)
        wanted = self.raw.low + share * (self.raw.high - self.raw.low)
        if self.raw.step > 0:
            steps = round((wanted - self.raw.low) / self.raw.step)
            wanted = self.raw.low + steps * self.raw.step
        # Sums of steps such as 0.1 leave a trace in the last of a float's 15 digits.
        return round(min(max(wanted, self.raw.low), self.raw.high), 9)

    def meets(self, raw: float | None, wanted: float) -> bool:
        """Tell whether a value is the wanted one, as exactly as the scale can tell."""
        level = (self.raw.high - self.raw.low) / (self.high - self.low)
        return raw is not None and abs(raw - wanted) <= max(level, self.raw.step) / 2 + 1e-9
