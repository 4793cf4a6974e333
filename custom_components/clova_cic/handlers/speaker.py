"""Speaker: how loud the device is (docs/protocol/context.md §11)."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.components.media_player.const import MediaPlayerEntityStateAttribute

from ..cic.interfaces.device_features import volume
from ..cic.interfaces.speaker import volume_state
from .entry_handler import EntryHandler

MAX_VOLUME: Final = 10  # what the protocol recommends for the volume's scale (context.md §10.7)


class SpeakerHandler(EntryHandler):
    """Tells the volume of the media player that is the device's speaker."""

    namespace = "Speaker"

    @override
    def context(self) -> Iterable[object]:
        """Tell volume and mute; nothing while the speaker does not tell its own (CIC-CX-006)."""
        speaker = self.options.speaker
        state = self.hass.states.get(speaker) if speaker else None
        level = (
            state.attributes.get(MediaPlayerEntityStateAttribute.MEDIA_VOLUME_LEVEL)
            if state
            else None
        )
        if state is None or not isinstance(level, int | float):  # a template's may be anything
            return ()
        muted = bool(
            state.attributes.get(MediaPlayerEntityStateAttribute.MEDIA_VOLUME_MUTED, False)
        )
        steps = min(max(round(level * MAX_VOLUME), 0), MAX_VOLUME)
        return (volume_state(volume(steps, maximum=MAX_VOLUME), muted=muted),)
