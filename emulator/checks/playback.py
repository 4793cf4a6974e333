"""AudioPlayer: events, and PlaybackState (audio_player.md)."""

from collections.abc import Iterator
from typing import Final

from ..event import IncomingEvent
from ..findings import Finding
from ..history.playback import (
    ACTIVITIES,
    DELAY_PASSED,
    FINISHED,
    PAUSED,
    PLAYING,
    STOPPED,
    StreamRecord,
    without_nulls,
)
from ..history.recent import text_at

STATE = "AudioPlayer.PlaybackState"
REPORT = "AudioPlayer.ReportPlaybackState"
IDLE = "IDLE"

_PROGRESS: Final = {
    DELAY_PASSED: ("CIC-AP-041", "progressReportDelayInMilliseconds"),
    "AudioPlayer.ProgressReportIntervalPassed": (
        "CIC-AP-042",
        "progressReportIntervalInMilliseconds",
    ),
    "AudioPlayer.ProgressReportPositionPassed": (
        "CIC-AP-043",
        "progressReportPositionInMilliseconds",
    ),
}
_AFTERWARDS: Final = {
    "AudioPlayer.PlayStarted": PLAYING,
    "AudioPlayer.PlayPaused": PAUSED,
    "AudioPlayer.PlayResumed": PLAYING,
}
"""What PlaybackState says with these; after the end of a stream the next one may play already."""


def _record(event: IncomingEvent) -> StreamRecord | None:
    token = text_at(event.payload, "token")
    return event.client.history.playback.streams.get(token) if token is not None else None


def tokens(event: IncomingEvent) -> Iterator[Finding]:
    """Events are about streams that the server has sent."""
    about = event.name in ACTIVITIES or event.name in _PROGRESS
    if about and text_at(event.payload, "token") is not None and _record(event) is None:
        yield Finding("CIC-AP-033", f"{event.name} with the token of no stream that was sent")


def life_cycle(event: IncomingEvent) -> Iterator[Finding]:
    """Paused and resumed once per action; finished is only what was playing."""
    record, activity = _record(event), ACTIVITIES.get(event.name)
    if record is None or activity is None:
        return
    what = event.name.partition(".")[2]
    if activity == FINISHED and record.activity != PLAYING:
        yield Finding("CIC-AP-030", f"{what} of a stream that does not play")
    elif activity == PAUSED and record.activity != PLAYING:
        yield Finding("CIC-AP-031", f"{what} of a stream that does not play")
    elif event.name == "AudioPlayer.PlayResumed" and record.activity in {None, PLAYING}:
        yield Finding("CIC-AP-031", f"{what} of a stream that was not held")
    elif activity == STOPPED and record.activity == STOPPED and not record.attempts:
        yield Finding("CIC-AP-031", f"{what} twice")


def progress(event: IncomingEvent) -> Iterator[Finding]:
    """Reports that were asked for, of a stream that plays."""
    record = _record(event)
    if record is None or event.name not in _PROGRESS:
        return
    rule, key = _PROGRESS[event.name]
    what = event.name.partition(".")[2]
    schedule = record.merged.get("progressReport")
    if not isinstance(schedule, dict) or schedule.get(key) is None:
        yield Finding("CIC-AP-040", f"{what}, which was not asked for")
    elif record.activity not in {PLAYING, PAUSED}:
        yield Finding(rule, f"{what} of a stream that does not play")
    elif event.name == DELAY_PASSED and record.delay_reported:
        yield Finding(rule, f"{what} twice in one playback")


def stream_requested(event: IncomingEvent) -> Iterator[Finding]:
    """Only what is not playable is asked for, with its stream as it was sent."""
    if event.name != "AudioPlayer.StreamRequested":
        return
    item_id, stream = text_at(event.payload, "audioItemId"), event.payload.get("audioStream")
    record = event.client.history.playback.item(item_id)
    if item_id is None or not isinstance(stream, dict):
        return
    if record is None:
        yield Finding("CIC-AP-011", "StreamRequested for an item that was never sent")
    elif record.original.get("urlPlayable") is True and text_at(record.original, "url") is not None:
        yield Finding("CIC-AP-010", "StreamRequested for a stream that can be played as it is")
    elif without_nulls(stream) != without_nulls(record.original):
        yield Finding("CIC-AP-011", "audioStream is not the stream of the item, unchanged")


def queue_cleared(event: IncomingEvent) -> Iterator[Finding]:
    """PlaybackQueueCleared answers a ClearQueue, with its value."""
    behaviour = text_at(event.payload, "clearBehavior")
    waiting = event.client.history.playback.clearings
    if (
        event.name == "AudioPlayer.PlaybackQueueCleared"
        and behaviour is not None
        and behaviour not in waiting
    ):
        yield Finding("CIC-AP-061", "PlaybackQueueCleared without such a ClearQueue")


def playback_report(event: IncomingEvent) -> Iterator[Finding]:
    """ReportPlaybackState names its stream unless idle."""
    payload = event.payload
    if event.name != REPORT or payload.get("playerActivity", IDLE) == IDLE:
        return
    for key in ("stream", "token"):
        if key not in payload:
            yield Finding("CIC-AP-051", f"ReportPlaybackState has no {key}")
    token, inner = text_at(payload, "token"), text_at(payload.get("stream"), "token")
    if token is not None and inner is not None and token != inner:
        yield Finding("CIC-AP-051", "the token of ReportPlaybackState is not that of its stream")


def state(event: IncomingEvent) -> Iterator[Finding]:
    """PlaybackState has position and stream unless idle, and the stream is the server's."""
    payload = event.states.get(STATE, {})
    if payload.get("playerActivity", IDLE) == IDLE:
        return
    for key, rule in (("stream", "CIC-CX-020"), ("offsetInMilliseconds", "CIC-AP-051")):
        if key not in payload:
            yield Finding(rule, f"PlaybackState has no {key}")
    stream, history = payload.get("stream"), event.client.history.playback
    token = text_at(stream, "token")
    if token is None or not history.streams:
        return
    record = history.streams.get(token)
    if record is None:
        yield Finding("CIC-CX-020", "PlaybackState has a stream that was never sent")
    elif without_nulls(stream) not in (
        without_nulls(each) for each in (record.merged, record.original, *record.earlier)
    ):
        yield Finding("CIC-CX-020", "the stream of PlaybackState is not as it was sent")


def state_after(event: IncomingEvent) -> Iterator[Finding]:
    """With an event about playback, PlaybackState is the state after the change."""
    payload = event.states.get(STATE)
    if payload is None or event.name not in ACTIVITIES:
        return
    activity, wanted = payload.get("playerActivity"), _AFTERWARDS.get(event.name)
    same = text_at(payload.get("stream"), "token") == text_at(event.payload, "token")
    if (wanted is not None and not (same and activity == wanted)) or (
        wanted is None and same and activity in (PLAYING, PAUSED)
    ):
        yield Finding("CIC-AP-032", f"PlaybackState is not the state after {event.name}")


CHECKS = (
    tokens,
    life_cycle,
    progress,
    stream_requested,
    queue_cleared,
    playback_report,
    state,
    state_after,
)
