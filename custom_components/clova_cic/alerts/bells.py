"""The device's own bells (CIC-AL-022): one for each type of alert."""

from functools import partial
from typing import Final

from ..media.melody import Melody

_BAR: Final = ((1.0, 1.0), (2.76, 0.3), (5.4, 0.1))  # as of a struck bar
_BELL: Final = ((0.5, 0.4), (1.0, 1.0), (2.0, 0.5), (2.4, 0.3))  # as of a bell
_BEEP: Final = ((1.0, 1.0), (3.0, 0.2))

_loud = partial(Melody, loudness=16_000)  # it has to wake somebody

_ALARM: Final = _loud(
    seconds=4.0,
    notes=tuple((0.5 * beat, pitch) for beat, pitch in enumerate((659.3, 784.0, 987.8, 784.0) * 2)),
    decay=4.0,
    overtones=_BAR,
)
_OTHERS: Final = {
    "TIMER": _loud(
        seconds=3.0,
        notes=tuple((bar + 0.16 * beat, 1318.5) for bar in (0.0, 1.0, 2.0) for beat in range(3)),
        decay=14.0,
        overtones=_BEEP,
    ),
    "REMINDER": _loud(
        seconds=4.0,
        notes=((0.0, 880.0), (0.55, 1108.7), (1.1, 1318.5)),
        decay=1.6,
        overtones=_BELL,
    ),
    "ACTIONTIMER": _loud(
        seconds=2.5, notes=((0.0, 784.0), (0.3, 1046.5)), decay=2.2, overtones=_BELL
    ),
}


def bell(kind: str) -> Melody:
    """Return the bell for a type of alert; one that nobody knows is an alarm."""
    return _OTHERS.get(kind, _ALARM)
