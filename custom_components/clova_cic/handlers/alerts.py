"""Alerts: alarms, timers, reminders, action timers (docs/protocol/interfaces/alerts.md)."""

from collections.abc import Iterable
from typing import override

from ..cic import handles
from ..cic.interfaces.alerts import DeleteAlert, SetAlert, StopAlert, SynchronizeAlert
from .entry_handler import EntryHandler


class AlertsHandler(EntryHandler):
    """Hands what CLOVA orders to the alert book, which rings and reports."""

    namespace = "Alerts"

    @override
    def context(self) -> Iterable[object]:
        """Tell all alerts and those that ring (CIC-AL-004)."""
        return (self.coordinator.alerts.state,)

    @handles(SetAlert)
    async def set_alert(self, payload: SetAlert) -> None:
        """Add or change an alert (CIC-AL-001)."""
        self.coordinator.alerts.async_take(payload)

    @handles(DeleteAlert)
    async def delete_alert(self, payload: DeleteAlert) -> None:
        """Remove an alert (CIC-AL-003)."""
        self.coordinator.alerts.async_take(payload)

    @handles(StopAlert)
    async def stop_alert(self, payload: StopAlert) -> None:
        """End the ringing (CIC-AL-030)."""
        self.coordinator.alerts.async_take(payload)

    @handles(SynchronizeAlert)
    async def synchronize_alert(self, payload: SynchronizeAlert) -> None:
        """Have these alerts and no others (CIC-AL-041)."""
        self.coordinator.alerts.async_take(payload)
