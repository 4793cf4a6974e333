"""The sound of a notification that the device has itself (CIC-NO-013)."""

from typing import Final

from ..media.melody import Melody

CHIME: Final = Melody(
    seconds=1.1,
    notes=((0.0, 783.99), (0.22, 1174.66)),  # G5, D6
    loudness=9_000,  # it comes on top of whatever is heard
    decay=5.0,
    overtones=((1.0, 1.0), (2.76, 0.25)),  # as of a struck bar
)
