"""What the device tells of its features: said to whoever asks (context.md §10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, override

from ..language import Language
from .base import Line, Said, Skill, has
from .devices import DevicePhrases

_ON: Final = {"active": "on", "idle": "off"}
"""The states of power, as those of everything else."""


@dataclass(frozen=True, slots=True)
class ReadingPhrases:
    """How one asks, and what to say."""

    battery: tuple[str, ...]
    output: tuple[str, ...]
    brightness: tuple[str, ...]
    mode: tuple[str, ...]
    is_on: tuple[str, ...]
    """What asks whether something is on, beside its name."""
    charge: str
    """With `{value}` percent."""
    charging: str
    level: str
    states: Mapping[str, str]
    """Sentences by the word that the device tells."""


class ReadingSkill(Skill):
    """Answers from the state that came with the question, and refuses where it tells none."""

    def __init__(
        self,
        phrases: Mapping[Language, ReadingPhrases],
        devices: Mapping[Language, DevicePhrases],
    ) -> None:
        """`devices`: what things are called."""
        self._phrases = phrases
        self._devices = devices

    @override
    def answer(self, said: Said) -> Line | None:
        phrases, devices = self._phrases[said.language], self._devices[said.language]
        field = _asked(phrases, devices, said)
        if field is None:
            return None
        return Line(_told(phrases, field, said.situation.states.get(field)) or devices.unable)


def _asked(phrases: ReadingPhrases, devices: DevicePhrases, said: Said) -> str | None:
    """The field of Device.DeviceState that is asked for; None if something is to be done."""
    text = said.text
    if has(text, phrases.is_on):
        return next((thing.field for words, thing in devices.things if has(text, (words,))), None)
    if has(text, devices.changes):
        return None
    fields = {
        "battery": phrases.battery,
        "soundOutput": phrases.output,
        "screenBrightness": phrases.brightness,
        "soundMode": phrases.mode,
    }
    return next((field for field, words in fields.items() if has(text, words)), None)


def _told(phrases: ReadingPhrases, field: str, state: Mapping[str, object] | None) -> str | None:
    """The sentence; None if the device does not tell it."""
    if state is None:
        return None
    if field == "battery":
        words = phrases.charging if state.get("charging") is True else phrases.charge
        return words.format(value=state.get("value"))
    if field == "screenBrightness":
        return phrases.level.format(value=state.get("value"))
    word = str(state.get("type" if field == "soundOutput" else "state"))
    return phrases.states.get(_ON.get(word, word))
