"""What a user can send along with a question, without anything secret."""

from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .const import CONF_HOME_ZONE, CONF_OFFICE_ZONE, CONF_SPEAKER, DOMAIN
from .coordinator import ClovaConfigEntry

# The address may stay: most questions are about it. Titles and entity ids are what people call
# their rooms.
TO_REDACT: Final = {
    CONF_ACCESS_TOKEN,
    CONF_DEVICE_ID,
    CONF_HOME_ZONE,
    CONF_OFFICE_ZONE,
    CONF_SPEAKER,
    "refresh_token",
    "title",
    "unique_id",
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: ClovaConfigEntry
) -> dict[str, Any]:
    """Return entry, versions, state and counters; no token, no id, no sentence."""
    coordinator = entry.runtime_data
    integration = await async_get_integration(hass, DOMAIN)
    last = coordinator.data.last_directive
    return {
        "integration_version": str(integration.version),
        "user_agent": coordinator.client_config.user_agent,
        "entry": async_redact_data(entry.as_dict(), TO_REDACT),
        "credentials": async_redact_data(coordinator.credentials.to_dict(), TO_REDACT),
        "connected": coordinator.data.connected,
        "last_directive": asdict(last) if last else None,
        "context_objects": [f"{state.namespace}.{state.name}" for state in coordinator.context()],
        "statistics": asdict(coordinator.client.stats),
    }
