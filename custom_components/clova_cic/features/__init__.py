"""Features: what of the home CLOVA may see and control as a part of the device.

To add a kind, write its class, put it into KINDS and its names into `spelling`.
"""

from collections.abc import Mapping
from typing import Final

from .bluetooth import BluetoothFeature
from .brightness import BrightnessFeature
from .channel import ChannelFeature
from .feature import Feature
from .readings import BatteryFeature, SoundOutputFeature
from .screens import ScreensFeature
from .sound_mode import SoundModeFeature
from .spelling import Kind
from .switches import (
    AirplaneFeature,
    AutoBrightnessFeature,
    CellularFeature,
    EnergySavingFeature,
    FlashlightFeature,
    GpsFeature,
    PowerFeature,
    WifiFeature,
)

_CLASSES: Final[tuple[type[Feature], ...]] = (
    PowerFeature,
    BrightnessFeature,
    AutoBrightnessFeature,
    ChannelFeature,
    SoundModeFeature,
    EnergySavingFeature,
    FlashlightFeature,
    GpsFeature,
    WifiFeature,
    CellularFeature,
    AirplaneFeature,
    BatteryFeature,
    SoundOutputFeature,
    BluetoothFeature,
    ScreensFeature,
)

KINDS: Final[Mapping[Kind, type[Feature]]] = {each.kind: each for each in _CLASSES}
"""What can be added, in the order of the dialog; the volume is the speaker's and always there."""

NEVER: Final = frozenset({"alarm_control_panel", "cover", "lock", "valve"})
"""Domains that open or guard the house: they cannot stand behind a feature."""
