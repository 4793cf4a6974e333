"""Speaker: the volume (docs/protocol/context.md)."""

from .device_features import Volume
from .message import context_object


@context_object("Speaker.VolumeState")
class VolumeState:
    """How loud it is, and whether it is muted (CIC-CX-080)."""

    volume: int
    muted: bool


def volume_state(volume: Volume, *, muted: bool) -> VolumeState:
    """Report the volume on the scale of Device.DeviceState; muting leaves it (CIC-CX-080)."""
    return VolumeState(volume=volume.value, muted=muted)
