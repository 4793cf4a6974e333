"""Speaker: how loud the device is (docs/protocol/context.md §11)."""

from collections.abc import Iterable
from typing import override

from .entry_handler import EntryHandler


class SpeakerHandler(EntryHandler):
    """Tells the volume of the media player that is the device's speaker."""

    namespace = "Speaker"

    @override
    def context(self) -> Iterable[object]:
        """Tell volume and mute; nothing while the speaker does not tell its own (CIC-CX-006)."""
        features = self.coordinator.features
        state = features.volume.state() if features.started else None
        return () if state is None else (state,)
