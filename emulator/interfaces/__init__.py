"""What the server does with an event, one module per CIC interface.

A handler takes a processed event and gives the answer, or None for 204. To add an interface, write
its module and put its handlers into build().
"""

from collections.abc import Callable

from ..answers import Answer
from ..config import EmulatorConfig
from ..event import IncomingEvent
from . import system, text_recognizer

type Handler = Callable[[IncomingEvent], Answer | None]


def build(config: EmulatorConfig) -> dict[str, Handler]:
    """The handlers by qualified event name."""
    return {
        **system.handlers(),
        **text_recognizer.handlers(config),
    }
