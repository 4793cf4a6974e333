"""Features of the device: switched, set, or refused, by what it says that it can do (CIC-DC-102)."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Final, override

from ..language import Language
from ..numbers import NUMBER, value_of
from ..situation import ControlFeature
from .base import Line, Said, Skill, has


@dataclass(frozen=True, slots=True)
class Thing:
    """A feature: its field of Device.DeviceState, and its name in directives."""

    field: str
    target: str


WIFI: Final = Thing("wifi", "wifi")
AIRPLANE: Final = Thing("airplane", "airplane")
CELLULAR: Final = Thing("cellular", "cellular")
ENERGY: Final = Thing("energySavingMode", "energysave")
LAMP: Final = Thing("flashLight", "flashlight")
GPS: Final = Thing("gps", "gps")
POWER: Final = Thing("power", "power")
BLUETOOTH: Final = Thing("bluetooth", "bluetooth")
AUTO: Final = Thing("screenAutoBrightness", "screenautobrightness")
BRIGHTNESS: Final = Thing("screenBrightness", "screenbrightness")
CHANNEL: Final = Thing("channel", "channel")
RING: Final = Thing("soundMode", "ring")
SILENT: Final = Thing("soundMode", "silent")
VIBRATE: Final = Thing("soundMode", "vibrate")
BATTERY: Final = Thing("battery", "battery")
OUTPUT: Final = Thing("soundOutput", "soundoutput")

_READ_ONLY: Final = frozenset({BATTERY, OUTPUT})
"""No directive changes them."""
_UNLISTED: Final = frozenset({"BtPlay", "BtRescan"})
"""Directives that no `actions[]` lists (CIC-DC-102)."""


@dataclass(frozen=True, slots=True)
class DevicePhrases:
    """How one asks, and what to say. Patterns are looked for in their order."""

    things: tuple[tuple[str, Thing], ...]
    commands: tuple[tuple[str, str], ...]
    """What asks for a directive, and its name; `{number}` stands for a number."""
    changes: tuple[str, ...]
    """What asks for a change of whatever it is."""
    done: str
    unable: str


class DeviceSkill(Skill):
    """Controls what the device lends, and says so of everything else."""

    def __init__(self, phrases: Mapping[Language, DevicePhrases]) -> None:
        self._phrases = phrases

    @override
    def answer(self, said: Said) -> Line | None:
        phrases = self._phrases[said.language]
        thing = next((thing for words, thing in phrases.things if has(said.text, (words,))), None)
        if thing is None:
            return None
        if thing in _READ_ONLY:
            return Line(phrases.unable) if has(said.text, phrases.changes) else None
        act = _wanted(phrases, said, thing)
        if act is None:
            return None
        able = said.situation.features.get(act.field)
        if able is not None and (act.command in able or act.command in _UNLISTED):
            return Line(phrases.done, acts=(act,))
        return Line(phrases.unable)


def _wanted(phrases: DevicePhrases, said: Said, thing: Thing) -> ControlFeature | None:
    """What has to be done with the thing; None if it is only spoken of."""
    for words, command in phrases.commands:
        pattern = words.replace("{number}", f"(?P<n>{NUMBER[said.language]})")
        found = re.search(pattern, said.text)
        if found is None or not _fits(command, thing):
            continue
        number = found.groupdict().get("n")
        value = None if number is None else int(value_of(number, said.language))
        target = None if command.startswith("Bt") else thing.target
        return ControlFeature(thing.field, command, target, value)
    return None


_LEVELS: Final = frozenset({"Increase", "Decrease", "SetValue"})
_SCALES: Final = frozenset({"screenBrightness", "channel"})


def _fits(command: str, thing: Thing) -> bool:
    """Whether a directive of this name can be meant for the feature."""
    if command.startswith("Bt"):
        return thing.field == "bluetooth"
    return (command in _LEVELS) == (thing.field in _SCALES)
