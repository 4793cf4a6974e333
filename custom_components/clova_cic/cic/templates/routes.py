"""The two templates of routes, which the service sent in 2017 only (legacy.md)."""

from collections.abc import Mapping
from typing import Any, Final

from .times import View, minutes
from .values import child, joined, number, text

_KILOMETRE: Final = 1000


def car_route(payload: Mapping[str, Any], view: View) -> list[str]:
    """From where to where, how far, how long."""
    summary = payload.get("summary")
    ends = _ends(child(summary, "start", "name"), child(summary, "destination", "name"))
    far = _distance(child(summary, "distance"), view)
    return [joined(ends, joined(far, _time(child(summary, "time"), view), by=view.words.comma))]


def transportation_route(payload: Mapping[str, Any], view: View) -> list[str]:
    """From where to where by bus and subway, and how long."""
    ends = _ends(payload.get("startName"), payload.get("endName"))
    return [joined(ends, _time(payload.get("totalTime"), view))]


def _ends(start: object, destination: object) -> str:
    """Say both ends, or the one that is known."""
    return joined(text(start), text(destination), by=" → ")


def _distance(metres: object, view: View) -> str:
    """Say a distance; what is no number stays as it is."""
    far = number(metres)
    if far is None:
        return text(metres)
    if far < _KILOMETRE:
        return view.words.metres.format(round(far))
    return view.words.kilometres.format(text(round(far / _KILOMETRE, 1)))


def _time(duration: object, view: View) -> str:
    """Say a number of minutes; what is no number stays as it is."""
    found = number(duration)
    return text(duration) if found is None else minutes(found, view.words)
