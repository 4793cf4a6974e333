"""Parameters of a request as they are written, so that their spelling can be judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import re
from typing import Self
from urllib.parse import unquote, unquote_plus

_UNENCODED = re.compile(r"[^!-~]|[\"<>\\^`{|}+]|%(?![0-9A-Fa-f]{2})")
"""What percent-encoding leaves nowhere in a query; a `+` would be read as a space by some."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value."""

    raw: str = field(repr=False)
    """As it came."""
    value: str = field(repr=False)
    """Decoded once (CIC-A-007)."""
    from_form: bool = False
    """It was in a form's body, where a space may be a `+`."""

    @property
    def unencoded(self) -> bool:
        """Whether something in it should have been percent-encoded."""
        return not self.from_form and _UNENCODED.search(self.raw) is not None

    @property
    def again(self) -> str:
        """Decoded twice: what was meant if it was encoded twice."""
        return unquote(self.value)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of one request; the first of a name counts."""

    by_name: Mapping[str, Parameter]
    repeated: tuple[str, ...] = ()
    """Names that came more than once."""

    @classmethod
    def of(cls, query: str, form: str = "") -> Self:
        """Read a query, and a form's body behind it."""
        found: dict[str, Parameter] = {}
        repeated: list[str] = []
        for text, decode in ((query, unquote), (form, unquote_plus)):
            for pair in filter(None, text.split("&")):
                name, _, raw = pair.partition("=")
                name = decode(name)
                if name in found:
                    repeated.append(name)
                else:
                    found[name] = Parameter(raw, decode(raw), decode is unquote_plus)
        return cls(found, tuple(repeated))

    def get(self, name: str) -> str:
        """The decoded value; empty if it is not there."""
        parameter = self.by_name.get(name)
        return "" if parameter is None else parameter.value
