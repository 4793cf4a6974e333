"""Which processes there are, and waiting for their end."""

from collections.abc import Iterable
from contextlib import suppress
import os
from pathlib import Path
import select
import subprocess
import time


def descendants(pid: int) -> list[int]:
    """Children of a process, their children, and so on."""
    listing = subprocess.run(
        ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    parents = {
        int(child): int(parent) for child, parent in map(str.split, listing.stdout.splitlines())
    }
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in parents.items() if its_parent == parent]
    return found[1:]


def running_module(parent: int, module: str) -> int:
    """The descendant of a process that runs `python -m module`."""
    found = [pid for pid in descendants(parent) if ["-m", module] == _words(pid)[1:3]]
    assert len(found) == 1, f"{module} runs {len(found)} times"
    return found[0]


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []  # it has ended meanwhile


def wait_for_end(pids: Iterable[int], limit: float) -> list[int]:
    """Wait until the processes have ended; those that still run after `limit` seconds."""
    end = time.monotonic() + limit
    return [pid for pid in pids if not _ends(pid, end - time.monotonic())]


def _ends(pid: int, limit: float) -> bool:
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            return bool(select.select([handle], [], [], max(limit, 0))[0])
        finally:
            os.close(handle)
    return True
