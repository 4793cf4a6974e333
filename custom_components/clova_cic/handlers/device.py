"""Device: what the device can play and show, and its clock (docs/protocol/context.md)."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.util import dt as dt_util

from ..cic.interfaces.device import MP3, ContentType, DeviceState, audio, display
from ..cic.interfaces.shapes import timestamp
from .entry_handler import EntryHandler

# What the voice comes in, and what ffmpeg makes of a playlist (CIC-SS-017).
_HLS: Final = ContentType(
    mime_type="application/vnd.apple.mpegurl", audio_codec="AAC", file_extension="TS"
)
_AUDIO: Final = audio(MP3, _HLS)
_DISPLAY: Final = display("none")  # CIC-CX-050, CIC-TR-051


class DeviceHandler(EntryHandler):
    """Tells what the device is; it receives nothing."""

    namespace = "Device"

    @override
    def context(self) -> Iterable[object]:
        """Tell formats, display, local time and features (CIC-CX-045, CIC-CX-065, CIC-DC-016)."""
        features = self.coordinator.features.states()
        return _AUDIO, _DISPLAY, DeviceState(local_time=timestamp(dt_util.now()), **features)
