"""Features that a helper can be lent for: what one says, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_ACTIONS: Final[Mapping[str, Any]] = {"actions": {}}


@dataclass(frozen=True)
class Case:
    """A helper that is lent, and a sentence that changes it."""

    kind: str
    helper: str
    said: str
    state: str
    command: str
    target: str
    told: Mapping[str, Any]
    settled: Mapping[str, Any] = field(default_factory=dict)
    lent: Mapping[str, Any] = field(default_factory=lambda: _ACTIONS)

    @property
    def entity_id(self) -> str:
        """The helper's entity."""
        return f"{self.helper}.lent_{self.kind}"


@dataclass(frozen=True)
class Reading:
    """Something that can only be told: what one asks, and asks to change in vain."""

    kind: str
    told_as: str
    entity_id: str
    template: str
    """Of the entity; its state follows an input_text."""
    values: tuple[str, str]
    told: tuple[Mapping[str, Any], Mapping[str, Any]]
    asked: str
    answers: tuple[str, str]
    change: str
    lent: Mapping[str, Any] = field(default_factory=dict)


def _switch(kind: str, name: str, target: str, told: str, state: str = "on") -> list[Case]:
    """On, and off again."""
    off = {"on": "off", "active": "idle"}[state]
    return [
        Case(
            kind,
            "input_boolean",
            f"turn {to} {name}",
            to,
            command,
            target,
            {told: {"state": tells}},
        )
        for to, command, tells in (("on", "TurnOn", state), ("off", "TurnOff", off))
    ]


_LEVEL: Final = {"min": 0, "max": 200, "step": 1, "initial": 10}
_STATIONS: Final = {"options": ["News", "Films", "Sports"]}
_MODES: Final = {"options": ["Ring", "Silent", "Vibrate"]}


def _level(said: str, state: str, command: str, value: int) -> Case:
    told = {"screenBrightness": {"min": 0, "max": 100, "value": value}}
    target = "screenbrightness"
    return Case("screen_brightness", "input_number", said, state, command, target, told, _LEVEL)


def _station(said: str, state: str, command: str) -> Case:
    told = {"channel": {"actions": ["Decrease", "Increase", "SetValue"]}}
    return Case("channel", "input_select", said, state, command, "channel", told, _STATIONS)


def _mode(said: str, state: str, command: str) -> Case:
    told = {"soundMode": {"state": state.lower()}}
    lent: Mapping[str, Any] = {"actions": {}, "modes": {}}
    return Case("sound_mode", "input_select", said, state, command, "soundmode", told, _MODES, lent)


CASES: Final[list[list[Case]]] = [
    _switch("power", "the tv", "power", "power", "active"),
    _switch("energy_saving", "energy saving", "powersave", "energySavingMode"),
    _switch("flashlight", "the flashlight", "flashlight", "flashLight"),
    _switch("gps", "gps", "gps", "gps"),
    _switch("wifi", "the wifi", "wifi", "wifi"),
    _switch("cellular", "mobile data", "cellular", "cellular"),
    _switch("airplane", "airplane mode", "airplane", "airplane"),
    _switch(
        "screen_auto_brightness",
        "automatic brightness",
        "screenautobrightness",
        "screenAutoBrightness",
    ),
    _switch("bluetooth", "bluetooth", "bluetooth", "bluetooth"),
    [
        _level("brightness to 30", "60.0", "SetValue", 30),
        _level("brighter", "80.0", "Increase", 40),
        _level("darker", "60.0", "Decrease", 30),
        _level("brightness to 900", "200.0", "SetValue", 100),
    ],
    [
        _station("next channel", "Films", "Increase"),
        _station("previous channel", "News", "Decrease"),
    ],
    [
        _mode("turn silent mode on", "Silent", "TurnOn"),
        _mode("turn silent mode off", "Ring", "TurnOff"),
        _mode("turn vibration on", "Vibrate", "TurnOn"),
    ],
]

_TOLD: Final = "{{ states('input_text.told') }}"
READINGS: Final = [
    Reading(
        "battery",
        "battery",
        "sensor.lent_battery",
        _TOLD,
        ("73", "20"),
        (
            {"battery": {"actions": [], "charging": False, "value": 73}},
            {"battery": {"actions": [], "charging": False, "value": 20}},
        ),
        "how much battery is left?",
        ("The battery is at 73 percent.", "The battery is at 20 percent."),
        "turn the battery off",
    ),
    Reading(
        "sound_output",
        "soundOutput",
        "sensor.lent_output",
        _TOLD,
        ("builtin", "TV cable"),
        ({"soundOutput": {"type": "builtin"}}, {"soundOutput": {"type": "aux"}}),
        "where does the sound come from?",
        ("The sound comes from the device itself.", "The sound goes out by wire."),
        "change the sound output to bluetooth",
        {"modes": {"aux": "TV cable"}},
    ),
    Reading(
        "wifi",
        "wifi",
        "binary_sensor.lent_wifi",
        "{{ is_state('input_text.told', 'up') }}",
        ("up", "down"),
        (
            {"wifi": {"actions": [], "networks": [], "state": "on"}},
            {"wifi": {"actions": [], "networks": [], "state": "off"}},
        ),
        "is the wifi on?",
        ("It is on.", "It is off."),
        "turn off the wifi",
        {"actions": {}},
    ),
    Reading(
        "sound_mode",
        "soundMode",
        "sensor.lent_mode",
        _TOLD,
        ("ring", "silent"),
        (
            {"soundMode": {"actions": [], "state": "ring"}},
            {"soundMode": {"actions": [], "state": "silent"}},
        ),
        "which sound mode is it?",
        ("It rings.", "It is silent."),
        "turn silent mode off",
        {"actions": {}, "modes": {}},
    ),
]
