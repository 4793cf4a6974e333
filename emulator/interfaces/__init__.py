"""What the server does with an event, one module per CIC interface.

A handler takes a processed event and gives the answer, or None for 204. To add an interface, write
its module and put its handlers into build(). Events of earlier editions (Memo, Reminder, …) have no
handlers: they are recorded and answered with 204.
"""

from . import (
    alerts,
    audio_player,
    clova,
    device_control,
    playback_controller,
    settings,
    speech_recognizer,
    speech_synthesizer,
    system,
    template_runtime,
    text_recognizer,
)
from .service import Handler, Service

__all__ = ["Handler", "Service", "build"]


def build(service: Service) -> dict[str, Handler]:
    """The handlers by qualified event name."""
    return {
        **alerts.handlers(service),
        **audio_player.handlers(service),
        **clova.handlers(service),
        **device_control.handlers(service),
        **playback_controller.handlers(service),
        **settings.handlers(service),
        **speech_recognizer.handlers(service),
        **speech_synthesizer.handlers(),
        **system.handlers(service),
        **template_runtime.handlers(service),
        **text_recognizer.handlers(service),
    }
