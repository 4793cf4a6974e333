"""The spoken side of a device: what was heard, what is to be heard, what sounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..cic import Turn, VoiceTurn
from ..cic.interfaces.speech_recognizer import tapped
from .playback import Playback
from .reports import Send, SpeechReports
from .shelf import Shelf

UNHEARD_TEXT: Final = "🎤"  # what was said, where CLOVA does not tell the words
CLAIM_LIMIT: Final = 10.0  # seconds in which the agent must want what was heard
LISTENER_LIMIT: Final = 2.0  # seconds in which somebody must want to hear the answer
DIALOGUE_LIMIT: Final = 120.0  # seconds from a sentence to its voice; an answer ends within 60


@dataclass(frozen=True, slots=True)
class HeldTurn:
    """A turn whose words are known and which nobody has claimed."""

    turn: VoiceTurn
    text: str
    dialogue: int  # the number that the stage gave it


class Voice:
    """Hands a spoken request from speech-to-text to the agent, and its voice to text-to-speech.

    Home Assistant joins the three by a conversation id alone.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        device_uuid: str,
        send: Send,
        ended: Callable[[int], None],
    ) -> None:
        """Belong to an entry's device; `send` delivers reports, `ended` is told of each dialogue."""
        # Nobody invokes this device by its own wake word, and its audio need not contain one.
        self.initiator = tapped(device_uuid)
        self.reports = SpeechReports(hass, entry, send)
        self._ended = ended
        self._held: Shelf[HeldTurn] = Shelf(self._forget)
        self._dialogues: Shelf[int] = Shelf(ended)
        self._answers: Shelf[Turn] = Shelf(self._unheard)
        self._satellites: Shelf[str] = Shelf(lambda _: None)

    @callback
    def hold(self, turn: VoiceTurn, text: str, dialogue: int) -> None:
        """Keep a turn until the agent is asked with this text."""
        self._held.put(turn.conversation, HeldTurn(turn, text, dialogue), CLAIM_LIMIT)

    @callback
    def claim(self, conversation: str, text: str) -> VoiceTurn | None:
        """Return the turn with this text, in effect from now on; one with another is dropped."""
        held = self._held.take(conversation)
        if held is None:
            return None
        if held.text != text:
            self._forget(held)
            return None
        self._dialogues.put(conversation, held.dialogue, DIALOGUE_LIMIT)
        held.turn.claim()
        return held.turn

    @callback
    def offer(self, conversation: str, turn: Turn) -> None:
        """Let text-to-speech take the voice of this answer."""
        self._answers.put(conversation, turn)

    @callback
    def expect_listener(self, conversation: str) -> None:
        """Text-to-speech has been told: it comes now, or never."""
        self._answers.limit(conversation, LISTENER_LIMIT)

    @callback
    def withdraw(self, conversation: str) -> None:
        """Nobody will hear this answer, unless somebody hears it already."""
        self._answers.drop(conversation)
        self._dialogues.drop(conversation)

    @callback
    def answer_of(self, conversation: str) -> Turn | None:
        """Return the answer that is to be heard now, once."""
        return self._answers.take(conversation)

    @callback
    def heard_on(self, conversation: str, satellite: str | None) -> None:
        """Take note of the satellite, if any, on which the next voice of a conversation sounds."""
        self._satellites.drop(conversation)
        if satellite is not None:
            self._satellites.put(conversation, satellite, DIALOGUE_LIMIT)

    @callback
    def play(self, conversation: str | None) -> Playback:
        """Begin to play the voice of a conversation, or one that belongs to none."""
        satellite = None if conversation is None else self._satellites.take(conversation)
        dialogue = None if conversation is None else self._dialogues.take(conversation)
        return self.reports.begin(
            satellite, ended=None if dialogue is None else lambda: self._ended(dialogue)
        )

    @callback
    def silence(self) -> None:
        """Drop what is held and what nobody hears yet, and cut off what sounds."""
        self._held.clear()
        self._answers.clear()
        self._satellites.clear()
        self._dialogues.clear()
        self.reports.cut_off()

    def _forget(self, held: HeldTurn) -> None:
        """Drop a turn that nobody claimed."""
        held.turn.discard()
        self._ended(held.dialogue)

    def _unheard(self, turn: Turn) -> None:
        """Let an answer go that nobody came to hear."""
        turn.speech.let_go()
        self._dialogues.drop(turn.conversation)
