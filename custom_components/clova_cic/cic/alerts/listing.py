"""Asking for the list of all alerts, and making the book equal to it (alerts.md §5.5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..interfaces.alerts import SetAlert
from .book import MAX_ALERTS, Entry, acceptable, entry_of
from .desk import Desk, shifted
from .effects import Overfull, What

ANSWER_LIMIT = timedelta(seconds=10)  # from the request to the list; then it is asked for again
_LONGEST = timedelta(minutes=15)  # between two requests; each wait is twice as long as the last


class Listing:
    """A list is older than what was set or deleted while it was on its way.

    Those alerts stay as they are, and the list is asked for again: CLOVA knows of them by then.
    """

    def __init__(self, desk: Desk) -> None:
        """Await no list."""
        self._desk = desk
        self._asked = False
        self._patience = ANSWER_LIMIT
        self._again_at: datetime | None = None
        self._touched: set[str] = set()

    def ask(self) -> None:
        """Request the list (CIC-AL-040)."""
        self._asked = True
        self._touched.clear()
        self._again_at = None
        self._desk.ask_for_list()

    def begin(self) -> None:
        """A connection is there: all that was to be told is settled by the list."""
        self._patience = ANSWER_LIMIT
        self.ask()

    def request_taken(self) -> None:
        """CLOVA has the request; the list may be here already."""
        if self._asked:
            self._again_at = self._desk.now + self._patience
            self._patience = min(self._patience * 2, _LONGEST)

    def stop(self) -> None:
        """No list will come any more: the channel is lost."""
        self._asked, self._again_at = False, None
        self._touched.clear()

    def touch(self, token: str) -> None:
        """An alert was set or deleted."""
        if self._asked and len(self._touched) < MAX_ALERTS:
            self._touched.add(token)

    def check(self) -> None:
        """Ask again if nothing came."""
        if self._again_at is not None and self._again_at <= self._desk.now:
            self.ask()

    def shift(self, by: timedelta) -> None:
        """The clock was set."""
        if self._again_at is not None:
            self._again_at = shifted(self._again_at, by)

    @property
    def due(self) -> datetime | None:
        """When it is asked for again by itself."""
        return self._again_at

    def apply(self, alerts: Iterable[SetAlert]) -> None:
        """Add, change and remove (CIC-AL-141); none of it is reported (CIC-AL-041)."""
        desk = self._desk
        listed = {each.token: each for each in alerts if acceptable(each)}
        unsettled = self._touched | desk.outbox.unsettled()
        self.stop()
        ended = []
        for entry in desk.book:
            token = entry.alert.token
            theirs = listed.get(token)
            if token not in unsettled and (theirs is None or not entry.is_meant_by(theirs)):
                if (run := desk.end(entry, told=False)) is not None:
                    ended.append((entry.alert, run))
                desk.remove(entry)
        self._take(each for token, each in listed.items() if token not in unsettled)
        for alert, run in ended:  # it goes along with the alerts that are left (CIC-AL-142)
            desk.tell_end(alert, run)
        desk.tell_late()
        if unsettled:
            self.ask()

    def _take(self, alerts: Iterable[SetAlert]) -> None:
        """Take CLOVA's versions; if there are too many, those that ring first."""
        known, new = [], []
        for each in alerts:
            entry = self._desk.book.get(each.token)
            if entry is None:
                new.append(entry_of(each))
            else:
                known.append((entry, entry_of(each)))
        for entry, version in known:
            self._renew(entry, version)
        room = MAX_ALERTS - len(self._desk.book)
        if len(new) > room:
            self._desk.effects.append(Overfull(len(new) - room))
            now = self._desk.now
            new.sort(key=lambda entry: _rank(entry, now))
        for entry in new[:room]:
            self._desk.book.put(entry)
            self._desk.happened(What.SET, entry.alert)

    def _renew(self, entry: Entry, version: Entry) -> None:
        """Take another version of an alert; what rings goes on (CIC-AL-142)."""
        if version.alert == entry.alert:
            return
        version.missed = entry.missed and version.info == entry.info
        self._desk.book.put(version)
        self._desk.happened(What.CHANGED, version.alert)


def _rank(entry: Entry, now: datetime) -> tuple[bool, datetime]:
    """Sort what rings soonest first, and what cannot ring last."""
    if entry.due is None:
        return True, now
    return entry.due < now, entry.due
