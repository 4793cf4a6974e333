"""Ends processes whose starter is gone.

A program of its own, which needs nothing but the standard library. Lines on standard input name
process groups: `+123` watches over one, `-123` forgets it. When the input ends - however the
starter ended - the groups that are left are told to end, the newest first, and killed if they do not.
"""

from contextlib import suppress
import os
import signal
import sys
import time

PATIENCE = 20.0
"""Seconds in which a Home Assistant writes its state and ends."""
STEP = 0.1


def read_groups() -> list[int]:
    """Return the groups that are left when the input ends, the newest first."""
    groups: list[int] = []
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.insert(0, group)
        elif group in groups:
            groups.remove(group)
    return groups


def lives(group: int) -> bool:
    """Tell whether a process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError, PermissionError:
        return False
    return True


def end(groups: list[int]) -> None:
    """End the groups."""
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGTERM)
    limit = time.monotonic() + PATIENCE
    while any(map(lives, groups)) and time.monotonic() < limit:
        time.sleep(STEP)
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    end(read_groups())
