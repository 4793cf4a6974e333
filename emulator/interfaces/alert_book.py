"""The alerts of one user, as the server keeps them (alerts.md, flows/alerts.md)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from ..messages import Json

MAX_ALERTS: Final = 100
"""Alerts that are kept of one user; the oldest go first."""

type Key = tuple[str, str]
"""Token and type; both together name an alert (CIC-AL-003)."""

REPEATS: Final = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert, and what only the server knows of it."""

    payload: Json
    """As in SetAlert."""
    repeat: str = ""
    """`daily`, `weekly`, or empty: once."""
    words: str | None = None
    """What is said when it is set; None: a general sentence."""
    renewed: bool = False
    """The next occurrence of an alert that has rung: nothing is said about it."""

    @property
    def token(self) -> str:
        """Its identifier."""
        return str(self.payload["token"])

    @property
    def type(self) -> str:
        """`ALARM`, `TIMER`, `REMINDER`, `ACTIONTIMER`."""
        return str(self.payload["type"])

    @property
    def name(self) -> Json:
        """The payload that names it in other messages."""
        return {"token": self.token, "type": self.type}

    def next_after(self, now: datetime) -> Self | None:
        """The next occurrence; None if it rings once, or its time cannot be understood."""
        step = REPEATS.get(self.repeat)
        time = moment(self.payload.get("scheduledTime"))
        if step is None or time is None:
            return None
        try:
            time += step
            if time <= now:
                time += (now - time) // step * step + step
        except OverflowError:  # past the last year there is
            return None
        later = self.payload | {"scheduledTime": time.isoformat(timespec="seconds")}
        return replace(self, payload=later, renewed=True)


def moment(text: object) -> datetime | None:
    """A `scheduledTime`; None if it is no time with a zone."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def key_of(payload: Mapping[str, Any]) -> Key:
    """What names the alert in any payload of this interface."""
    return str(payload.get("token")), str(payload.get("type"))


class AlertBook:
    """An alert counts when the client has confirmed it (CIC-AL-101), until it has deleted it."""

    def __init__(self) -> None:
        self._offered: OrderedDict[Key, Alert] = OrderedDict()
        self._kept: OrderedDict[Key, Alert] = OrderedDict()
        self._leaving: set[Key] = set()

    @property
    def alerts(self) -> list[Alert]:
        """What the client must have."""
        return list(self._kept.values())

    def find(self, key: Key) -> Alert | None:
        """An alert that counts."""
        return self._kept.get(key)

    def offer(self, alert: Alert) -> None:
        """It is about to be sent."""
        _put(self._offered, key_of(alert.payload), alert)

    def sent(self, name: str, payload: Json) -> None:
        """A directive about alerts goes to the client, whoever has made it."""
        key = key_of(payload)
        if name == "Alerts.SetAlert":
            offered = self._offered.get(key)
            if offered is None or offered.payload != payload:
                self.offer(Alert(payload))
            self._leaving.discard(key)
        elif name == "Alerts.DeleteAlert" and key in self._kept:
            self._leaving = {each for each in self._leaving if each in self._kept} | {key}
        elif name in {"Alerts.SynchronizeAlert", "System.SynchronizeState"}:
            self._adopt(name, payload.get("allAlerts"))

    def _adopt(self, name: str, listed: object) -> None:
        """The list is what the client has from now on; an empty one of System's means nothing."""
        elements = listed if isinstance(listed, list) else []
        alerts = [each for each in elements if isinstance(each, dict)]
        if not alerts and name.startswith("System"):
            return
        before = dict(self._kept)
        self._kept.clear()
        for payload in alerts:
            known = before.get(key_of(payload))
            alert = known if known is not None and known.payload == payload else Alert(payload)
            _put(self._kept, key_of(payload), alert)

    def disconnected(self) -> None:
        """The client is gone, and with it the orders that it has not reported on.

        The next list carries them out: what was to be deleted is not in it, and what has rung is
        there for its next time. What the user wanted to set was never confirmed, so it is not.
        """
        for key in self._leaving:
            self._kept.pop(key, None)
        for key, alert in self._offered.items():
            if alert.renewed and key in self._kept:
                self._kept[key] = alert
        self._leaving.clear()
        self._offered.clear()

    def is_offered(self, key: Key) -> bool:
        """Whether a SetAlert has not been reported on yet."""
        return key in self._offered

    def is_leaving(self, key: Key) -> bool:
        """Whether a DeleteAlert has not been reported on yet."""
        return key in self._leaving

    def set_succeeded(self, key: Key) -> Alert | None:
        """The client has it: from now on it counts. None: it was never offered."""
        alert = self._offered.pop(key, None)
        if alert is not None:
            _put(self._kept, key, alert)
        return alert

    def set_failed(self, key: Key) -> Alert | None:
        """The client could not take it: a former version stays. None: it was never offered."""
        return self._offered.pop(key, None)

    def deleted(self, key: Key) -> None:
        """The client does not have it any more."""
        self._kept.pop(key, None)
        self._leaving.discard(key)

    def not_deleted(self, key: Key) -> None:
        """The client has it still."""
        self._leaving.discard(key)


def _put(alerts: OrderedDict[Key, Alert], key: Key, alert: Alert) -> None:
    alerts[key] = alert
    alerts.move_to_end(key)
    if len(alerts) > MAX_ALERTS:
        alerts.popitem(last=False)
