"""One handler per CIC interface: directive → Home Assistant, Home Assistant → event, context object.

To add an interface, write its module and put its class into HANDLERS.
"""

from typing import Final

from .alerts import AlertsHandler
from .audio_player import AudioPlayerHandler
from .clova import ClovaHandler
from .device import DeviceHandler
from .device_control import DeviceControlHandler
from .entry_handler import EntryHandler
from .memo import MemoHandler
from .notifier import NotifierHandler
from .playback_controller import PlaybackControllerHandler
from .reminder import ReminderHandler
from .settings import SettingsHandler
from .speaker import SpeakerHandler
from .speech_synthesizer import SpeechSynthesizerHandler
from .system import SystemHandler
from .template_runtime import TemplateRuntimeHandler

HANDLERS: Final[tuple[type[EntryHandler], ...]] = (
    AlertsHandler,
    AudioPlayerHandler,
    ClovaHandler,
    DeviceControlHandler,
    DeviceHandler,
    MemoHandler,
    NotifierHandler,
    PlaybackControllerHandler,
    ReminderHandler,
    SettingsHandler,
    SpeakerHandler,
    SpeechSynthesizerHandler,
    SystemHandler,
    TemplateRuntimeHandler,
)
