"""An alert book as JSON, and back. What is damaged is left out; the list of CLOVA restores it."""

from datetime import datetime, timedelta
from typing import Any

from ..errors import MessageError
from ..interfaces.alerts import SetAlert
from ..interfaces.payload import read, write
from .alerts import Alerts
from .book import MAX_ALERTS, MAX_FORMER, Entry, Run, acceptable, entry_of
from .times import moment_of

VERSION = 1


def dumped(alerts: Alerts) -> dict[str, Any]:
    """Return all that has to outlive a restart."""
    return {
        "version": VERSION,
        "offline_since": _text(alerts.offline_since),
        "alerts": [_record(each) for each in alerts.book],
        "past": [{"token": each, "run": _written(run)} for each, run in alerts.book.past.items()],
    }


def loaded(data: object, *, grace: timedelta) -> tuple[Alerts, int]:
    """Return the book, and how many records of it are damaged; feed it Start.

    Raises MessageError for what is no book, or one of a newer release.
    """
    if not isinstance(data, dict) or not isinstance(data.get("alerts"), list):
        raise MessageError("it is no alert book")
    if data.get("version") != VERSION:
        raise MessageError("it is of another version")
    alerts = Alerts(grace=grace)
    alerts.restore_offline_since(_moment(data.get("offline_since")))
    damaged = 0
    for record in data["alerts"][:MAX_ALERTS]:
        entry = _entry(record)
        if entry is None:
            damaged += 1
        else:
            alerts.restore(entry)
    _restore_past(alerts, data.get("past"))
    return alerts, damaged


def _restore_past(alerts: Alerts, records: object) -> None:
    """Read what has rung and is gone; damage to it costs a second ringing at most."""
    for record in records if isinstance(records, list) else ():
        if isinstance(record, dict) and isinstance(token := record.get("token"), str):
            run = _run(record.get("run"))
            if run is not None and alerts.book.get(token) is None:
                alerts.book.remember(token, run)


def _record(entry: Entry) -> dict[str, Any]:
    run = entry.run
    record: dict[str, Any] = {"alert": write(entry.alert), "missed": entry.missed}
    if run is not None:
        record["run"] = _written(run)
    return record


def _written(run: Run) -> dict[str, Any]:
    former = {} if run.former is None else {"former": _written(run.former)}
    return former | {
        "time": run.time,
        "since": _text(run.since),
        "over": run.over,
        "start_told": run.start_told,
        "stop_told": run.stop_told,
        "stop_due": _text(run.stop_due),
    }


def _entry(record: object) -> Entry | None:
    """Read a record, None if it cannot be; half a ringing is none."""
    if not isinstance(record, dict) or not isinstance(record.get("alert"), dict):
        return None
    try:
        alert = read(SetAlert, record["alert"])
    except MessageError:
        return None
    if not acceptable(alert):
        return None
    entry = entry_of(alert)
    entry.missed = record.get("missed") is True
    entry.run = _run(record.get("run"))
    return entry


def _run(record: object, depth: int = 0) -> Run | None:
    if depth > MAX_FORMER or not isinstance(record, dict):
        return None
    time, since = record.get("time"), _moment(record.get("since"))
    if not isinstance(time, str) or since is None:
        return None
    return Run(
        time,
        since,
        over=depth > 0 or record.get("over") is True,
        start_told=record.get("start_told") is True,
        stop_told=record.get("stop_told") is True,
        stop_due=_moment(record.get("stop_due")),
        former=_run(record.get("former"), depth + 1),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: object) -> datetime | None:
    return moment_of(text) if isinstance(text, str) else None
