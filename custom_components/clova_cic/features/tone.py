"""A short tone by which a new volume is noticed while nothing plays (CIC-DC-024)."""

from typing import Final

from ..media.melody import Melody

TONE: Final = Melody(
    seconds=0.15,
    notes=((0.0, 659.26),),  # E5
    loudness=8_000,
    attack=0.02,
    fade=0.02,
)
