"""What was to be spoken, and what the client said about it."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from ..messages import Json
from .recent import Recent, text_at

PLAYING, FINISHED, STOPPED = "PLAYING", "FINISHED", "STOPPED"

ACTIVITIES: Final = {
    "SpeechSynthesizer.SpeechStarted": PLAYING,
    "SpeechSynthesizer.SpeechFinished": FINISHED,
    "SpeechSynthesizer.SpeechStopped": STOPPED,
}
"""What an event says about its item, in the words of SpeechState."""
MAX_REPORTS: Final = 50


@dataclass(slots=True)
class Item:
    """One `Speak`."""

    dialogue_id: str | None
    activity: str | None = None
    """None: not started."""


@dataclass(frozen=True, slots=True)
class SpeechReport:
    """A state that the client reported, and when."""

    at: float
    token: str
    activity: str


class SpeechHistory:
    """Speak, SpeechStarted, SpeechFinished, SpeechStopped."""

    def __init__(self) -> None:
        self.items: Recent[str, Item] = Recent()
        """By token; a token that is sent again is a new item."""
        self.reports: deque[SpeechReport] = deque(maxlen=MAX_REPORTS)

    def sent(self, name: str, payload: Json, dialogue_id: str | None) -> None:
        """A directive has left."""
        if name == "SpeechSynthesizer.Speak" and (token := text_at(payload, "token")) is not None:
            self.items[token] = Item(dialogue_id)

    def reported(self, name: str, payload: Json, at: float) -> None:
        """An event was processed."""
        activity, token = ACTIVITIES.get(name), text_at(payload, "token")
        if activity is None or token is None:
            return
        if token in self.items:
            self.items[token].activity = activity
        self.reports.append(SpeechReport(at, token, activity))

    def playing(self, dialogue_id: str) -> list[str]:
        """Tokens of the dialogue's items that are being played."""
        return [
            token
            for token, item in self.items.items()
            if item.activity == PLAYING and item.dialogue_id == dialogue_id
        ]

    def held_since(self, moment: float) -> list[SpeechReport]:
        """The state that was reported last before a moment, and every one since."""
        before = [report for report in self.reports if report.at <= moment]
        return before[-1:] + [report for report in self.reports if report.at > moment]
