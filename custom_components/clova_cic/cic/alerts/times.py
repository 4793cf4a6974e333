"""When an alert rings: the server's text, read; the text itself is never changed (CIC-AL-005)."""

from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(seconds=60)  # CIC-AL-012: what is later than this is not rung any more
_LAST_YEAR = 9998  # there is always a moment after an alert, in every time zone


def moment_of(text: str) -> datetime | None:
    """Read a `scheduledTime` as UTC; None if it is no time or has no zone (CIC-AL-011)."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return None
        found = found.astimezone(UTC)
    except ValueError, OverflowError:
        return None
    return found if found.year <= _LAST_YEAR else None
