"""Settings: what the device and the CLOVA app both set (docs/protocol/interfaces/settings.md)."""

from ..cic import handles
from ..cic.interfaces.settings import ExpectReport, Update, UpdateVersionSpec
from ..coordinator import ClovaCoordinator
from .entry_handler import EntryHandler


class SettingsHandler(EntryHandler):
    """Hands CLOVA's wishes to the device's settings, which report by themselves."""

    namespace = "Settings"

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Ask with each connection what there is to choose (CIC-SE-030)."""
        super().__init__(coordinator)
        coordinator.async_on_connected(coordinator.settings.async_connected)

    @handles(ExpectReport)
    async def expect_report(self, _: ExpectReport) -> None:
        """Report (CIC-SE-001)."""
        await self.coordinator.settings.async_report()

    @handles(Update)
    async def update(self, payload: Update) -> None:
        """Apply, then report (CIC-SE-020)."""
        await self.coordinator.settings.async_apply(payload.configuration)

    @handles(UpdateVersionSpec)
    async def update_version_spec(self, payload: UpdateVersionSpec) -> None:
        """Offer the items (CIC-SE-040)."""
        await self.coordinator.settings.async_offer(payload)
