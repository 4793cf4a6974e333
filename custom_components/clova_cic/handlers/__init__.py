"""One handler per CIC interface: directive → Home Assistant, Home Assistant → event, context object.

To add an interface, write its module and put its class into HANDLERS.
"""

from typing import Final

from .clova import ClovaHandler
from .device import DeviceHandler
from .entry_handler import EntryHandler
from .speaker import SpeakerHandler
from .speech_synthesizer import SpeechSynthesizerHandler
from .system import SystemHandler

HANDLERS: Final[tuple[type[EntryHandler], ...]] = (
    ClovaHandler,
    DeviceHandler,
    SpeakerHandler,
    SpeechSynthesizerHandler,
    SystemHandler,
)
