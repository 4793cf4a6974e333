"""By what a sound is known again at a player that may call it by a name of its own."""

from yarl import URL

from ..music.player_view import PlayerView


class Identity:
    """What was told to play, and what the player shows while that plays."""

    def __init__(self, url: str) -> None:
        """Know only the URL."""
        self.url = url
        self._path = URL(url).path
        self._exact = False  # the player has shown what it was given
        self._content_id: str | None = None
        self._outlet: tuple[object, object] = (None, None)

    def is_exactly(self, view: PlayerView) -> bool:
        """Tell whether the player names the very sound, maybe with a prefix of its own."""
        shown = view.content_id
        return shown is not None and len(self._path) > 1 and self._path in shown

    def learn(self, view: PlayerView) -> None:
        """Take what is shown for the sound."""
        self._exact = self._exact or self.is_exactly(view)
        self._content_id = view.content_id or self._content_id
        self._outlet = view.outlet

    def is_other(self, view: PlayerView, *, may_learn: bool) -> bool:
        """Tell whether something else plays.

        `may_learn`: it began so shortly ago that the player may not have named it finally.
        """
        if self.is_exactly(view):
            self.learn(view)
            return False
        if view.content_id is None:
            changed = any(
                None not in pair and pair[0] != pair[1]
                for pair in zip(view.outlet, self._outlet, strict=True)
            )
        else:
            changed = view.content_id != self._content_id
        if changed and may_learn and not self._exact:
            self.learn(view)
            return False
        if not changed and self._content_id is None:
            self.learn(view)
        return changed
