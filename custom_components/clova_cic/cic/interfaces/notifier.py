"""Notifier: unread notifications (docs/protocol/interfaces/notifier.md)."""

from .message import directive
from .payload import Code, payload, tolerated
from .shapes import Asset


@payload
class Notification:
    """Light and sounds; `light` is DEFAULT or NONE, of old `on` or `off` (CIC-NO-012)."""

    light: Code | None = tolerated()
    assets: tuple[Asset, ...] | None = tolerated()
    asset_play_order: tuple[str, ...] | None = tolerated()


@directive("Notifier.Notify")
class Notify(Notification):
    """Tell the user now (CIC-NO-010)."""


@directive("Notifier.SetIndicator")
class SetIndicator(Notification):
    """Show that there is something unread (CIC-NO-011)."""

    new: bool | None = tolerated()


@directive("Notifier.ClearIndicator")
class ClearIndicator:
    """All light and sound off (CIC-NO-030)."""
