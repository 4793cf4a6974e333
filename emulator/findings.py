"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: its id, what was wrong, and whether a strict server refuses the request."""

    rule: str
    text: str
    refuse: bool = False
