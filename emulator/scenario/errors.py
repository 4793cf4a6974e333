"""What can be wrong with a scenario, or go wrong while it is played."""

from pathlib import Path


class ScenarioError(ValueError):
    """The file is not a scenario; the text names file, line and reason."""

    def __init__(self, file: Path, line: int | None, reason: str) -> None:
        where = str(file) if line is None else f"{file}:{line}"
        super().__init__(f"{where}: {reason}")
        self.line = line


class StepError(Exception):
    """A step was not possible, or did not have the effect that it states; the text says which."""
