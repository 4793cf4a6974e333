"""Time that passes when a test says so, for the player and for what it plays on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True, eq=False)
class _Alarm:
    when: float
    call: Callable[[], None]


class Clock:
    """In place of the loop's; `watchers` are told of each moment before its alarms ring."""

    def __init__(self) -> None:
        self.watchers: list[Callable[[], None]] = []
        self._now = 0.0
        self._began = datetime.now(UTC)
        self._alarms: list[_Alarm] = []

    def now(self) -> float:
        """Seconds."""
        return self._now

    def utcnow(self) -> datetime:
        """The same time as people count it."""
        return self._began + timedelta(seconds=self._now)

    def call_at(self, when: float, call: Callable[[], None]) -> Callable[[], None]:
        """Ring at this time; returns what ends that."""
        alarm = _Alarm(when, call)
        self._alarms.append(alarm)
        return lambda: self._alarms.remove(alarm) if alarm in self._alarms else None

    def next(self, until: float) -> bool:
        """Go on to the next alarm, or to `until` if there is none before; False when that is reached."""
        alarm = min(self._alarms, key=lambda each: each.when, default=None)
        rings = alarm is not None and alarm.when <= until
        self._now = max(self._now, alarm.when if rings and alarm is not None else until)
        for watcher in self.watchers:
            watcher()
        if alarm is not None and rings and alarm in self._alarms:
            self._alarms.remove(alarm)
            alarm.call()
        return rings
