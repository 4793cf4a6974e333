"""The streams the server has sent, and what the client said about playing them."""

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from ..messages import Json
from .recent import Recent, text_at

PLAYING, PAUSED, STOPPED, FINISHED = "PLAYING", "PAUSED", "STOPPED", "FINISHED"

ACTIVITIES: Final = {
    "AudioPlayer.PlayStarted": PLAYING,
    "AudioPlayer.PlayPaused": PAUSED,
    "AudioPlayer.PlayResumed": PLAYING,
    "AudioPlayer.PlayStopped": STOPPED,
    "AudioPlayer.PlayFinished": FINISHED,
}
DELAY_PASSED: Final = "AudioPlayer.ProgressReportDelayPassed"
EXPECTED: Final = {
    f"PlaybackController.Expect{each}Command": f"PlaybackController.{each}CommandIssued"
    for each in ("Next", "Pause", "Play", "Previous", "Resume", "Stop")
}
"""The event with which each `Expect…Command` is answered."""
PLAYERS: Final = (None, "AudioPlayer", "MediaPlayer")
"""Whom an `Expect…Command` may name or not; one for another player is ignored (CIC-PC-014)."""
STARTING: Final = frozenset(
    f"PlaybackController.{each}" for each in ("Next", "Previous", "Replay", "Resume")
)
"""What may start a stream without another `Play`."""
MAX_WAITING: Final = 50
MAX_EARLIER: Final = 4
"""Former states of a stream that are remembered."""


@dataclass(slots=True)
class StreamRecord:
    """One stream, by its token."""

    original: Json
    """As in `Play`."""
    merged: Json
    """With `StreamDeliver` (CIC-AP-014)."""
    earlier: tuple[Json, ...] = ()
    """What it was before: a client shows it until it has received the latest."""
    activity: str | None = None
    """None: never reported."""
    delay_reported: bool = False
    """ProgressReportDelayPassed was sent since the last PlayStarted."""
    attempts: int = 1
    """How often it was to be played and neither started nor was given up."""

    def before(self) -> tuple[Json, ...]:
        """What to keep of it when it becomes another."""
        return (*self.earlier, self.merged)[-MAX_EARLIER:]


def without_nulls(value: Any) -> Any:
    """The same without members that are null: they say as much as missing ones."""
    if not isinstance(value, dict):
        return value
    return {key: without_nulls(each) for key, each in value.items() if each is not None}


def merged(stream: Json, delivered: Json) -> Json:
    """CIC-AP-014: leaf by leaf; what is missing or null in `delivered` stays."""
    result = dict(stream)
    for key, value in delivered.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        elif value is not None:
            result[key] = value
    return result


class PlaybackHistory:
    """Play, StreamDeliver, ClearQueue, Expect…Command, and the events about them."""

    def __init__(self) -> None:
        self.streams: Recent[str, StreamRecord] = Recent()
        self.items: Recent[str, str] = Recent()
        """Stream tokens by `audioItemId`."""
        self.clearings: deque[str | None] = deque(maxlen=MAX_WAITING)
        """The `clearBehavior` of each ClearQueue that was not reported."""
        self.expected: dict[str, deque[Json]] = {
            event: deque(maxlen=MAX_WAITING) for event in EXPECTED.values()
        }
        """By event: payloads of the Expect…Commands that were not answered."""
        self.reporting = False
        """The client has sent an event of AudioPlayer."""

    def sent(self, name: str, payload: Json) -> None:
        """A directive has left."""
        if name == "AudioPlayer.Play":
            self._play(payload.get("audioItem"))
        elif name == "AudioPlayer.StreamDeliver":
            self._deliver(payload)
        elif name == "AudioPlayer.ClearQueue":
            self.clearings.append(text_at(payload, "clearBehavior"))
        elif name in EXPECTED and text_at(payload.get("target"), "namespace") in PLAYERS:
            self.expected[EXPECTED[name]].append(payload)
        elif name in STARTING:
            for record in self.streams.values():
                record.attempts += 1

    def _play(self, item: object) -> None:
        stream = item.get("stream") if isinstance(item, dict) else None
        token = text_at(stream, "token")
        if not isinstance(stream, dict) or token is None:
            return
        known = self.streams.get(token)
        # A client may ignore what it plays already (CIC-AP-004): then it goes on playing.
        self.streams[token] = StreamRecord(
            stream,
            stream,
            earlier=known.before() if known else (),
            activity=known.activity if known else None,
            delay_reported=known is not None and known.delay_reported,
            attempts=known.attempts + 1 if known else 1,
        )
        if (item_id := text_at(item, "audioItemId")) is not None:
            self.items[item_id] = token

    def _deliver(self, payload: Json) -> None:
        delivered = payload.get("audioStream", payload.get("stream"))
        record = self.item(text_at(payload, "audioItemId"))
        if not isinstance(delivered, dict) or record is None:
            return
        record.earlier = record.before()
        record.merged = merged(record.original, delivered)
        if (token := text_at(record.merged, "token")) is not None:
            self.streams[token] = record

    def item(self, audio_item_id: str | None) -> StreamRecord | None:
        """The stream of an item; None: never sent."""
        token = self.items.get(audio_item_id) if audio_item_id is not None else None
        return self.streams.get(token) if token is not None else None

    def reported(self, name: str, payload: Json) -> None:
        """An event was processed."""
        if name.startswith("AudioPlayer."):
            self.reporting = True
        if waiting := self.expected.get(name):
            waiting.popleft()
        if name == "AudioPlayer.PlaybackQueueCleared":
            behaviour = text_at(payload, "clearBehavior")
            if behaviour in self.clearings:
                self.clearings.remove(behaviour)
        record = self.streams.get(text_at(payload, "token") or "")
        if record is None:
            return
        if name == "AudioPlayer.PlayStarted" or (
            name == "AudioPlayer.PlayStopped" and record.activity not in {PLAYING, PAUSED}
        ):
            record.attempts = max(0, record.attempts - 1)
        record.activity = ACTIVITIES.get(name, record.activity)
        if name == "AudioPlayer.PlayStarted":
            record.delay_reported = False
        elif name == DELAY_PASSED:
            record.delay_reported = True
