"""What is watched meanwhile: memory, tasks, open files."""

import asyncio
from dataclasses import dataclass, field
import gc
from pathlib import Path
from statistics import median

INTERVAL = 1.0  # seconds between two looks
_PROC = Path("/proc/self")  # where there is none, memory and files are not measured


@dataclass(slots=True)
class Watch:
    """One look each second."""

    memory: list[int] = field(default_factory=list)  # bytes that the process holds
    tasks: list[int] = field(default_factory=list)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await asyncio.sleep(INTERVAL)
            gc.collect()
            self.tasks.append(len(asyncio.all_tasks()))
            if (held := _memory()) is not None:
                self.memory.append(held)

    @property
    def growth(self) -> tuple[float, float] | None:
        """Bytes in the second quarter of the time, and in the last; None if there is too little.

        In the first quarter caches fill.
        """
        quarter = len(self.memory) // 4
        if not quarter:
            return None
        return median(self.memory[quarter : 2 * quarter]), median(self.memory[-quarter:])


def _memory() -> int | None:
    status = _PROC / "status"
    if not status.exists():
        return None
    lines = [line for line in status.read_text().splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) * 1024


def open_files() -> int:
    """How many files and sockets are open; 0 where that cannot be told."""
    gc.collect()
    folder = _PROC / "fd"
    return len(list(folder.iterdir())) if folder.exists() else 0
