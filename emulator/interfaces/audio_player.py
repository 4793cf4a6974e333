"""AudioPlayer: streams on demand, and stations that go on (audio_player.md)."""

from typing import Final

from ..answers import Answer
from ..event import IncomingEvent
from ..messages import directive
from ..music.catalogue import BY_TOKEN, OTHER
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


def handlers(service: Service) -> dict[str, Handler]:
    """The events of this interface."""

    def stream_requested(event: IncomingEvent) -> Answer | None:
        """A stream that can be played (CIC-AP-017), unless the track is one that never comes."""
        stream = event.payload.get("audioStream")
        stream = stream if isinstance(stream, dict) else {}
        item = event.payload.get("audioItemId")
        token = stream.get("token", item)
        manner = BY_TOKEN.get(str(token), OTHER).manner
        if manner.silent:
            return None
        delivered = {
            "beginAtInMilliseconds": stream.get("beginAtInMilliseconds", 0),
            "format": manner.format,
            "token": token,
            "url": service.music.stream_url(token),
            "urlPlayable": True,
        }
        payload = {"audioItemId": item, "audioStream": delivered}
        return Answer([directive("AudioPlayer", "StreamDeliver", payload)])

    def finished(event: IncomingEvent) -> Answer | None:
        """The station goes on with its next track, if the device does not repeat this one."""
        state = event.states.get("AudioPlayer.PlaybackState", {})
        library = service.library_for(event.client)
        track = library.follower(event.payload.get("token"))
        if track is None or state.get("repeatMode") == "REPEAT_ONE":
            return None
        return Answer([library.play(track, "ENQUEUE")])

    return {
        "AudioPlayer.StreamRequested": stream_requested,
        "AudioPlayer.PlayFinished": finished,
        **{f"AudioPlayer.{name}": _nothing for name in _REPORTS},
    }


def _nothing(_: IncomingEvent) -> None:
    """204."""
