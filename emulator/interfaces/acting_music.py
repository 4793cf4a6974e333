"""What the assistant wants played, as directives."""

from typing import Final

from ..answers import Part
from ..assistant.situation import ControlMusic, LikeMusic, PlayMusic, RepeatMusic
from ..event import IncomingEvent
from ..messages import directive
from ..music.catalogue import found
from .service import Service
from .situations import held_token

_PLAYER: Final = {"namespace": "AudioPlayer"}
_WITH_TARGET: Final = frozenset({"Pause", "Resume", "Stop"})
"""Directives that say which player is meant (playback_controller.md)."""


def music_parts(
    act: PlayMusic | ControlMusic | RepeatMusic | LikeMusic, service: Service, event: IncomingEvent
) -> list[Part]:
    """The parts that have this done by the device that sent the event."""
    library, token = service.library_for(event.client), held_token(event)
    match act:
        case PlayMusic(what):
            return [*library.plays(found(what))]
        case ControlMusic("Next" | "Previous" as command):
            return [*library.step(token, command)]
        case ControlMusic(command):
            payload = {"target": _PLAYER} if command in _WITH_TARGET else {}
            return [directive("PlaybackController", command, payload)]
        case RepeatMusic(on):
            mode = "REPEAT_ONE" if on else "NONE"
            return [directive("PlaybackController", "SetRepeatMode", {"repeatMode": mode})]
        case LikeMusic(liked):
            service.marks.of(event.client).like(str(token), liked=liked)
            return [directive("TemplateRuntime", "UpdateLike", {"token": token, "like": liked})]
