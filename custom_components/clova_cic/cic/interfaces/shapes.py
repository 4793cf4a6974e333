"""Shapes that several namespaces share."""

from datetime import datetime

from ..errors import UsageError
from .payload import payload, tolerated


@payload
class TokenRef:
    """Something that CLOVA named, by the token it gave."""

    token: str


@payload
class Asset:
    """A sound: a bell that the device has (`clova://…`), or audio to fetch; none is skipped."""

    asset_id: str
    url: str | None = tolerated()


def timestamp(moment: datetime) -> str:
    """Write a moment in ISO 8601 with an offset. Raises UsageError for one without a zone."""
    if moment.utcoffset() is None:
        raise UsageError("a moment needs a time zone")
    return moment.isoformat(timespec="seconds")
