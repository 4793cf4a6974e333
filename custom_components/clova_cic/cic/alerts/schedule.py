"""What happens at its time, without anybody's word: ringing, its end, the end of the grace period."""

from datetime import datetime, timedelta

from .book import Entry, Phase, Run
from .desk import Desk, shifted
from .effects import What
from .times import TOLERANCE

RING_LIMIT = timedelta(minutes=10)  # CIC-AL-036: nobody is there who would stop it


class Schedule:
    """Looks at every alert whenever something happens, so it follows any correction of the clock."""

    def __init__(self, desk: Desk, *, grace: timedelta) -> None:
        """Without the cloud alerts ring for as long as `grace` (CIC-AL-150)."""
        self._desk = desk
        self.grace = grace

    @property
    def next(self) -> Entry | None:
        """The alert that rings next."""
        waiting = [each for each in self._desk.book if each.phase is Phase.SET]
        timed = [(each.due, each) for each in waiting if each.due is not None]
        return min(timed, key=lambda pair: pair[0])[1] if timed else None

    @property
    def due(self) -> datetime | None:
        """When something happens."""
        upcoming = self.next
        times = [ends_at(run) for _, run in self._desk.book.ringing()]
        times += [] if upcoming is None or upcoming.due is None else [upcoming.due]
        grace_end = self._grace_end()
        times += [] if grace_end is None else [grace_end]
        return min(times, default=None)

    def catch_up(self) -> None:
        """Do what its time has come for."""
        desk = self._desk
        for entry, run in desk.book.ringing():
            if ends_at(run) <= desk.now:
                desk.end(entry)
        timed = [(each.due, each) for each in desk.book if each.due is not None]
        for due, entry in sorted(timed, key=lambda pair: pair[0]):
            self._check(entry, late=desk.now - due)
        grace_end = self._grace_end()
        if grace_end is not None and grace_end <= desk.now:
            desk.clear()

    def _check(self, entry: Entry, *, late: timedelta) -> None:
        """Ring if it is time; what is too late is told once (CIC-AL-012, CIC-AL-143)."""
        phase = entry.phase
        if late < timedelta():
            entry.missed = False  # it may still ring: the clock was set back
        elif phase is Phase.SET and late <= TOLERANCE:
            self._desk.start(entry)
        elif phase is Phase.SET:
            entry.missed = True
            self._desk.happened(What.MISSED, entry.alert)

    def _grace_end(self) -> datetime | None:
        """When the alerts are given up (CIC-AL-043); None if there is nothing to give up."""
        since = self._desk.offline_since
        if since is None or all(each.ringing for each in self._desk.book):
            return None
        return shifted(since, self.grace)


def ends_at(run: Run) -> datetime:
    """When a ringing ends by itself."""
    limit = shifted(run.since, RING_LIMIT)
    return limit if run.stop_due is None else min(limit, run.stop_due)
