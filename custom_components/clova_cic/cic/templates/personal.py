"""The user's own things: each template has one of a kind, or a list of them."""

from collections.abc import Iterable, Mapping
from math import inf
from typing import Any, Final

from .times import View, left, moment, repeat, span, time_and_day, when
from .values import first, items, joined, text
from .words import Noun

_NEXT: Final = 3  # short ones that fit into a second line


def action_timer(payload: Mapping[str, Any], view: View) -> list[str]:
    """What is to be done, and when."""
    if listed := items(payload, "actionTimerList"):
        entries = (first(_label(item), _scheduled(item, view)) for item in listed)
        return _several("action", len(listed), entries, view)
    return [_label(payload), joined(_scheduled(payload, view), repeat(payload, view))]


def alarm(payload: Mapping[str, Any], view: View) -> list[str]:
    """When it rings, and how it repeats."""
    if listed := items(payload, "alarmList", "alarmListList"):
        entries = (_scheduled(item, view) for item in listed)
        return _several("alarm", len(listed), entries, view)
    return [joined(*time_and_day(payload.get("scheduledTime"), view)), repeat(payload, view)]


def memo(payload: Mapping[str, Any], view: View) -> list[str]:
    """What was noted, and when."""
    if listed := items(payload, "memoList"):
        entries = (text(item.get("content")) for item in listed)
        return _several("memo", len(listed), entries, view, following=1)
    noted = first(when(payload.get("timestamp"), view), when(payload.get("lastModified"), view))
    return [text(payload.get("content")), noted]


def reminder(payload: Mapping[str, Any], view: View) -> list[str]:
    """What to think of, and when; in a list those that are not done come first."""
    if listed := items(payload, "reminderList"):
        listed.sort(key=_done)
        entries = (_to_do(item, view) for item in listed)
        return _several("reminder", len(listed), entries, view)
    done = view.words.done if _done(payload) else ""
    return [_label(payload), joined(_scheduled(payload, view), repeat(payload, view), done)]


def schedule(payload: Mapping[str, Any], view: View) -> list[str]:
    """What takes place, and from when to when."""
    if listed := items(payload, "scheduleList", "scheduledList"):
        entries = (
            joined(text(item.get("content")), when(item.get("start"), view)) for item in listed
        )
        return _several("schedule", len(listed), entries, view, following=1)
    time = span(payload.get("start"), payload.get("end"), view)
    return [text(payload.get("content")), joined(time, repeat(payload, view))]


def timer(payload: Mapping[str, Any], view: View) -> list[str]:
    """How long it still runs; the soonest first. A list may come under the name of one."""
    if listed := items(payload, "timerList", "timerListList"):
        listed.sort(key=lambda item: _instant(item, view))
        entries = (joined(_label(item), _left(item, view), by=" ") for item in listed)
        return _several("timer", len(listed), entries, view)
    return [joined(_label(payload), _left(payload, view))]


def _several(
    noun: Noun, number: int, entries: Iterable[str], view: View, following: int = _NEXT
) -> list[str]:
    """Say how many there are and the first, then the next ones."""
    said = [entry for entry in entries if entry]
    return [
        joined(view.count(noun, number), *said[:1]),
        view.words.comma.join(said[1 : 1 + following]),
    ]


def _label(item: Mapping[str, Any]) -> str:
    """Say what it is about; `content` is the older name."""
    return first(text(item.get("label")), text(item.get("content")))


def _scheduled(item: Mapping[str, Any], view: View) -> str:
    """Say when it is due."""
    return when(item.get("scheduledTime"), view)


def _left(item: Mapping[str, Any], view: View) -> str:
    """Say how long it is until it is due."""
    return left(item.get("scheduledTime"), view)


def _instant(item: Mapping[str, Any], view: View) -> float:
    """When it is due, to sort by; last of all if that is not told."""
    found = moment(item.get("scheduledTime"), view)
    return found.at.timestamp() if found else inf


def _done(item: Mapping[str, Any]) -> bool:
    """Whether a reminder has been dealt with."""
    return text(item.get("status")).upper() == "DONE"


def _to_do(item: Mapping[str, Any], view: View) -> str:
    """Say a reminder in a list."""
    said = first(_label(item), _scheduled(item, view))
    return f"{said} ({view.words.done})" if said and _done(item) else said
