"""AudioPlayer: streams to play, and the state of the player (docs/protocol/interfaces/audio_player.md)."""

from collections.abc import Iterable
from typing import override

from ..cic import handles
from ..cic.interfaces.audio_player import ClearQueue, ExpectReportPlaybackState, Play, StreamDeliver
from .entry_handler import EntryHandler


class AudioPlayerHandler(EntryHandler):
    """Hands everything to the player, which decides; whatever it says to that goes to CLOVA."""

    namespace = "AudioPlayer"

    @override
    def context(self) -> Iterable[object]:
        """Tell the player's state, also while it holds nothing (CIC-AP-050, CIC-AP-051)."""
        return (self.coordinator.music.state,)

    @handles(Play)
    async def play(self, payload: Play) -> None:
        """Play it now, or after all else."""
        self.coordinator.music.async_take(payload)

    @handles(StreamDeliver)
    async def stream_deliver(self, payload: StreamDeliver) -> None:
        """Play what was asked for just before."""
        self.coordinator.music.async_take(payload)

    @handles(ClearQueue)
    async def clear_queue(self, payload: ClearQueue) -> None:
        """Forget what was to come, or everything."""
        self.coordinator.music.async_take(payload)

    @handles(ExpectReportPlaybackState)
    async def expect_report(self, payload: ExpectReportPlaybackState) -> None:
        """Report the state (CIC-AP-053)."""
        self.coordinator.music.async_take(payload)
