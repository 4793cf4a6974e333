"""AudioPlayer: streams on demand, and a station that goes on (audio_player.md)."""

from typing import Final

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive
from . import library
from .service import Handler, Service

_REPORTS: Final = (
    "PlayPaused",
    "PlayResumed",
    "PlayStarted",
    "PlayStopped",
    "PlaybackQueueCleared",
    "ProgressReportDelayPassed",
    "ProgressReportIntervalPassed",
    "ProgressReportPositionPassed",
    "ReportPlaybackState",
)
"""Events that are taken note of."""
OTHER: Final = "other"
"""The name of the file that is played for tracks which the library does not have."""


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def stream_requested(event: IncomingEvent) -> Answer:
        """A stream that can be played (CIC-AP-017)."""
        stream = event.payload.get("audioStream")
        stream = stream if isinstance(stream, dict) else {}
        item = event.payload.get("audioItemId")
        token = stream.get("token", item)
        name = token if str(token) in library.BY_TOKEN else OTHER
        delivered = {
            "beginAtInMilliseconds": stream.get("beginAtInMilliseconds", 0),
            "format": "audio/mpeg",
            "token": token,
            "url": f"{service.media_url}/{name}.mp3",
            "urlPlayable": True,
        }
        payload = {"audioItemId": item, "audioStream": delivered}
        return Answer([directive("AudioPlayer", "StreamDeliver", payload)])

    return {
        "AudioPlayer.StreamRequested": stream_requested,
        "AudioPlayer.PlayFinished": _finished,
        **{f"AudioPlayer.{name}": _nothing for name in _REPORTS},
    }


def _nothing(_: IncomingEvent) -> None:
    """204."""


def _finished(event: IncomingEvent) -> Answer | None:
    """The station goes on with its next track."""
    track = library.neighbour(event.payload.get("token"), 1)
    if track is None:
        return None
    return Answer([directive("AudioPlayer", "Play", library.play(track, "ENQUEUE"))])
