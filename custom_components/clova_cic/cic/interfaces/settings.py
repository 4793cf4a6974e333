"""Settings: what the app and the device both can set (docs/protocol/interfaces/settings.md)."""

from collections.abc import Mapping

from .message import directive, event
from .payload import Code, Json, payload, tolerated


@directive("Settings.ExpectReport")
class ExpectReport:
    """Send Report (CIC-SE-001)."""


@directive("Settings.Update")
class Update:
    """Apply these, then Report; keys are agreed for each product (CIC-SE-020)."""

    configuration: Json


@payload
class Voice:
    """A voice that can be chosen."""

    key: Code
    name: str | None = tolerated()


@payload
class VoiceType:
    """The voices to choose from."""

    name: str | None = tolerated()
    list: tuple[Voice, ...] | None = tolerated()
    default: Voice | None = tolerated()


@payload
class Spec:
    """Items to offer in the menu; there may be others one day (CIC-SE-041)."""

    voice_type: VoiceType | None = None


@directive("Settings.UpdateVersionSpec")
class UpdateVersionSpec:
    """The items that suit this client (CIC-SE-040)."""

    spec: Spec
    client_name: str | None = tolerated()
    device_version: Code | None = tolerated()
    os: Code | None = tolerated()
    spec_version: Code | None = tolerated()


@event("Settings.Report")
class Report:
    """The settings in force, all of them as text (CIC-SE-010, CIC-SE-012)."""

    configuration: Mapping[str, str]


@event("Settings.RequestVersionSpec")
class RequestVersionSpec:
    """Ask for UpdateVersionSpec, after connecting (CIC-SE-030)."""
