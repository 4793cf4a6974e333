"""Device: what the device can play and show, and its clock (docs/protocol/context.md)."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.util import dt as dt_util

from ..cic.interfaces.device import MP3, DeviceState, audio, display
from ..cic.interfaces.shapes import timestamp
from .entry_handler import EntryHandler

_AUDIO: Final = audio(MP3)  # what the voice comes in
_DISPLAY: Final = display("none")  # CIC-CX-050, CIC-TR-051


class DeviceHandler(EntryHandler):
    """Tells what the device is; it receives nothing."""

    namespace = "Device"

    @override
    def context(self) -> Iterable[object]:
        """Tell formats, display and local time (CIC-CX-045, CIC-CX-065)."""
        return _AUDIO, _DISPLAY, DeviceState(local_time=timestamp(dt_util.now()))
