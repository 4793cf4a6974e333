"""What automations are told of a directive."""

from dataclasses import dataclass
import re
from typing import Any, Final

from .cic import Directive, abridged, impersonal
from .cic.interfaces.message import DIRECTIVES

EVENT_DIRECTIVE: Final = "clova_cic_directive"

UNKNOWN: Final = "unknown"

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


def announcement_of(
    directive: Directive, typed: object | None, *, handled: bool, shows_content: bool
) -> Announcement:
    """Make one; `typed` is the payload as its type, None if it has none or does not fit."""
    if shows_content:
        payload = abridged(directive.payload)
    else:
        payload = impersonal(typed) if typed is not None else {}
    return Announcement(
        namespace=directive.namespace,
        name=directive.name,
        handled=handled,
        event_type=event_type_of(directive.qualified_name),
        payload=payload,
    )
