"""Notifier: unread notifications (docs/protocol/interfaces/notifier.md). Nothing is sent back."""

from ..cic import handles
from ..cic.interfaces.notifier import ClearIndicator, Notify, SetIndicator
from .entry_handler import EntryHandler


class NotifierHandler(EntryHandler):
    """Hands what CLOVA has to tell to the device's notifications."""

    namespace = "Notifier"

    @handles(Notify)
    async def notify(self, payload: Notify) -> None:
        """Tell the user now (CIC-NO-010)."""
        await self.coordinator.notifications.async_notify(payload)

    @handles(SetIndicator)
    async def set_indicator(self, payload: SetIndicator) -> None:
        """Show that something is unread (CIC-NO-011); without `new`, as editions before 2018, it is."""
        await self.coordinator.notifications.async_indicate(payload, new=payload.new is not False)

    @handles(ClearIndicator)
    async def clear_indicator(self, _: ClearIndicator) -> None:
        """Light and sounds off (CIC-NO-030); nothing at all if there are none (CIC-NO-032)."""
        await self.coordinator.notifications.async_clear()
