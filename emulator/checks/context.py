"""The content of context objects, beyond types and values (context.md)."""

from collections.abc import Iterator
from datetime import datetime
import re
from typing import Any, Final

from .. import catalogue
from ..event import IncomingEvent
from ..findings import Finding
from ..history.control import REPORTED
from ..history.recent import objects_at

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_PLACES: Final = frozenset({"집", "회사"})
_EXTENSIONS: Final = frozenset({"3GP", "AAC", "M4A", "MP3", "MP4", "TS"})
_NO_ACTIONS: Final = frozenset({"BtDelete", "BtPlay", "BtRescan"})
_SCALES: Final = ("volume", "screenBrightness")
FULL: Final = 100
"""Percent of a battery."""


def is_moment(value: str) -> bool:
    """Whether this is ISO 8601 with seconds and a zone."""
    if not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_degrees(value: str, limit: int) -> bool:
    try:
        return -limit <= float(value) <= limit
    except ValueError:
        return False


def places(event: IncomingEvent) -> Iterator[Finding]:
    """Coordinates are decimal degrees; only home and office are stored."""
    stored = objects_at(event.states.get("Clova.SavedPlace"), "places")
    for name in (place.get("name") for place in stored):
        if isinstance(name, str) and name not in _PLACES:
            yield Finding("CIC-CX-035", "a stored place is neither 집 nor 회사")
    for place in (event.states.get("Clova.Location", {}), *stored):
        for key, limit in (("latitude", 90), ("longitude", 180)):
            if isinstance(value := place.get(key), str) and not _is_degrees(value, limit):
                yield Finding("CIC-CX-030", f"a {key} is not in decimal degrees")
        if isinstance(value := place.get("refreshedAt"), str) and not is_moment(value):
            yield Finding("CIC-CX-030", "a refreshedAt is not ISO 8601 with a zone")


def audio(event: IncomingEvent) -> Iterator[Finding]:
    """MP3 is always playable; fileExtension is a list with commas."""
    payload = event.states.get("Device.Audio")
    if payload is None or not isinstance(payload.get("acceptContentType"), list):
        return
    formats = objects_at(payload, "acceptContentType")
    if all(each.get("mimeType") != "audio/mpeg" for each in formats):
        yield Finding("CIC-CX-047", "Device.Audio does not list audio/mpeg")
    for value in (each.get("fileExtension") for each in formats):
        if isinstance(value, str) and not set(value.split(",")) <= _EXTENSIONS:
            yield Finding("CIC-CX-046", f"fileExtension is not a list of extensions: {value[:60]}")


def display(event: IncomingEvent) -> Iterator[Finding]:
    """A screen has a density and an orientation; a custom one its content's size."""
    payload = event.states.get("Device.Display", {})
    size = payload.get("size")
    if size == "custom" and "contentLayer" not in payload:
        yield Finding("CIC-CX-051", "a custom Device.Display has no contentLayer")
    if isinstance(size, str) and size != "none":
        for key in ("dpi", "orientation"):
            if key not in payload:
                yield Finding("CIC-CX-050", f"Device.Display of size {size[:20]} has no {key}")


def actions(event: IncomingEvent) -> Iterator[Finding]:
    """`actions[]` names directives that the feature has."""
    for feature, state in event.states.get("Device.DeviceState", {}).items():
        listed = state.get("actions") if isinstance(state, dict) else None
        allowed = _actions_of(feature)
        for action in listed if isinstance(listed, list) and allowed is not None else ():
            if isinstance(action, str) and action not in (allowed or ()):
                yield Finding(_action_rule(feature, action), _action_text(feature, action))


def _actions_of(feature: str) -> frozenset[str] | None:
    """What may be listed; None: the feature has no actions, or is not known."""
    shape = catalogue.shape("context", "Device.DeviceState")
    node = shape.payload.members.get(feature) if shape is not None else None
    array = node.members.get("actions") if node is not None else None
    return array.items.values if array is not None and array.items is not None else None


def _action_rule(feature: str, action: str) -> str:
    if feature == "bluetooth" and action in _NO_ACTIONS:
        return "CIC-CX-072"
    return "CIC-CX-060" if action in REPORTED or not _is_target(action) else "CIC-CX-063"


def _is_target(word: str) -> bool:
    """Whether it is a target of reports."""
    shape = catalogue.shape("event", "DeviceControl.ActionExecuted")
    return shape is not None and word.lower() in shape.payload.members["target"].values


def _action_text(feature: str, action: str) -> str:
    return f"the actions of {feature} cannot have {action[:60]}"


def levels(event: IncomingEvent) -> Iterator[Finding]:
    """Levels lie inside their scale; a battery's are percent."""
    state = event.states.get("Device.DeviceState", {})
    for feature in _SCALES:
        if isinstance(scale := state.get(feature), dict):
            yield from _scale(feature, scale)
    battery = state.get("battery")
    charge = battery.get("value") if isinstance(battery, dict) else None
    if isinstance(charge, int) and charge > FULL:
        yield Finding("CIC-CX-006", "battery.value is more than 100 percent")


def _scale(feature: str, scale: dict[str, Any]) -> Iterator[Finding]:
    low, high = scale.get("min"), scale.get("max")
    if not isinstance(low, int) or not isinstance(high, int):
        return
    if low >= high:
        yield Finding("CIC-CX-075", f"{feature}.min is not below {feature}.max")
    for key in ("value", "warning"):
        if isinstance(level := scale.get(key), int) and not low <= level <= high:
            yield Finding("CIC-CX-075", f"{feature}.{key} lies outside min and max")


def local_time(event: IncomingEvent) -> Iterator[Finding]:
    """`localTime` is ISO 8601 with a zone."""
    value = event.states.get("Device.DeviceState", {}).get("localTime")
    if isinstance(value, str) and not is_moment(value):
        yield Finding("CIC-CX-065", "localTime is not ISO 8601 with a zone")


def volume(event: IncomingEvent) -> Iterator[Finding]:
    """Speaker.VolumeState says what Device.DeviceState says."""
    feature = event.states.get("Device.DeviceState", {}).get("volume")
    state = event.states.get("Speaker.VolumeState")
    if (
        isinstance(feature, dict)
        and state is not None
        and (feature.get("value") != state.get("volume"))
    ):
        yield Finding("CIC-CX-080", "Speaker.VolumeState differs from Device.DeviceState")


CHECKS = (places, audio, display, actions, levels, local_time, volume)
