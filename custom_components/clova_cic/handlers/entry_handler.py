"""What all handlers share."""

from ..cic import InterfaceHandler
from ..coordinator import ClovaCoordinator
from ..options import ClovaOptions


class EntryHandler(InterfaceHandler):
    """A handler of one entry's device."""

    def __init__(self, coordinator: ClovaCoordinator) -> None:
        """Belong to the device of this coordinator."""
        self.coordinator = coordinator
        self.hass = coordinator.hass
        self.entry = coordinator.config_entry

    @property
    def options(self) -> ClovaOptions:
        """What the user has chosen by now."""
        return ClovaOptions.of(self.hass, self.entry)
