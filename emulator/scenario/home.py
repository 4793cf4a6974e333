"""The Home Assistant that a scenario is looked at in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from .model import HomeStep


class Home(Protocol):
    """Home Assistant with a device that is connected to the stage."""

    async def prepare(self, given: Sequence[str]) -> Mapping[str, str]:
        """Bring about what a person would have prepared, and begin to watch.

        Returns what placeholders stand for (values.DEVICE). Raises StepError.
        """

    async def take(self, step: HomeStep) -> None:
        """Do it, or see it come true within its time; raises StepError."""
