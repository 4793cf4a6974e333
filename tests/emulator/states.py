"""Context objects of an honest device: what it is, and what follows from what it was told and did."""

from typing import Any

Json = dict[str, Any]

MP3 = {"mimeType": "audio/mpeg", "audioCodec": "MP3", "fileExtension": "MP3"}
DEVICE: dict[str, Json] = {
    "Device.Audio": {"acceptContentType": [MP3]},
    "Device.Display": {"size": "none"},
    "Device.DeviceState": {"localTime": "2026-11-20T15:05:30+00:00"},
}
"""What every event shows."""

SPOKEN = {"SpeechStarted": "PLAYING", "SpeechFinished": "FINISHED", "SpeechStopped": "STOPPED"}
PLAYED = {
    "PlayStarted": "PLAYING",
    "PlayPaused": "PAUSED",
    "PlayResumed": "PLAYING",
    "PlayStopped": "STOPPED",
    "PlayFinished": "STOPPED",
}


def state(name: str, payload: Any) -> Json:
    """One context object."""
    namespace, _, short = name.partition(".")
    return {"header": {"namespace": namespace, "name": short}, "payload": payload}


def base_context(**changes: Any) -> list[Json]:
    """The device's own objects; a change such as `Display=None` replaces or leaves one out."""
    objects = {name: changes.get(name.partition(".")[2], each) for name, each in DEVICE.items()}
    return [state(name, each) for name, each in objects.items() if each is not None]


def name_of(element: Json) -> str:
    return f"{element['header']['namespace']}.{element['header']['name']}"


class Honest:
    """Follows directives and events, and knows the context objects that are true then."""

    def __init__(self) -> None:
        self.states: dict[str, Json] = {}
        self.alerts: dict[str, Json] = {}
        self.ringing: set[str] = set()
        self.streams: dict[str, Json] = {}

    def got(self, directive: Json) -> None:
        """A directive of the server's."""
        payload = directive["payload"]
        match name_of(directive):
            case "Alerts.SetAlert":
                wanted = ("token", "type", "scheduledTime")
                self.alerts[payload["token"]] = {key: payload[key] for key in wanted}
            case "Alerts.SynchronizeAlert":
                self.alerts = {each["token"]: each for each in payload["allAlerts"]}
            case "AudioPlayer.Play":
                self._play(payload["audioItem"]["stream"])
            case "AudioPlayer.StreamDeliver":
                self._play(payload.get("audioStream", {"token": ""}))

    def _play(self, stream: Json) -> None:
        self.streams[stream["token"]] = self.streams.get(stream["token"], {}) | stream

    def did(self, event: Json) -> None:
        """An event, before it is sent."""
        name, payload = name_of(event), event["payload"]
        namespace, _, short = name.partition(".")
        token = payload.get("token", "")
        if short in SPOKEN and token:
            self.states["SpeechSynthesizer.SpeechState"] = {
                "token": token,
                "playerActivity": SPOKEN[short],
            }
        elif namespace == "AudioPlayer":
            self._played(short, payload)
        elif namespace == "Alerts":
            self._rang(short, token)

    def _played(self, short: str, payload: Json) -> None:
        idle = {"playerActivity": "IDLE", "repeatMode": "NONE"}
        state = self.states.setdefault("AudioPlayer.PlaybackState", idle)
        if payload.get("token") in self.streams:
            state["stream"] = self.streams[payload["token"]]
            state["offsetInMilliseconds"] = payload.get("offsetInMilliseconds", 0)
            state["playerActivity"] = PLAYED.get(short, "PLAYING")

    def _rang(self, short: str, token: str) -> None:
        match short:
            case "AlertStarted":
                self.ringing.add(token)
            case "AlertStopped":
                self.ringing.discard(token)
            case "DeleteAlertSucceeded":
                self.alerts.pop(token, None)
        self.states["Alerts.AlertsState"] = {
            "allAlerts": list(self.alerts.values()),
            "activeAlerts": [each for key, each in self.alerts.items() if key in self.ringing],
        }

    def context(self, given: list[Json]) -> list[Json]:
        """The given objects, and those that are true and not given; a payload of None hides one."""
        names = {name_of(each) for each in given}
        mine = [state(name, each) for name, each in self.states.items() if name not in names]
        return [each for each in given if each["payload"] is not None] + mine
