"""What is to be heard when an alert rings (alerts.md §5.3)."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..interfaces.alerts import SetAlert
from ..interfaces.shapes import Asset

MAX_SOUNDS = 64  # of one alert, one after another

BELLS = frozenset({"ACTIONTIMER", "ALARM", "REMINDER", "TIMER"})  # there is one for each type

_BELL = "clova://alert/bell/"
_ONCE = "ACTIONTIMER"  # the only type that is not repeated until somebody stops it
_FETCHED = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Bell:
    """The device's own bell for a type of alert (CIC-AL-022)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Clip:
    """Audio to fetch; what cannot be had is skipped (CIC-AL-023)."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RingPlan:
    """Sounds in their order, at least one."""

    sounds: tuple[Bell | Clip, ...]
    repeats: bool  # until it is stopped (CIC-AL-021)
    fallback: Bell  # if none of them can be played


def plan_of(alert: SetAlert) -> RingPlan:
    """Say how an alert rings."""
    own = Bell(alert.type)
    sounds = () if alert.type == "ALARM" else _sounds(alert)
    return RingPlan(sounds or (own,), repeats=alert.type != _ONCE, fallback=own)


def _sounds(alert: SetAlert) -> tuple[Bell | Clip, ...]:
    """Return the assets in their play order; an id may repeat, one without a sound is left out."""
    assets = {each.asset_id: each for each in alert.assets or ()}
    order = tuple(assets) if alert.asset_play_order is None else alert.asset_play_order
    found = (_sound(assets.get(each), alert.type) for each in order[:MAX_SOUNDS])
    return tuple(each for each in found if each is not None)


def _sound(asset: Asset | None, alert_type: str) -> Bell | Clip | None:
    url = "" if asset is None else asset.url or ""
    if url.startswith(_BELL):
        kind = url.removeprefix(_BELL).upper()
        return Bell(kind if kind in BELLS else alert_type)
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return Clip(url) if parts.scheme.lower() in _FETCHED and parts.netloc else None
