"""What an event's context says of the device (context.md)."""

from typing import Any, Final

from ..assistant.situation import Ability, Situation
from ..event import IncomingEvent
from ..messages import Json
from ..music.catalogue import BY_TOKEN, OTHER
from .alert_book import moment

_VOLUME_ACTIONS: Final = {
    "Increase": Ability.LOUDER,
    "Decrease": Ability.QUIETER,
    "SetValue": Ability.LEVEL,
}


def situation_of(event: IncomingEvent) -> Situation:
    """What the device can do: only that is asked of it (CIC-DC-102).

    Content for a display goes to every device that tells of its display, be it `none`: one that
    cannot show it ignores it (CIC-CL-004).
    """
    states = event.states
    abilities: set[Ability] = set()
    if "Alerts.AlertsState" in states:
        abilities.add(Ability.ALERTS)
    if listed(states.get("Alerts.AlertsState"), "activeAlerts"):
        abilities.add(Ability.RINGING)
    if "AudioPlayer.PlaybackState" in states:
        abilities.add(Ability.MUSIC)
    if "Device.Display" in states:
        abilities.add(Ability.TEMPLATES)
    actions = volume_of(event).get("actions")
    for action in actions if isinstance(actions, list) else ():
        if ability := _VOLUME_ACTIONS.get(str(action)):
            abilities.add(ability)
    timers = [
        moment(each.get("scheduledTime"))
        for each in listed(states.get("Alerts.AlertsState"), "allAlerts")
        if each.get("type") == "TIMER"
    ]
    playback = states.get("AudioPlayer.PlaybackState", {})
    token = held_token(event)
    return Situation(
        frozenset(abilities),
        min((each for each in timers if each is not None), default=None),
        held=None if token is None else BY_TOKEN.get(token, OTHER),
        playing=playback.get("playerActivity") == "PLAYING",
        features=_features(event),
        states=_states(event),
    )


def _features(event: IncomingEvent) -> dict[str, frozenset[str]]:
    """What the device says that it can do now, feature by feature (context.md §10.2)."""
    found: dict[str, frozenset[str]] = {}
    for name, feature in event.states.get("Device.DeviceState", {}).items():
        actions = feature.get("actions") if isinstance(feature, dict) else None
        if isinstance(actions, list):
            found[name] = frozenset(each for each in actions if isinstance(each, str))
    return found


def _states(event: IncomingEvent) -> dict[str, Json]:
    """What the device tells of its features."""
    told = event.states.get("Device.DeviceState", {})
    return {name: feature for name, feature in told.items() if isinstance(feature, dict)}


def held_token(event: IncomingEvent) -> str | None:
    """The token of the stream that the device plays or has played; None: it has none."""
    stream = event.states.get("AudioPlayer.PlaybackState", {}).get("stream")
    token = stream.get("token") if isinstance(stream, dict) else None
    return token if isinstance(token, str) else None


def volume_of(event: IncomingEvent) -> Json:
    """`Device.DeviceState.volume`, empty if there is none."""
    volume = event.states.get("Device.DeviceState", {}).get("volume")
    return volume if isinstance(volume, dict) else {}


def listed(payload: Json | None, key: str) -> list[Json]:
    """The objects of an array in a payload."""
    value: Any = (payload or {}).get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
