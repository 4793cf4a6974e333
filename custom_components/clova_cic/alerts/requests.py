"""What people want of alerts: CLOVA is asked, and does it (CIC-AL-031, CIC-AL-037)."""

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..cic.alerts import Entry
from ..const import DOMAIN
from ..coordinator import ClovaCoordinator
from ..options import ClovaOptions
from ..phrases import async_phrase
from ..speech.asking import async_ask
from .shown import alert_id


@callback
def async_request_stop(coordinator: ClovaCoordinator, wanted: str | None = None) -> None:
    """Silence an alert by its id, or all; one that does not ring is no error."""
    token = None if wanted is None else _find(coordinator, wanted).alert.token
    coordinator.alerts.async_press_stop(token)


@callback
def async_request_deletion(coordinator: ClovaCoordinator, wanted: str | None = None) -> None:
    """Have an alert deleted by its id, or the next one.

    Raises ServiceValidationError if there is none, HomeAssistantError without a connection.
    """
    entry = coordinator.alerts.next if wanted is None else _find(coordinator, wanted)
    if entry is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_alert")
    if not coordinator.data.connected:
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="not_ready")
    coordinator.alerts.async_press_delete(entry.alert.token)


async def async_snooze(coordinator: ClovaCoordinator, minutes: int, *, conversation: str) -> None:
    """Stop what rings, and ask for another alert in so many minutes (flows/alerts.md §4).

    Raises ServiceValidationError if nothing rings, HomeAssistantError if CLOVA cannot be asked.
    """
    if not coordinator.alerts.async_press_stop():
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="nothing_rings")
    language = ClovaOptions.of(coordinator.hass, coordinator.config_entry).language
    request = await async_phrase(coordinator.hass, language, "snooze_request", minutes=str(minutes))
    await async_ask(coordinator, request, conversation=conversation)


def _find(coordinator: ClovaCoordinator, wanted: str) -> Entry:
    for entry in coordinator.alerts.entries:
        if alert_id(entry.alert) == wanted:
            return entry
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_alert")
