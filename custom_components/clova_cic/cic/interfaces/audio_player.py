"""AudioPlayer: streams to play, and what became of them (docs/protocol/interfaces/audio_player.md)."""

from collections.abc import Mapping
from typing import Literal

from ..errors import UsageError
from .message import context_object, directive, event
from .payload import AsReceived, Code, Json, payload, read, tolerated, write
from .shapes import TokenRef

PlayerActivity = Literal["IDLE", "PLAYING", "PAUSED", "STOPPED"]
RepeatMode = Literal["NONE", "REPEAT_ONE"]
ClearBehavior = Literal["CLEAR_ALL", "CLEAR_ENQUEUED"]

MAX_MILLISECONDS = 2**53  # beyond it, a JSON number is not exact; no stream is that long


@payload
class ProgressReport:
    """When to report how far playback is; null means not at all (CIC-AP-040)."""

    progress_report_delay_in_milliseconds: float | None = None
    progress_report_interval_in_milliseconds: float | None = None
    progress_report_position_in_milliseconds: float | None = None


@payload
class DeliveredStream(AsReceived):
    """A stream that is really there; what is left out stays as `Play` said (CIC-AP-014)."""

    token: str | None = tolerated()
    url: str | None = tolerated()
    url_playable: bool | None = tolerated()
    begin_at_in_milliseconds: float | None = tolerated()
    duration_in_milliseconds: float | None = None
    format: Code | None = None  # none: audio/mpeg (CIC-AP-020)
    progress_report: ProgressReport | None = None
    custom_data: str | None = None


@payload
class AudioStream(DeliveredStream):
    """How to play an item. It goes back unchanged, with all that it held (CIC-AP-005)."""

    token: str


@payload
class AudioItem(AsReceived):
    """What to play; providers add keys of their own (CIC-AP-006)."""

    audio_item_id: str
    stream: AudioStream
    title_text: str | None = tolerated()
    title_sub_text1: str | None = tolerated()  # usually the artist
    title_sub_text2: str | None = None  # usually the album
    header_text: str | None = None
    art_image_url: str | None = None
    type: str | None = tolerated()  # deprecated; a provider's name


@payload
class Source:
    """The service that a stream is from."""

    name: str | None = tolerated()
    logo_url: str | None = None


@directive("AudioPlayer.Play")
class Play:
    """Play now (REPLACE_ALL), or after all else (ENQUEUE) (CIC-AP-001, CIC-AP-002)."""

    audio_item: AudioItem
    play_behavior: Code | None = tolerated()
    source: Source | None = tolerated()


@directive("AudioPlayer.StreamDeliver")
class StreamDeliver:
    """The answer to StreamRequested (CIC-AP-013); the first edition says `stream`."""

    audio_item_id: str
    audio_stream: DeliveredStream | None = tolerated()
    stream: DeliveredStream | None = None

    @property
    def delivered(self) -> DeliveredStream | None:
        """The stream, whichever it is called."""
        return self.audio_stream or self.stream


@directive("AudioPlayer.ClearQueue")
class ClearQueue:
    """Empty the queue; CLEAR_ALL stops the current stream too (CIC-AP-060)."""

    clear_behavior: Code


@directive("AudioPlayer.ExpectReportPlaybackState")
class ExpectReportPlaybackState:
    """Send ReportPlaybackState (CIC-AP-053)."""


@payload
class StreamOffset(TokenRef):
    """A position in a stream, counted from the start of the media (CIC-AP-034)."""

    offset_in_milliseconds: int


@event("AudioPlayer.StreamRequested")
class StreamRequested:
    """Ask for a stream that can be played, just before it is (CIC-AP-011)."""

    audio_item_id: str
    audio_stream: AudioStream


@event("AudioPlayer.PlayStarted")
class PlayStarted(StreamOffset):
    """Playback began (CIC-AP-030)."""


@event("AudioPlayer.PlayPaused")
class PlayPaused(StreamOffset):
    """Playback was paused (CIC-AP-031)."""


@event("AudioPlayer.PlayResumed")
class PlayResumed(StreamOffset):
    """Playback went on (CIC-AP-031)."""


@event("AudioPlayer.PlayStopped")
class PlayStopped(StreamOffset):
    """Playback was broken off (CIC-AP-031)."""


@event("AudioPlayer.PlayFinished")
class PlayFinished(StreamOffset):
    """The stream was played to its end (CIC-AP-030)."""


@event("AudioPlayer.ProgressReportDelayPassed")
class ProgressReportDelayPassed(StreamOffset):
    """The stream has been playing for the given time (CIC-AP-041)."""


@event("AudioPlayer.ProgressReportIntervalPassed")
class ProgressReportIntervalPassed(StreamOffset):
    """Another interval of playback has passed (CIC-AP-042)."""


@event("AudioPlayer.ProgressReportPositionPassed")
class ProgressReportPositionPassed(StreamOffset):
    """Playback passed the given position (CIC-AP-043)."""


@event("AudioPlayer.PlaybackQueueCleared")
class PlaybackQueueCleared:
    """ClearQueue was carried out (CIC-AP-061)."""

    clear_behavior: ClearBehavior


@payload
class Playback:
    """The current or last stream; without one, `player_activity` is IDLE (CIC-AP-051)."""

    player_activity: PlayerActivity
    repeat_mode: RepeatMode
    offset_in_milliseconds: int | None = None
    total_in_milliseconds: int | None = None
    stream: AudioStream | None = None


@event("AudioPlayer.ReportPlaybackState")
class ReportPlaybackState(Playback):
    """The answer to ExpectReportPlaybackState (CIC-AP-053)."""

    token: str | None = None


@context_object("AudioPlayer.PlaybackState")
class PlaybackState(Playback):
    """What every event tells of the player (CIC-AP-050)."""


def playback_state(
    activity: PlayerActivity = "IDLE",
    *,
    repeat_mode: RepeatMode = "NONE",
    stream: AudioStream | None = None,
    offset: int | None = None,
    length: int | None = None,
) -> PlaybackState:
    """Report the player; offset and length of the media are in milliseconds.

    Without media only the mode is told (CIC-CX-022). Raises UsageError if a player that is not
    idle has no stream or no offset.
    """
    if activity == "IDLE":
        return PlaybackState(player_activity=activity, repeat_mode=repeat_mode)
    if stream is None or offset is None:
        raise UsageError("a player that is not idle has a stream and an offset")
    return PlaybackState(
        player_activity=activity,
        repeat_mode=repeat_mode,
        offset_in_milliseconds=offset,
        total_in_milliseconds=total_of(stream, length),
        stream=stream,
    )


def total_of(stream: AudioStream, length: int | None) -> int | None:
    """Return where playback ends, in milliseconds of the media (CIC-CX-024), None if unknown.

    A duration of nothing, or less, tells no more than a missing one.
    """
    duration = stream.duration_in_milliseconds
    if duration is None or duration <= 0:
        return length
    end = (stream.begin_at_in_milliseconds or 0) + duration
    return int(end) if 0 <= end <= MAX_MILLISECONDS else length


def merged(stream: AudioStream, delivered: DeliveredStream) -> AudioStream:
    """Return a stream with what was delivered for it; a null changes nothing (CIC-AP-014)."""
    kept = write(stream)
    for key, value in _present(write(delivered)).items():
        old = kept.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            kept[key] = {**old, **_present(value)}
        else:
            kept[key] = value
    return read(AudioStream, kept)


def _present(members: Json) -> Json:
    """Leave out what is null."""
    return {key: value for key, value in members.items() if value is not None}
