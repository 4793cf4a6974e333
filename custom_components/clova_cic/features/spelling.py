"""What a feature is called: in directives, in Device.DeviceState and in reports.

The same feature has up to three spellings on the wire (device_control.md, table 2) and one here,
its kind. They meet in this table and nowhere else.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """A feature, as the integration's settings call it."""

    AIRPLANE = "airplane"
    BATTERY = "battery"
    BLUETOOTH = "bluetooth"
    CELLULAR = "cellular"
    CHANNEL = "channel"
    ENERGY_SAVING = "energy_saving"
    FLASHLIGHT = "flashlight"
    GPS = "gps"
    POWER = "power"
    SCREENS = "screens"
    SCREEN_AUTO_BRIGHTNESS = "screen_auto_brightness"
    SCREEN_BRIGHTNESS = "screen_brightness"
    SOUND_MODE = "sound_mode"
    SOUND_OUTPUT = "sound_output"
    VOLUME = "volume"
    WIFI = "wifi"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One row of the table."""

    kind: Kind
    targets: tuple[str, ...]  # in directives, in lower case
    field: str | None  # of cic.interfaces.device.DeviceState
    report: str | None  # in ActionExecuted and ActionFailed; None: what the directive says


SPELLINGS: Final = (
    Spelling(Kind.AIRPLANE, ("airplane",), "airplane", "airplane"),
    Spelling(Kind.BATTERY, (), "battery", None),
    Spelling(Kind.BLUETOOTH, ("bluetooth",), "bluetooth", "bluetooth"),
    Spelling(Kind.CELLULAR, ("cellular",), "cellular", "cellular"),
    Spelling(Kind.CHANNEL, ("channel",), "channel", "channel"),
    # The reference lists one name for directives and the other for reports (CIC-DC-004).
    Spelling(Kind.ENERGY_SAVING, ("energysave", "powersave"), "energy_saving_mode", "powersave"),
    Spelling(Kind.FLASHLIGHT, ("flashlight",), "flash_light", "flashlight"),
    Spelling(Kind.GPS, ("gps",), "gps", "gps"),
    Spelling(Kind.POWER, ("power",), "power", "power"),
    Spelling(Kind.SCREENS, ("home", "settings"), None, None),
    Spelling(
        Kind.SCREEN_AUTO_BRIGHTNESS,
        ("screenautobrightness",),
        "screen_auto_brightness",
        "screenautobrightness",
    ),
    Spelling(
        Kind.SCREEN_BRIGHTNESS, ("screenbrightness",), "screen_brightness", "screenbrightness"
    ),
    Spelling(
        Kind.SOUND_MODE, ("ring", "silent", "vibrate", "soundmode"), "sound_mode", "soundmode"
    ),
    Spelling(Kind.SOUND_OUTPUT, (), "sound_output", None),
    Spelling(Kind.VOLUME, ("volume",), "volume", "volume"),
    Spelling(Kind.WIFI, ("wifi",), "wifi", "wifi"),
)

_BY_KIND: Final = {row.kind: row for row in SPELLINGS}
_BY_TARGET: Final = {target: row for row in SPELLINGS for target in row.targets}
_APP: Final = "app"  # the target of reports about LaunchApp (CIC-DC-014)


@dataclass(frozen=True, slots=True)
class Named:
    """What a directive is about."""

    kind: Kind | None  # None: there is no such feature
    word: str  # the target as the directive says it, in lower case; "" if it says none
    report: str  # the target of the report (CIC-DC-012)


def named(command: str, target: str | None) -> Named:
    """Say what the directive of this name with this target is about."""
    if command.startswith("Bt"):
        return Named(Kind.BLUETOOTH, "", "bluetooth")
    if command == "LaunchApp":
        return Named(Kind.SCREENS, "", _APP)
    word = (target or "").lower()
    row = _BY_TARGET.get(word)
    if row is None:
        return Named(None, word, target or "")  # CIC-DC-003: refused under the name it came with
    return Named(row.kind, word, row.report or word)


def field_of(kind: Kind) -> str | None:
    """Return the field of DeviceState that tells this feature; None if it is not told."""
    return _BY_KIND[kind].field
