"""What the parts of an alert book share: the time, the alerts, and the effects so far."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ..interfaces.alerts import (
    AlertsState,
    AlertStarted,
    AlertStopped,
    RequestSynchronizeAlert,
    SetAlert,
)
from .book import Book, Entry, Run
from .effects import Changed, Effect, Happened, Outgoing, Ring, StopRinging, What
from .outbox import Outbox
from .sounds import plan_of


class Desk:
    """Alerts ring and end here; every change of theirs passes through it."""

    def __init__(self) -> None:
        """Hold no alert, and be offline."""
        self.now = datetime.min.replace(tzinfo=UTC)
        self.book = Book()
        self.outbox = Outbox()
        self.effects: list[Effect] = []
        self.dirty = False  # something has changed that belongs on the disk
        self.connected = False
        self.offline_since: datetime | None = None
        self.overwhelmed = False  # more is to be told than waits: a synchronisation settles it
        self._sounding: Run | None = None
        self._ring = 0  # the number of the latest Ring

    # What is told

    def happened(self, what: What, alert: SetAlert) -> None:
        """Tell people, and remember it."""
        self.effects.append(Happened(what, alert))
        self.dirty = True

    def state(self) -> AlertsState:
        """Tell all alerts and those that ring (CIC-AL-004).

        What has ended is active until AlertStopped says so (CIC-AL-034).
        """
        return self._state(
            lambda entry: entry.ringing or any(map(self.outbox.shows_ringing, entry.runs))
        )

    def _state_after_reports(self, *, begun: Run | None, ended: Run | None) -> AlertsState:
        """Tell what `state` will when all that waits has left, as before or after one change."""

        def is_active(entry: Entry) -> bool:
            if begun in entry.runs or ended in entry.runs:
                return begun is not None
            told = (run.start_told and not self.outbox.tells_stop(run) for run in entry.runs)
            return entry.ringing or any(told)

        return self._state(is_active)

    def _state(self, is_active: Callable[[Entry], bool]) -> AlertsState:
        everything = tuple(each.info for each in self.book)
        active = tuple(each.info for each in self.book if is_active(each))
        return AlertsState(all_alerts=everything, active_alerts=active)

    def report(self, event: Outgoing, run: Run | None = None) -> None:
        """Tell CLOVA, if it can be told at all, with the alerts as they are now."""
        if not self.connected:
            return
        if self.outbox.full:
            self.outbox.clear()
            self.overwhelmed = True
        begun = run if isinstance(event, AlertStarted) else None
        ended = run if isinstance(event, AlertStopped) else None
        self.outbox.add(event, self._state_after_reports(begun=begun, ended=ended), run)

    def ask_for_list(self) -> None:
        """Request synchronisation, once what waits is told: an older list would settle nothing."""
        request = RequestSynchronizeAlert()
        self.outbox.withdraw(request)
        self.outbox.add(request, self._state_after_reports(begun=None, ended=None))

    # Ringing

    def start(self, entry: Entry) -> None:
        """Ring, and end what rang (alerts.md §6); who waits for StopAlert is silent already."""
        for other, ringing in self.book.ringing():
            if ringing.stop_due is None:
                self.end(other)
        run = Run(entry.alert.scheduled_time, self.now)
        run.follow(entry.run)
        entry.run = run
        self.sound(entry.alert, run)
        self.report(_started(entry.alert), run)
        self.happened(What.RINGING, entry.alert)

    def sound(self, alert: SetAlert, run: Run) -> None:
        """Let it be heard."""
        self._ring += 1
        self._sounding = run
        self.effects.append(Ring(self._ring, alert, plan_of(alert)))

    def silence(self, run: Run) -> None:
        """Let it be heard no more."""
        if self._sounding is run:
            self._sounding = None
            self.effects.append(StopRinging(self._ring))

    def sounds(self, number: int) -> Entry | None:
        """Return the alert that a Ring is about, if that is still to be heard."""
        if number != self._ring or self._sounding is None:
            return None
        return next((each for each in self.book if each.run is self._sounding), None)

    def end(self, entry: Entry, *, told: bool = True) -> Run | None:
        """Stop ringing, and tell it once (CIC-AL-033), which the caller does with `told` off.

        Returns what has ended, None if it did not ring.
        """
        run = entry.run
        if run is None or run.over:
            return None
        self.silence(run)
        run.over = True
        self.outbox.withdraw_request(run)
        if told:
            self.tell_end(entry.alert, run)
        self.happened(What.STOPPED, entry.alert)
        return run

    def tell_end(self, alert: SetAlert, run: Run) -> None:
        """Send AlertStopped, unless CLOVA does not know yet that it rang: see `tell_late`."""
        if self.outbox.tells_start(run):
            self.report(_stopped(alert), run)

    def tell_late(self) -> None:
        """Tell what rang and ended while CLOVA could not be told (flows/alerts.md §7)."""
        for entry in self.book:
            for run in entry.runs:
                if not self.outbox.tells_start(run):
                    if run.over and run.time != entry.alert.scheduled_time:
                        continue  # CLOVA has another time for it, and knows nothing of this one
                    self.report(_started(entry.alert), run)
                if run.over and not self.outbox.tells_stop(run):
                    self.report(_stopped(entry.alert), run)

    # Coming and going

    def remove(self, entry: Entry) -> None:
        """Forget an alert; whoever rang has ended before."""
        self.book.remove(entry)
        self.happened(What.DELETED, entry.alert)

    def clear(self) -> None:
        """Forget all that do not ring."""
        for entry in self.book:
            if not entry.ringing:
                self.remove(entry)

    def shift(self, by: timedelta) -> None:
        """The clock was set: what was to last for a while still does."""
        self.outbox.shift(by)
        if self.offline_since is not None:
            self.offline_since = shifted(self.offline_since, by)
        for entry in self.book:
            if entry.run is not None:
                entry.run.since = shifted(entry.run.since, by)
                if entry.run.stop_due is not None:
                    entry.run.stop_due = shifted(entry.run.stop_due, by)

    def taken(self) -> list[Effect]:
        """Hand the effects over; what an event says is to be stored before it leaves."""
        if self.dirty:
            self.dirty = False
            self.effects.append(Changed())
        effects, self.effects = self.effects, []
        return effects


def shifted(moment: datetime, by: timedelta) -> datetime:
    """Add as far as the calendar goes."""
    try:
        return moment + by
    except OverflowError:
        return moment


def _started(alert: SetAlert) -> AlertStarted:
    return AlertStarted(token=alert.token, type=alert.type)


def _stopped(alert: SetAlert) -> AlertStopped:
    return AlertStopped(token=alert.token, type=alert.type)
