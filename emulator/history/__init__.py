"""What was sent to a client and what it reported: what later events are judged by. All bounded."""

from collections.abc import Container
from dataclasses import dataclass

from ..messages import Json
from .alerts import AlertHistory
from .control import ControlHistory
from .playback import PlaybackHistory
from .recent import Recent, text_at
from .speech import SpeechHistory


@dataclass(frozen=True, slots=True)
class Report:
    """An event that has arrived; times are of the event loop's clock, seconds."""

    name: str
    payload: Json
    message_id: str
    is_user_request: bool
    arrived_at: float


class History:
    """Directives that were sent, events that were processed.

    Whether an event was processed is known only some time after it was judged: then its id is
    among the client's `messages`. So each event is taken into account when the next thing happens.
    """

    def __init__(self) -> None:
        self.speech = SpeechHistory()
        self.playback = PlaybackHistory()
        self.alerts = AlertHistory()
        self.control = ControlHistory()
        self.captures_stopped: Recent[str, float] = Recent()
        """By dialogue: when the latest StopCapture left."""
        self.last_request: Report | None = None
        """The latest user request."""
        self.device_uuid: str | None = None
        """`deviceUUID` of the latest spoken request that had one."""
        self._judged: Report | None = None

    def sent(self, name: str, payload: Json, dialogue_id: str | None, now: float) -> None:
        """A directive leaves."""
        if name == "SpeechRecognizer.StopCapture" and dialogue_id is not None:
            self.captures_stopped[dialogue_id] = now
        self.speech.sent(name, payload, dialogue_id)
        self.playback.sent(name, payload)
        self.alerts.sent(name, payload)
        self.control.sent(name, payload)

    def judged(self, report: Report) -> None:
        """An event was judged; whether it will be processed is not known yet.

        The one before it, if it was not processed until now, was refused.
        """
        self._judged = report

    def refused(self, message_id: object) -> bool:
        """Whether the latest event was this very one, and was not processed: it is sent again."""
        return self._judged is not None and self._judged.message_id == message_id

    def settle(self, processed: Container[str]) -> None:
        """Take the latest event into account if its id is among the processed ones by now."""
        report = self._judged
        if report is None or report.message_id not in processed:
            return
        self._judged = None
        name, payload = report.name, report.payload
        self.speech.reported(name, payload, report.arrived_at)
        self.playback.reported(name, payload)
        self.alerts.reported(name, payload, report.arrived_at)
        self.control.reported(name, payload)
        if report.is_user_request:
            self.last_request = report
        if (uuid := device_uuid(payload)) is not None:
            self.device_uuid = uuid


def device_uuid(payload: Json) -> str | None:
    """`initiator.payload.deviceUUID` of a spoken request."""
    initiator = payload.get("initiator")
    details = initiator.get("payload") if isinstance(initiator, dict) else None
    return text_at(details, "deviceUUID")
