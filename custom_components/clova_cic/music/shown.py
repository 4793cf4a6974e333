"""What people see of the music: one moment, gathered from the player and the screen."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ..cic.interfaces.audio_player import PlaybackState, PlayerActivity, RepeatMode
from ..cic.playback import Entry
from ..cic.player_screen import Mark, Screen

LIVE: Final = "LIVE"
ADULT: Final = "🔞"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Times are in seconds of the media; texts and art belong to the user alone.

    The title has the marks of what is live or for adults, as everybody sees that (CIC-TR-005).
    """

    activity: PlayerActivity = "IDLE"
    repeat_mode: RepeatMode = "NONE"
    held: bool = False  # there is a stream to go on with
    title: str | None = field(default=None, repr=False)
    artist: str | None = field(default=None, repr=False)
    album: str | None = field(default=None, repr=False)
    playlist: str | None = field(default=None, repr=False)
    service: str | None = None
    art_url: str | None = field(default=None, repr=False)  # for Home Assistant alone to fetch
    live: bool = False
    duration: float | None = None
    position: float | None = None
    position_at: datetime | None = None
    like: Mark | None = field(default=None, repr=False)
    subscription: Mark | None = field(default=None, repr=False)


def shown(
    entry: Entry | None, state: PlaybackState, screen: Screen, *, now: datetime, plays: bool
) -> Shown:
    """Put together what is known; `plays`: state is about this entry, not the one before it."""
    activity, mode = state.player_activity, state.repeat_mode
    if entry is None:
        return Shown(activity=activity, repeat_mode=mode)
    item, current = entry.item, screen.current
    total, offset = state.total_in_milliseconds, state.offset_in_milliseconds
    title = item.title_text or (current.title_text if current else None)
    live = bool(current and current.is_live)
    return Shown(
        activity=activity,
        repeat_mode=mode,
        held=activity != "IDLE",
        title=marked(title, live=live, adult=bool(current and current.show_adult_icon)),
        artist=item.title_sub_text1 or (current.title_sub_text1 if current else None),
        album=item.title_sub_text2 or (current.title_sub_text2 if current else None),
        playlist=(current.header_text if current else None) or item.header_text,
        service=(entry.source.name if entry.source is not None else None) or screen.provider,
        art_url=item.art_image_url or (current.art_image_url if current else None),
        live=live,
        duration=total / 1000 if plays and total is not None else None,
        position=offset / 1000 if plays and offset is not None else None,
        position_at=now if plays and offset is not None else None,
        like=screen.like,
        subscription=screen.subscription,
    )


def marked(title: str | None, *, live: bool, adult: bool) -> str | None:
    """Return a title with its marks before it; marks alone where there is no title."""
    marks = (LIVE if live else None, ADULT if adult else None, title)
    return " ".join(each for each in marks if each) or None
