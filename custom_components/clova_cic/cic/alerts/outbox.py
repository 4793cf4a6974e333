"""Reports on their way to CLOVA: one at a time and in order (flows/alerts.md §7, CIC-AL-160)."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..interfaces.alerts import (
    AlertRef,
    AlertsState,
    AlertStarted,
    AlertStopped,
    DeleteAlertFailed,
    DeleteAlertSucceeded,
    RequestAlertStop,
    SetAlertFailed,
    SetAlertSucceeded,
)
from .book import Run
from .effects import Outgoing

MAX_REPORTS = 500  # more than that are settled by a synchronisation instead
_LONGEST = 60  # seconds between two attempts; the first waits one, each later one twice as long

_OUTCOMES = (SetAlertSucceeded, SetAlertFailed, DeleteAlertSucceeded, DeleteAlertFailed)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """An event, the alerts at its moment, and the ringing that it is about, if any."""

    number: int
    event: Outgoing
    state: AlertsState
    run: Run | None

    def delivered(self) -> None:
        """CLOVA knows it now."""
        if self.run is not None and isinstance(self.event, AlertStarted):
            self.run.start_told = True
        if self.run is not None and isinstance(self.event, AlertStopped):
            self.run.stop_told = True


class Outbox:
    """What waits to be sent, the oldest first; the one on its way is not among them."""

    def __init__(self) -> None:
        """Have nothing to tell."""
        self.flight: Report | None = None
        self._waiting: deque[Report] = deque()
        self._numbers = 0
        self._failures = 0
        self._not_before: datetime | None = None

    @property
    def full(self) -> bool:
        """Whether no more should wait."""
        return len(self._waiting) >= MAX_REPORTS

    def add(self, event: Outgoing, state: AlertsState, run: Run | None = None) -> None:
        """Let an event be sent, after all that wait."""
        self._numbers += 1
        self._waiting.append(Report(self._numbers, event, state, run))

    def withdraw(self, event: Outgoing) -> None:
        """Forget such an event, if it waits."""
        self._waiting = deque(each for each in self._waiting if each.event != event)

    def take(self, now: datetime) -> Report | None:
        """Send the next one, if there is one and it is time."""
        if self.flight is not None or not self._waiting or (self._not_before or now) > now:
            return None
        self.flight = self._waiting.popleft()
        return self.flight

    def landed(self, number: int) -> Report | None:
        """CLOVA has taken the one on its way, or refused it for good; None if it is another."""
        report = self.flight
        if report is None or report.number != number:
            return None
        self.flight, self._failures, self._not_before = None, 0, None
        report.delivered()
        return report

    def failed(self, number: int, now: datetime, *, keep: bool) -> None:
        """The one on its way was not taken; it waits for another try, or is forgotten."""
        report = self.flight
        if report is None or report.number != number:
            return
        self.flight = None
        if keep:
            self._waiting.appendleft(report)
            self._not_before = now + timedelta(seconds=min(2**self._failures, _LONGEST))
            self._failures = min(self._failures + 1, _LONGEST)

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._failures, self._not_before = 0, None

    def shift(self, by: timedelta) -> None:
        """The clock was set."""
        if self._not_before is not None:
            self._not_before += by

    @property
    def due(self) -> datetime | None:
        """When the next one is to be tried again, None if that is now or never."""
        return self._not_before if self._waiting and self.flight is None else None

    def tells_start(self, run: Run) -> bool:
        """Tell whether AlertStarted of a ringing is known to CLOVA, or will be before what follows."""
        return run.start_told or self._holds(AlertStarted, run)

    def tells_stop(self, run: Run) -> bool:
        """Tell whether AlertStopped is."""
        return run.stop_told or self._holds(AlertStopped, run)

    def shows_ringing(self, run: Run) -> bool:
        """Tell whether CLOVA, by what has left so far, believes that this one rings."""
        left = None if self.flight is None or self.flight.run is not run else self.flight.event
        started = run.start_told or isinstance(left, AlertStarted)
        return started and not (run.stop_told or isinstance(left, AlertStopped))

    def withdraw_request(self, run: Run) -> None:
        """Forget a RequestAlertStop that has not left."""
        kept = [
            each
            for each in self._waiting
            if each.run is not run or not isinstance(each.event, RequestAlertStop)
        ]
        self._waiting = deque(kept)

    def unsettled(self) -> set[str]:
        """Return the tokens of alerts that CLOVA may count or not, as it has not heard yet."""
        return {
            each.event.token
            for each in self._all()
            if isinstance(each.event, AlertRef) and isinstance(each.event, _OUTCOMES)
        }

    def _holds(self, kind: type[AlertRef], run: Run) -> bool:
        return any(each.run is run and isinstance(each.event, kind) for each in self._all())

    def _all(self) -> Iterator[Report]:
        yield from self._waiting
        if self.flight is not None:
            yield self.flight
