"""What CLOVA asked back, and the requests of the user: an answer where there is a question."""

import asyncio
from dataclasses import dataclass

from .interfaces.message import event_of
from .interfaces.speech_recognizer import ExpectSpeech, listening
from .interfaces.text_recognizer import answer, recognize
from .messages import Event, new_id
from .settings import Timing
from .turn import Turn
from .voice_turn import VoiceTurn

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """What CLOVA asked back, and where; open until `until` on the loop's clock."""

    conversation: str
    dialogue_id: str
    expect: ExpectSpeech
    until: float

    def patience(self, limit: float) -> float:
        """Return for how many seconds a microphone waits for speech (CIC-SR-060), at most `limit`."""
        asked = self.expect.timeout_in_milliseconds
        return limit if asked is None else min(max(asked, 0.0) / _MILLISECONDS, limit)


class Questions:
    """The one question that is open, if any: a device has one dialogue at a time."""

    def __init__(self, timing: Timing) -> None:
        """Nothing has been asked."""
        self._timing = timing
        self._open: Question | None = None

    def of(self, conversation: str) -> Question | None:
        """Return what this conversation was asked, if that is still open."""
        question = self._open
        now = asyncio.get_running_loop().time()
        if question is None or question.conversation != conversation or now > question.until:
            return None
        return question

    def remember(self, turn: Turn) -> None:
        """Keep what CLOVA asked back in this turn, if anything."""
        expect = turn.question()
        if expect is not None and turn.dialogue_id is not None:
            until = asyncio.get_running_loop().time() + self._timing.follow_up
            self._open = Question(turn.conversation, turn.dialogue_id, expect, until)

    def close(self, question: Question) -> None:
        """Nobody answers it any more."""
        if self._open is question:
            self._open = None

    def void(self) -> None:
        """A request has been sent: what was asked before is answered or cancelled (CIC-SR-068)."""
        self._open = None

    def typed(self, words: str, conversation: str) -> Event:
        """Build a typed request, as an answer if this conversation was asked something."""
        question = self.of(conversation)
        if question is None:
            return recognize(words)
        return answer(words, question.expect, question.dialogue_id)

    def spoken(self, turn: VoiceTurn) -> Event:
        """Build the request of a turn that is about to be spoken (CIC-SR-008, CIC-SR-009)."""
        question = self.of(turn.conversation)
        request = listening(
            turn.lang, initiator=turn.initiator, question=question.expect if question else None
        )
        return event_of(request, dialogue_id=question.dialogue_id if question else new_id())
