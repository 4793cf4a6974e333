"""What CLOVA suggests to ask next, until it suggests something else (CIC-CL-040, CIC-CL-041)."""

from collections.abc import Iterable

from .interfaces.clova import Suggestion

MAX_SUGGESTIONS = 20  # of one set; a screen of the service shows about five


class Suggestions:
    """The latest set, to choose from by saying or typing a label."""

    def __init__(self) -> None:
        """Nothing has been suggested."""
        self._by_label: dict[str, Suggestion] = {}

    def offer(self, suggestions: Iterable[Suggestion]) -> None:
        """Replace the set."""
        self._by_label = {}
        for suggestion in suggestions:
            if len(self._by_label) < MAX_SUGGESTIONS:
                self._by_label.setdefault(_key(suggestion.label), suggestion)

    def chosen_by(self, text: str) -> Suggestion | None:
        """Return the suggestion whose label this is, None if it is a sentence of the user's own."""
        return self._by_label.get(_key(text))


def _key(label: str) -> str:
    """Return what two spellings of a label have in common."""
    return " ".join(label.casefold().split())
