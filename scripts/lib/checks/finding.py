"""What a check returns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

INTEGRATION = Path("custom_components/clova_cic")
LANGUAGES = ("en", "ko", "ja")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to mend, in a file named relative to the repository."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


type Check = Callable[[Path], Iterator[Finding]]
