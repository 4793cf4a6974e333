"""Device: what it can play, show and do (docs/protocol/context.md)."""

from typing import Literal

from ..errors import UsageError
from .device_features import (
    Battery,
    Bluetooth,
    Channel,
    Power,
    ScreenBrightness,
    SoundMode,
    SoundOutput,
    Switch,
    Volume,
    Wifi,
)
from .message import context_object
from .payload import payload

Size = Literal["none", "s100", "m100", "l100", "xl100", "custom"]
Orientation = Literal["landscape", "portrait"]


@payload
class ContentType:
    """A format that can be played; several extensions are joined by commas (CIC-CX-046)."""

    mime_type: Literal["application/vnd.apple.mpegurl", "audio/aac", "audio/mpeg", "audio/mpegurl"]
    audio_codec: Literal["AAC", "MP3"]
    file_extension: str


MP3 = ContentType(mime_type="audio/mpeg", audio_codec="MP3", file_extension="MP3")
"""The platform's base codec, which every client plays (CIC-CX-047)."""


@context_object("Device.Audio")
class Audio:
    """The formats that can be played, the most preferred first (CIC-CX-045)."""

    accept_content_type: tuple[ContentType, ...]


@payload
class ContentLayer:
    """The area for content, in pixels."""

    width: int
    height: int


@context_object("Device.Display")
class Display:
    """The screen; `none` if there is none, lest CLOVA take it for a large one (CIC-CX-050)."""

    size: Size
    content_layer: ContentLayer | None = None
    dpi: int | None = None
    orientation: Orientation | None = None


@context_object("Device.DeviceState")
class DeviceState:
    """The features that the device has, and no others (CIC-CX-062)."""

    airplane: Switch | None = None
    battery: Battery | None = None
    bluetooth: Bluetooth | None = None
    cellular: Switch | None = None
    channel: Channel | None = None
    energy_saving_mode: Switch | None = None
    flash_light: Switch | None = None
    gps: Switch | None = None
    local_time: str | None = None  # ISO 8601 with an offset (CIC-CX-065)
    power: Power | None = None
    screen_auto_brightness: Switch | None = None
    screen_brightness: ScreenBrightness | None = None
    sound_mode: SoundMode | None = None
    sound_output: SoundOutput | None = None
    volume: Volume | None = None
    wifi: Wifi | None = None


def audio(*formats: ContentType) -> Audio:
    """Report what can be played. Raises UsageError if MP3 is not among it (CIC-CX-047)."""
    if MP3.mime_type not in {each.mime_type for each in formats}:
        raise UsageError("every client plays MP3")
    return Audio(accept_content_type=formats)


def display(
    size: Size,
    *,
    dpi: int | None = None,
    orientation: Orientation | None = None,
    content_layer: ContentLayer | None = None,
) -> Display:
    """Report the screen; without one, `size` is all there is to say.

    Raises UsageError for a screen without density or orientation, and for a size of its own
    without the area for content (CIC-CX-051).
    """
    if size == "none":
        return Display(size=size)
    if dpi is None or orientation is None:
        raise UsageError("a screen has a density and an orientation")
    if size == "custom" and content_layer is None:
        raise UsageError("a screen with a size of its own has an area for content")
    return Display(size=size, dpi=dpi, orientation=orientation, content_layer=content_layer)
