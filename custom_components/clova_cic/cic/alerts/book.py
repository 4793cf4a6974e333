"""The alerts of one device, and how far each has come."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from ..interfaces.alerts import AlertInfo, AlertRef, SetAlert
from .sounds import BELLS, MAX_SOUNDS
from .times import moment_of

MAX_ALERTS = 1000
MAX_PAST = 64  # alerts that have rung and are gone; only those of the last minute matter
MAX_FORMER = 4  # ringings of one alert before the latest; each is about a time of the last minute
MAX_NAME = 2048  # characters of a token or an asset's address; more are no name
MAX_LABEL = 2048  # characters; the rest is cut off


@dataclass(slots=True, eq=False)
class Run:
    """One ringing: CLOVA is told of it, and the alert does not ring for that time again."""

    time: str  # the scheduledTime for which it rings
    since: datetime
    over: bool = False
    start_told: bool = False
    stop_told: bool = False
    stop_due: datetime | None = None
    """When it ends though no StopAlert came; None: nobody has pressed stop (CIC-AL-124)."""
    former: Run | None = None
    """The ringing of this alert before, for a time that CLOVA has changed, or may not have."""

    def chain(self) -> list[Run]:
        """Return all ringings of the alert, the oldest first."""
        found = [self]
        while (former := found[-1].former) is not None:
            found.append(former)
        return found[::-1]

    def follow(self, former: Run | None) -> None:
        """Come after another ringing of this alert; what is too long ago is forgotten."""
        self.former = former
        chain = self.chain()
        chain[max(0, len(chain) - 1 - MAX_FORMER)].former = None


class Phase(Enum):
    """How far an alert has come (flows/alerts.md)."""

    SET = auto()
    RINGING = auto()
    ENDED = auto()  # it rang, and waits for DeleteAlert or its next time
    MISSED = auto()  # its time passed without a sound


@dataclass(slots=True, eq=False)
class Entry:
    """An alert as CLOVA sent it, and what became of it here."""

    alert: SetAlert
    info: AlertInfo  # as it is reported; shared by all states in which it occurs
    due: datetime | None  # None: it cannot ring
    run: Run | None = None
    missed: bool = False

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        if self.run is not None and not self.run.over:
            return Phase.RINGING
        if any(each.time == self.alert.scheduled_time for each in self.runs):
            return Phase.ENDED
        return Phase.MISSED if self.missed else Phase.SET

    @property
    def runs(self) -> list[Run]:
        """All its ringings, the oldest first."""
        return [] if self.run is None else self.run.chain()

    @property
    def ringing(self) -> bool:
        """Whether it rings, though it may be muted already."""
        return self.phase is Phase.RINGING

    def is_meant_by(self, ref: AlertRef) -> bool:
        """Tell whether a directive names this alert: by token and type (CIC-AL-003)."""
        return (self.alert.token, self.alert.type) == (ref.token, ref.type)


def entry_of(alert: SetAlert) -> Entry:
    """Make an entry; of an unknown type, or at no time, it never rings."""
    info = AlertInfo(token=alert.token, type=alert.type, scheduled_time=alert.scheduled_time)
    due = moment_of(alert.scheduled_time) if alert.type in BELLS else None
    return Entry(bounded(alert), info, due)


def acceptable(alert: SetAlert) -> bool:
    """Tell whether an alert has a size that can be kept."""
    return max(map(len, (alert.token, alert.type, alert.scheduled_time))) <= MAX_NAME


def bounded(alert: SetAlert) -> SetAlert:
    """Return an alert whose label and sounds are no longer than what is kept."""
    assets, order, label = alert.assets, alert.asset_play_order, alert.label
    if assets is not None:
        assets = tuple(
            each
            for each in assets[:MAX_SOUNDS]
            if len(each.asset_id) <= MAX_NAME and len(each.url or "") <= MAX_NAME
        )
    if order is not None:
        order = tuple(each for each in order[:MAX_SOUNDS] if len(each) <= MAX_NAME)
    label = label if label is None else label[:MAX_LABEL]
    return replace(alert, assets=assets, asset_play_order=order, label=label)


class Book:
    """Entries by token, in the order in which they came; two may be equal but for it (CIC-AL-161)."""

    def __init__(self) -> None:
        """Hold nothing."""
        self.past: dict[str, Run] = {}  # by token, of alerts that are gone: the oldest first
        self._entries: dict[str, Entry] = {}

    def __len__(self) -> int:
        """How many alerts there are."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """Walk over a copy: entries may come and go meanwhile."""
        return iter(tuple(self._entries.values()))

    @property
    def full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self._entries) >= MAX_ALERTS

    def get(self, token: str) -> Entry | None:
        """Find an alert."""
        return self._entries.get(token)

    def put(self, entry: Entry) -> None:
        """Add an alert, or let it take the place of the one with its token (CIC-AL-001).

        What has rung for a time does not ring for it again, though it was changed or gone since:
        CLOVA may not have heard of that, and bring the old version back.
        """
        token = entry.alert.token
        former, past = self._entries.get(token), self.past.pop(token, None)
        if entry.run is None:
            entry.run = past if former is None else former.run
        self._entries[token] = entry

    def remove(self, entry: Entry) -> None:
        """Forget an alert, but for when it rang."""
        del self._entries[entry.alert.token]
        if entry.run is not None:
            self.remember(entry.alert.token, entry.run)

    def remember(self, token: str, run: Run) -> None:
        """Keep in mind that an alert which is gone has rung."""
        self.past[token] = run
        if len(self.past) > MAX_PAST:
            del self.past[next(iter(self.past))]

    def ringing(self) -> list[tuple[Entry, Run]]:
        """Return what rings, in the order in which it began."""
        found = [(each, each.run) for each in self if each.run is not None and not each.run.over]
        return sorted(found, key=lambda pair: pair[1].since)
