"""What a run has shown, for a person, and whether it was good."""

from collections import Counter
from dataclasses import dataclass, field
from typing import override

MIB = 1024 * 1024
MOST_GROWTH = 16 * MIB  # bytes; a leak of 1 KiB per request is more within an hour
SHOWN = 5  # of a long list


@dataclass(slots=True, kw_only=True)
class Report:
    """All that was counted."""

    seconds: float
    seed: int
    answered: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    pushed: int = 0
    handled: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    losses: int = 0
    memory: tuple[float, float] | None = None
    tasks: int = 0  # at the most
    hung: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    not_back: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    tasks_left: list[str] = field(default_factory=list)
    files_left: int = 0
    logged: list[str] = field(default_factory=list)  # errors in the client's log

    @property
    def complaints(self) -> list[str]:
        """What must not be; empty if all was well."""
        found = [
            *_listed("the client broke a rule of the protocol", self.violations),
            *_listed("a request never ended", self.hung),
            *_listed("a request failed in a way that was not foreseen", self.broken),
            *_listed("the client logged an error", self.logged),
            *_listed("the device did not come back after", self.not_back),
            *_listed("a task was left over", self.tasks_left),
        ]
        if self.files_left > 0:
            found.append(f"{self.files_left} files or sockets were left open")
        if self.memory is not None and self.memory[1] - self.memory[0] > MOST_GROWTH:
            found.append(f"memory grew by more than {MOST_GROWTH // MIB} MiB")
        if not self.answered:
            found.append("nothing was answered at all")
        return found

    @property
    def good(self) -> bool:
        """Whether there is nothing to complain of."""
        return not self.complaints

    @override
    def __str__(self) -> str:
        lines = [f"{self.seconds / 60:.1f} minutes, seed {self.seed}", ""]
        lines += [
            f"  {kind}: {self.answered[kind]} answered, {self.failed[kind]} ended by a fault"
            for kind in sorted(self.answered.keys() | self.failed.keys())
        ]
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        lines += [
            f"  pushed: {self.pushed}, handled of all directives: {self.handled}",
            f"  faults: {self.faults.total()} ({kinds})",
            f"  connections: {self.connections}, downchannels lost: {self.losses}",
            f"  memory: {self._memory()}",
            f"  tasks: at most {self.tasks}, left over {len(self.tasks_left)}",
            f"  violations: {len(self.violations)}",
            "",
        ]
        lines += [f"bad: {each}" for each in self.complaints] or ["good"]
        return "\n".join(lines)

    def _memory(self) -> str:
        if self.memory is None:
            return "not measured"
        early, late = (f"{held / MIB:.1f} MiB" for held in self.memory)
        return f"{early} once warm, {late} at the end"


def _listed(what: str, which: list[str]) -> list[str]:
    """A complaint for each of the first few of a list."""
    found = [f"{what}: {each}" for each in which[:SHOWN]]
    if len(which) > SHOWN:
        found.append(f"{what}: {len(which) - SHOWN} times more")
    return found
