"""What a media player shows of itself, read with the caution that many kinds of player need."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from math import isfinite
from typing import Any, Final, Self

from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature,
    MediaPlayerEntityStateAttribute as Attribute,
    MediaPlayerState,
)
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_UNAVAILABLE
from homeassistant.core import State
from homeassistant.util import dt as dt_util

_MILLISECONDS: Final = 1000


class Status(Enum):
    """What is heard, as far as the player tells."""

    PLAYING = auto()
    BUFFERING = auto()
    PAUSED = auto()
    SILENT = auto()
    UNTOLD = auto()  # it is on, or in a state that says nothing of sound
    GONE = auto()


_STATUS: Final = {
    MediaPlayerState.PLAYING: Status.PLAYING,
    MediaPlayerState.BUFFERING: Status.BUFFERING,
    MediaPlayerState.PAUSED: Status.PAUSED,
    MediaPlayerState.IDLE: Status.SILENT,
    MediaPlayerState.OFF: Status.SILENT,  # some say so whenever they are stopped
    "standby": Status.SILENT,
    STATE_UNAVAILABLE: Status.GONE,
}


@dataclass(frozen=True, slots=True)
class PlayerView:
    """One state of a player; None is what it does not tell."""

    status: Status
    content_id: str | None
    content_type: str | None
    outlet: tuple[Any, Any]  # the app and the input that sound
    position: float | None  # milliseconds, when it was told …
    located_at: datetime | None  # … which was then
    length: float | None  # milliseconds
    volume: float | None  # 0…1
    muted: bool | None
    features: MediaPlayerEntityFeature

    @classmethod
    def of(cls, state: State | None) -> Self:
        """Read a state; no state is that of a player that is gone."""
        seen = {} if state is None else state.attributes
        content_id = seen.get(Attribute.MEDIA_CONTENT_ID)
        content_type = seen.get(Attribute.MEDIA_CONTENT_TYPE)
        located_at = seen.get(Attribute.MEDIA_POSITION_UPDATED_AT)
        volume = _number(seen.get(Attribute.MEDIA_VOLUME_LEVEL))
        muted = seen.get(Attribute.MEDIA_VOLUME_MUTED)
        return cls(
            status=Status.GONE if state is None else _STATUS.get(state.state, Status.UNTOLD),
            content_id=str(content_id) if content_id else None,
            content_type=str(content_type) if content_type else None,
            outlet=(seen.get(Attribute.APP_ID), seen.get(Attribute.INPUT_SOURCE)),
            position=_milliseconds(seen.get(Attribute.MEDIA_POSITION)),
            located_at=located_at if isinstance(located_at, datetime) else None,
            length=_milliseconds(seen.get(Attribute.MEDIA_DURATION)) or None,
            volume=None if volume is None else min(max(volume, 0.0), 1.0),
            muted=muted if isinstance(muted, bool) else None,
            features=MediaPlayerEntityFeature(int(seen.get(ATTR_SUPPORTED_FEATURES) or 0)),
        )

    def can(self, feature: MediaPlayerEntityFeature) -> bool:
        """Tell whether it says that it can do this."""
        return feature in self.features

    @property
    def in_seconds(self) -> bool:
        """Whether it tells whole seconds only, so that up to one more may have passed."""
        return self.position is not None and self.position % _MILLISECONDS == 0

    def position_now(self) -> float | None:
        """Return the position in milliseconds, counted on from when it was told."""
        if self.position is None or self.located_at is None:
            return None
        if self.status is not Status.PLAYING:
            return self.position
        passed = (dt_util.utcnow() - self.located_at).total_seconds()
        return self.position + max(passed, 0.0) * _MILLISECONDS


def _number(value: object) -> float | None:
    """Read a number, which some players tell as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _milliseconds(value: object) -> float | None:
    """Read seconds."""
    seconds = _number(value)
    return None if seconds is None or seconds < 0 else seconds * _MILLISECONDS
