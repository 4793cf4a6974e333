"""What the assistant wants done, as directives."""

from datetime import timedelta

from ..answers import Part
from ..assistant import Reply
from ..assistant.situation import (
    Act,
    CancelTimers,
    ControlFeature,
    ControlMusic,
    ForgetMemos,
    LikeMusic,
    PlayMusic,
    ReadNotices,
    RepeatMusic,
    SetTimer,
    SetVolume,
    ShowMemo,
    ShowMemos,
    ShowWeather,
    StopAlerts,
    TurnVolume,
)
from ..event import IncomingEvent
from ..messages import Json, directive, new_id
from . import screens
from .acting_music import music_parts
from .acting_notebook import memo_parts, read_notices
from .alert_book import Alert
from .service import Service
from .situations import listed, volume_of


def parts_of(act: Act, reply: Reply, service: Service, event: IncomingEvent) -> list[Part]:
    """The parts that have this done by the device that sent the event."""
    match act:
        case PlayMusic() | ControlMusic() | RepeatMusic() | LikeMusic():
            return music_parts(act, service, event)
        case TurnVolume(louder):
            name = "Increase" if louder else "Decrease"
            part = directive("DeviceControl", name, {"target": "volume"})
        case SetVolume(level):
            value = str(_fitted(level, volume_of(event)))
            part = directive("DeviceControl", "SetValue", {"target": "volume", "value": value})
        case ControlFeature():
            part = _control(act, event)
        case SetTimer(seconds):
            part = _timer(seconds, reply, service, event)
        case ShowMemo() | ShowMemos() | ForgetMemos():
            return memo_parts(act, service)
        case ReadNotices():
            read_notices(service)
            return []
        case ShowWeather():
            shown = screens.weather(act, reply.text, service.now())
            part = directive("Clova", "RenderTemplate", shown)
        case CancelTimers():
            alerts = service.alerts.of(event.client).alerts
            timers = (each.name for each in alerts if each.type == "TIMER")
            return [directive("Alerts", "DeleteAlert", each) for each in timers]
        case StopAlerts():
            ringing = listed(event.states.get("Alerts.AlertsState"), "activeAlerts")
            names = ({key: each.get(key) for key in ("token", "type")} for each in ringing)
            return [directive("Alerts", "StopAlert", each) for each in names]
    return [part]


def _control(act: ControlFeature, event: IncomingEvent) -> Json:
    payload: dict[str, str] = {}
    if act.target is not None:
        payload["target"] = act.target
    if act.value is not None:
        feature = event.states.get("Device.DeviceState", {}).get(act.field)
        scale = feature if isinstance(feature, dict) else {}
        payload["value"] = str(_fitted(act.value, scale))
    return directive("DeviceControl", act.command, payload)


def _fitted(level: int, scale: Json) -> int:
    """A level on the scale that the device has reported (CIC-DC-022)."""
    low, high = scale.get("min"), scale.get("max")
    if isinstance(low, int):
        level = max(low, level)
    return min(high, level) if isinstance(high, int) else level


def _timer(seconds: int, reply: Reply, service: Service, event: IncomingEvent) -> Json:
    time = service.now() + timedelta(seconds=seconds)
    payload = {
        "type": "TIMER",
        "token": new_id(),
        "scheduledTime": time.isoformat(timespec="seconds"),
    }
    service.alerts.of(event.client).offer(Alert(payload, words=reply.text))
    return directive("Alerts", "SetAlert", payload)
