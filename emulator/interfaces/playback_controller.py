"""PlaybackController: a button was pressed; the directive says what happens (playback_controller.md)."""

from typing import Final

from ..answers import Answer
from ..clients import Client
from ..event import IncomingEvent
from ..messages import Json, directive
from ..music.catalogue import RADIO
from .library import HANDOVER_MILLISECONDS, chosen
from .reply import answer_to
from .service import Handler, Service, device_id_of
from .situations import held_token

NAMESPACE: Final = "PlaybackController"
BUTTONS: Final = {
    "CUSTOM_BUTTON_1": "play some music",
    "CUSTOM_BUTTON_2": "what time is it",
    "CUSTOM_BUTTON_3": "tell me a joke",
}
"""What is assigned to shortcut buttons: as if the user had said it."""


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""
    commands = _Commands(service)
    return {
        "PlaybackController.CustomCommandIssued": commands.shortcut,
        "PlaybackController.NextCommandIssued": lambda event: commands.step(event, "Next"),
        "PlaybackController.PauseCommandIssued": lambda event: commands.plain(event, "Pause"),
        "PlaybackController.PlayCommandIssued": commands.play,
        "PlaybackController.PreviousCommandIssued": lambda event: commands.step(event, "Previous"),
        "PlaybackController.ResumeCommandIssued": lambda event: commands.plain(event, "Resume"),
        "PlaybackController.SetRepeatModeCommandIssued": commands.repeat,
        "PlaybackController.StopCommandIssued": lambda event: commands.plain(event, "Stop"),
    }


class _Commands:
    """Handlers of one kind of button each."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def plain(self, event: IncomingEvent, command: str) -> Answer | None:
        """The directive of the same name; for another device what makes it press the button."""
        payload = _target(event)
        if _is_remote(event):
            self._push(event, f"Expect{command}Command", payload)
            return None
        return Answer([directive(NAMESPACE, command, payload)])

    def step(self, event: IncomingEvent, command: str) -> Answer | None:
        """The neighbour of a track of a station; else the device's own queue is asked to move."""
        if _is_remote(event):
            self._push(event, f"Expect{command}Command", _target(event))
            return None
        library = self._service.library_for(event.client)
        return Answer(library.step(held_token(event), command))

    def play(self, event: IncomingEvent) -> Answer | None:
        """What was chosen, from where another device gives it away; else the station."""
        token, handover = event.payload.get("token"), event.payload.get("handover")
        if _is_remote(event):
            given = {"deviceId": device_id_of(event.client), "customData": str(token or "")}
            payload: Json = {"handover": given}
            if token is not None:
                payload["token"] = token
            self._push(event, "ExpectPlayCommand", payload)
            return None
        tracks = chosen(RADIO.key if token is None else token)
        if not tracks:
            return None
        begin = HANDOVER_MILLISECONDS if isinstance(handover, dict) else None
        return Answer(self._service.library_for(event.client).plays(tracks, begin=begin))

    def repeat(self, event: IncomingEvent) -> Answer | None:
        """SetRepeatMode for the device that is meant (CIC-PC-026)."""
        payload = {"repeatMode": event.payload.get("repeatMode")}
        if _is_remote(event):
            self._push(event, "SetRepeatMode", payload)
            return None
        return Answer([directive(NAMESPACE, "SetRepeatMode", payload)])

    def shortcut(self, event: IncomingEvent) -> Answer | None:
        """Whatever is assigned to the button."""
        sentence = BUTTONS.get(str(event.payload.get("button")))
        return None if sentence is None else answer_to(self._service, event, sentence)

    def _push(self, event: IncomingEvent, name: str, payload: Json) -> None:
        """To the device that the event names, if it can be reached."""
        device: Client | None = self._service.device(event.payload.get("deviceId"))
        if device is not None:
            self._service.push(device, directive(NAMESPACE, name, payload))


def _is_remote(event: IncomingEvent) -> bool:
    """Whether the event is meant for another device."""
    return event.payload.get("deviceId") not in (None, device_id_of(event.client))


def _target(event: IncomingEvent) -> Json:
    """`target`, the same as the event's `source` (CIC-PC-010); empty without."""
    source = event.payload.get("source")
    return {"target": source} if isinstance(source, dict) else {}
