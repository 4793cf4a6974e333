"""Where a sound is, by what the player told last and by the time since."""

_MILLISECONDS = 1000


class Place:
    """A position in milliseconds that goes on with the time; `now` is in seconds."""

    def __init__(self) -> None:
        """Be at the beginning, and stand."""
        self.runs = False
        self._position = 0.0
        self._at = 0.0

    def now(self, now: float) -> float:
        """Return the position."""
        passed = (now - self._at) * _MILLISECONDS if self.runs else 0.0
        return self._position + passed

    def put(self, position: float, now: float) -> None:
        """Go on from this position."""
        self._position, self._at = position, now

    def run(self, now: float, *, runs: bool = True) -> None:
        """Go on, or stand."""
        self.put(self.now(now), now)
        self.runs = runs
