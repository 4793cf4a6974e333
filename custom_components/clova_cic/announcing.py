"""What automations are told of a directive."""

from dataclasses import dataclass
from hashlib import sha256
import hmac
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_DEVICE_ID

from .cic import Directive, abridged, impersonal
from .cic.disclosure import NameDevice
from .cic.interfaces.message import DIRECTIVES

EVENT_DIRECTIVE: Final = "clova_cic_directive"

UNKNOWN: Final = "unknown"

_NAME_DIGITS: Final = 16  # of the name of a device: enough to tell those of an account apart

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def event_type_of(qualified_name: str) -> str:
    """Return "clova_launch_uri" for "Clova.LaunchURI", and "unknown" for what no edition knows."""
    if qualified_name not in DIRECTIVES:
        return UNKNOWN
    return _HUMP.sub("_", qualified_name.replace(".", "_")).lower()


# A name in lower case, as the first edition had some, is the same event.
EVENT_TYPES: Final = [*sorted({event_type_of(name) for name in DIRECTIVES}), UNKNOWN]


@dataclass(frozen=True, slots=True)
class Announcement:
    """A directive as it is shown to automations and people."""

    namespace: str
    name: str
    handled: bool  # whether something here acted on it
    event_type: str  # one of EVENT_TYPES
    payload: dict[str, Any]  # at most cic.disclosure.MAX_BYTES of JSON

    def as_event_data(self, device_id: str) -> dict[str, Any]:
        """Return the data of the bus event; `device_id` is that of the device registry."""
        return {
            "device_id": device_id,
            "namespace": self.namespace,
            "name": self.name,
            "handled": self.handled,
            "payload": self.payload,
        }


def device_namer(entry: ConfigEntry[Any]) -> NameDevice:
    """Return what names the account's devices to automations, always the same and only here.

    Their ids may be addresses of hardware, which a plain hash would not hide for long: it is keyed
    with the id of the entry's own device.
    """

    def name(device_id: str) -> str:
        key = entry.data[CONF_DEVICE_ID].encode()
        return hmac.digest(key, device_id.encode(), sha256).hex()[:_NAME_DIGITS]

    return name


def announcement_of(
    directive: Directive,
    typed: object | None,
    *,
    handled: bool,
    shows_content: bool,
    name_device: NameDevice | None = None,
) -> Announcement:
    """Make one; `typed` is the payload as its type, None if it has none or does not fit."""
    if shows_content:
        payload = abridged(directive.payload, name_device)
    else:
        payload = impersonal(typed, name_device) if typed is not None else {}
    return Announcement(
        namespace=directive.namespace,
        name=directive.name,
        handled=handled,
        event_type=event_type_of(directive.qualified_name),
        payload=payload,
    )
