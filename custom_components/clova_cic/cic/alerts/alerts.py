"""The alert book: directives, presses and ticks in, effects out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ..errors import UsageError
from ..interfaces.alerts import (
    AlertRef,
    AlertsState,
    AlertStopped,
    DeleteAlert,
    DeleteAlertFailed,
    DeleteAlertSucceeded,
    RequestAlertStop,
    RequestDeleteAlert,
    RequestSynchronizeAlert,
    SetAlert,
    SetAlertFailed,
    SetAlertSucceeded,
    StopAlert,
    SynchronizeAlert,
)
from ..interfaces.system import SynchronizeState
from .book import Book, Entry, acceptable, entry_of
from .desk import Desk
from .effects import Effect, SendEvent, WakeAt, What
from .inputs import (
    ClockSet,
    Connected,
    Disconnected,
    PressDelete,
    PressStop,
    RingOver,
    Sent,
    Start,
    Tick,
    Unlinked,
    Unsent,
)
from .listing import Listing
from .schedule import Schedule, ends_at
from .sounds import plan_of
from .times import TOLERANCE

DEFAULT_GRACE = timedelta(minutes=5)  # CIC-AL-043
STOP_PATIENCE = timedelta(seconds=5)  # CIC-AL-124, once CLOVA knows what the user wants
_REQUEST_LIMIT = timedelta(seconds=5)  # in which CLOVA gets to know


class Alerts:
    """One device's alerts. They have no clock: `now` is a moment with a time zone."""

    def __init__(self, *, grace: timedelta = DEFAULT_GRACE) -> None:
        """Hold none. Without the cloud they ring for as long as `grace`, which may be changed."""
        self._desk = desk = Desk()
        self._schedule = Schedule(desk, grace=grace)
        self._listing = Listing(desk)
        self._wake: datetime | None = None
        self._acts: dict[type, Callable[[Any], None]] = {
            SetAlert: self._set,
            DeleteAlert: self._delete,
            StopAlert: self._stop,
            SynchronizeAlert: lambda list_: self._listing.apply(list_.all_alerts),
            SynchronizeState: self._synchronize_state,
            Start: lambda _: self._start(),
            Connected: lambda _: self._connect(),
            Disconnected: lambda _: self._disconnect(),
            Unlinked: lambda _: self._unlink(),
            ClockSet: lambda news: self._shift(news.by),
            Sent: lambda news: self._landed(news.number),
            Unsent: self._unsent,
            RingOver: self._over,
            PressStop: self._press_stop,
            PressDelete: self._press_delete,
        }

    def feed(self, now: datetime, news: object) -> list[Effect]:
        """Take a directive's payload, a report of the home or a Tick; return what is to be done.

        What is none of these does nothing. Raises UsageError for a time without a zone.
        """
        desk = self._desk
        if now.tzinfo is None:
            raise UsageError("a clock needs a time zone")
        desk.now = now.astimezone(UTC)
        if act := self._acts.get(type(news)):
            act(news)
        self._listing.check()
        self._schedule.catch_up()
        if desk.overwhelmed:
            desk.overwhelmed = False
            self._listing.ask()
        effects, report = desk.taken(), desk.outbox.take(desk.now)
        due = self.due
        if due != self._wake or (isinstance(news, Tick) and due is not None):
            effects.append(WakeAt(due))
        self._wake = due
        if report is not None:
            effects.append(SendEvent(report.number, report.event, report.state))
        return effects

    def state(self) -> AlertsState:
        """Tell what the context of every event says (CIC-AL-004)."""
        return self._desk.state()

    @property
    def book(self) -> Book:
        """The alerts, to be read only."""
        return self._desk.book

    @property
    def offline_since(self) -> datetime | None:
        """When the cloud was lost, None while it is there."""
        return self._desk.offline_since

    def restore(self, entry: Entry) -> None:
        """Take an alert from the disk; before the first `feed`."""
        self._desk.book.put(entry)

    def restore_offline_since(self, moment: datetime | None) -> None:
        """Take from the disk since when the cloud is away; before the first `feed`."""
        self._desk.offline_since = moment

    @property
    def grace(self) -> timedelta:
        """For how long alerts are kept without the cloud; may be changed at any time."""
        return self._schedule.grace

    @grace.setter
    def grace(self, grace: timedelta) -> None:
        self._schedule.grace = grace

    @property
    def next(self) -> Entry | None:
        """The alert that rings next."""
        return self._schedule.next

    @property
    def due(self) -> datetime | None:
        """When something happens without anybody's word."""
        times = (self._desk.outbox.due, self._listing.due, self._schedule.due)
        return min((each for each in times if each is not None), default=None)

    # Directives

    def _set(self, alert: SetAlert) -> None:
        """CIC-AL-001, CIC-AL-002, CIC-AL-007."""
        desk, entry = self._desk, entry_of(alert)
        former = desk.book.get(alert.token)
        self._listing.touch(alert.token)
        if former is not None and former.alert == entry.alert:
            desk.report(SetAlertSucceeded(token=alert.token, type=alert.type))  # once more
            return
        past = entry.due is None or desk.now - entry.due > TOLERANCE
        if past or not acceptable(alert) or (former is None and desk.book.full):
            desk.report(SetAlertFailed(token=alert.token, type=alert.type))
            return
        if former is not None:
            desk.end(former)  # CIC-AL-110
        desk.book.put(entry)
        desk.happened(What.SET if former is None else What.CHANGED, entry.alert)
        desk.report(SetAlertSucceeded(token=alert.token, type=alert.type))

    def _delete(self, directive: DeleteAlert) -> None:
        """CIC-AL-003, CIC-AL-130, CIC-AL-131."""
        desk, entry = self._desk, self._find(directive)
        self._listing.touch(directive.token)
        if entry is None:
            desk.report(DeleteAlertFailed(token=directive.token, type=directive.type))
            return
        desk.end(entry)
        desk.remove(entry)
        desk.report(DeleteAlertSucceeded(token=directive.token, type=directive.type))

    def _stop(self, directive: StopAlert) -> None:
        """CIC-AL-030; what does not ring is told to have stopped again (CIC-AL-035)."""
        desk, entry = self._desk, self._find(directive)
        run = None if entry is None else desk.end(entry, told=False)
        if run is not None:
            run.start_told = True  # CLOVA knows that it rings: it wants an end of it
        desk.report(AlertStopped(token=directive.token, type=directive.type), run)

    def _synchronize_state(self, directive: SynchronizeState) -> None:
        """CIC-AL-042, CIC-SY-012."""
        if directive.all_alerts:
            self._listing.apply(directive.all_alerts)

    def _find(self, ref: AlertRef) -> Entry | None:
        entry = self._desk.book.get(ref.token)
        return entry if entry is not None and entry.is_meant_by(ref) else None

    # The home

    def _start(self) -> None:
        """Ring on; what the user has stopped stays silent."""
        desk = self._desk
        if desk.offline_since is None:
            desk.offline_since = desk.now
            desk.dirty = True
        for entry, run in desk.book.ringing():
            if run.stop_due is None and ends_at(run) > desk.now:
                desk.sound(entry.alert, run)

    def _connect(self) -> None:
        """CIC-AL-040, CIC-AL-140."""
        desk = self._desk
        desk.connected, desk.offline_since = True, None
        desk.dirty = True
        desk.outbox.clear()
        self._listing.begin()

    def _disconnect(self) -> None:
        """CIC-AL-043; what was not told is told after the next list."""
        desk = self._desk
        if not desk.connected:
            return
        desk.connected, desk.offline_since = False, desk.now
        desk.dirty = True
        desk.outbox.clear()
        self._listing.stop()

    def _unlink(self) -> None:
        """CIC-AL-043: at once, and nobody is told."""
        desk = self._desk
        desk.connected, desk.offline_since = False, None
        desk.outbox.clear()
        self._listing.stop()
        for entry in desk.book:
            desk.end(entry)
        desk.clear()
        desk.book.past.clear()

    def _shift(self, by: timedelta) -> None:
        """CIC-AL-012: times of the day stay, spans of time are as long as before."""
        self._desk.shift(by)
        self._listing.shift(by)

    def _landed(self, number: int) -> None:
        report = self._desk.outbox.landed(number)
        if report is None:
            return
        match report.event:
            case RequestSynchronizeAlert():
                self._listing.request_taken()
            case RequestAlertStop() if report.run is not None and report.run.stop_due is not None:
                report.run.stop_due = self._desk.now + STOP_PATIENCE
        self._desk.dirty |= report.run is not None

    def _unsent(self, news: Unsent) -> None:
        """Try again while the connection lasts (flows/alerts.md §7); a refusal is an answer too."""
        if news.again:
            desk = self._desk
            desk.outbox.failed(news.number, desk.now, keep=desk.connected)
        else:
            self._landed(news.number)

    def _over(self, news: RingOver) -> None:
        """CIC-AL-036."""
        entry = self._desk.sounds(news.number)
        if entry is not None and not plan_of(entry.alert).repeats:
            self._desk.end(entry)

    def _press_stop(self, news: PressStop) -> None:
        """CIC-AL-031: mute, and ask; without the cloud, end (flows/alerts.md §7)."""
        desk = self._desk
        for entry, run in desk.book.ringing():
            if run.stop_due is not None or news.token not in {None, entry.alert.token}:
                continue
            if not desk.connected or not desk.outbox.tells_start(run):
                desk.end(entry)
                continue
            desk.silence(run)
            run.stop_due = desk.now + _REQUEST_LIMIT + STOP_PATIENCE
            desk.report(RequestAlertStop(token=entry.alert.token, type=entry.alert.type), run)
            desk.dirty = True

    def _press_delete(self, news: PressDelete) -> None:
        """CIC-AL-037: CLOVA deletes."""
        entry = self._desk.book.get(news.token)
        if entry is not None:
            alert = entry.alert
            self._desk.report(RequestDeleteAlert(token=alert.token, type=alert.type))
